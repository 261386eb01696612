package io.millrace.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.flow.Flight;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code .millrace/FLIGHT}: the items that the workers of a process have in hand, for whoever comes after it has died.
 * The file is mapped into memory and never forced: it has to survive the process, and a power cut makes nobody a
 * suspect.
 *
 * <pre>
 *   0  u32  magic: bytes FE 'M' 'R' 'F'
 *   4  u32  version, 1
 *   8  i64  process id
 *  16  i64  when it was made, milliseconds since the epoch
 *  24  u32  number of slots
 *  64       slots of 8192 bytes:
 *           0  u32  bytes of ids from 64 on; 0 while nothing is in hand
 *           4  u16  length of the stage's name, at most 58
 *           6       the stage's name
 *          64       ids: length u16, UTF-8; as many as have room, the first one always has
 * </pre>
 *
 * Little-endian. Zeros are written before it is mapped: a store into a hole of a full disk would be a SIGBUS.
 */
public final class FlightTable implements Closeable {

    static final String NAME = "FLIGHT";
    static final int MAGIC = ('F' << 24) | ('R' << 16) | ('M' << 8) | 0xFE;
    static final int VERSION = 1;
    static final int PID_AT = 8;
    static final int SINCE_AT = 16;
    static final int SLOTS_AT = 24;
    static final int HEADER_BYTES = 64;
    static final int SLOT_BYTES = 8192;
    static final int STAGE_LENGTH_AT = 4;
    static final int STAGE_AT = 6;
    static final int IDS_AT = 64;

    private static final int ZEROS = 64 << 10;

    private final Path file;
    private final ByteBuffer bytes;
    private final int slots;
    private final AtomicInteger given = new AtomicInteger();
    private final Queue<Integer> returned = new ConcurrentLinkedQueue<>();

    private FlightTable(Path file, ByteBuffer bytes, int slots) {
        this.file = file;
        this.bytes = bytes;
        this.slots = slots;
    }

    /** Takes the place of what an earlier process has left. The caller holds the output's LOCK. */
    public static FlightTable create(Path output, int slots) throws JournalException {
        Path file = file(output);
        try {
            Files.deleteIfExists(file);
            return new FlightTable(file, map(file, slots), slots);
        } catch (IOException e) {
            throw JournalException.io("cannot write", file, e);
        }
    }

    /** A slot for one worker of a stage. Any thread. */
    public Slot slot(String stage) {
        Integer used = returned.poll();
        int index = used == null ? given.getAndIncrement() : used;
        if (index >= slots) {
            throw new IllegalStateException("more than " + slots + " workers were started");
        }
        ByteBuffer own = bytes.slice(HEADER_BYTES + index * SLOT_BYTES, SLOT_BYTES);
        return new Slot(own.order(ByteOrder.LITTLE_ENDIAN), stage, () -> returned.add(index));
    }

    /** The process goes on without items: nothing that happens to it is about one. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    static Path file(Path output) {
        return JournalFolder.hidden(output).resolve(NAME);
    }

    private static ByteBuffer map(Path file, int slots) throws IOException {
        int size = HEADER_BYTES + slots * SLOT_BYTES;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int left = size; left > 0; left -= ZEROS) {
                channel.write(ByteBuffer.allocate(Math.min(left, ZEROS)));
            }
            ByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, size).order(ByteOrder.LITTLE_ENDIAN);
            mapped.putInt(SLOTS_AT, slots);
            mapped.putLong(PID_AT, ProcessHandle.current().pid());
            mapped.putLong(SINCE_AT, System.currentTimeMillis());
            mapped.putInt(4, VERSION);
            mapped.putInt(0, MAGIC);
            return mapped;
        }
    }

    /** What one worker has in hand. One thread. */
    public static final class Slot implements Flight {

        private final ByteBuffer bytes;
        private final Runnable giveBack;
        private int end = IDS_AT;

        private Slot(ByteBuffer bytes, String stage, Runnable giveBack) {
            this.bytes = bytes;
            this.giveBack = giveBack;
            byte[] name = stage.getBytes(UTF_8);
            int length = Math.min(name.length, IDS_AT - STAGE_AT);
            bytes.putShort(STAGE_LENGTH_AT, (short) length);
            bytes.put(STAGE_AT, name, 0, length);
        }

        /** The id counts once it is there whole: the length that covers it is written last. */
        @Override
        public void board(ItemId id) {
            byte[] name = id.value().getBytes(UTF_8);
            if (end + Short.BYTES + name.length > SLOT_BYTES) {
                return;
            }
            bytes.putShort(end, (short) name.length);
            bytes.put(end + Short.BYTES, name);
            end += Short.BYTES + name.length;
            VarHandle.releaseFence();
            bytes.putInt(0, end - IDS_AT);
            VarHandle.fullFence(); // before the step begins
        }

        @Override
        public void land() {
            bytes.putInt(0, 0);
            VarHandle.releaseFence();
            end = IDS_AT;
        }

        /** The worker has ended, and with it this slot's use: another worker gets it. Once. */
        @Override
        public void close() {
            land();
            giveBack.run();
        }
    }
}
