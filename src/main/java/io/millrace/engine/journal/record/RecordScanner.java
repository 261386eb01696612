package io.millrace.engine.journal.record;

import static io.millrace.engine.journal.record.RecordFormat.CRC_AT;
import static io.millrace.engine.journal.record.RecordFormat.ID_AT;
import static io.millrace.engine.journal.record.RecordFormat.MAGIC;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the records of a generation from its raw bytes, without Chronicle: whatever is damaged is passed over byte by
 * byte until the next magic with the right checksum. Works beside a live run. One thread.
 */
public final class RecordScanner {

    /** Called for each intact record, in file order. */
    public interface Visitor {
        void record(RecordView record, long offset) throws IOException;
    }

    private static final int WINDOW_BYTES = 1 << 18;
    private static final byte[] BLANK = new byte[1 << 14];

    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final RecordView view = new RecordView();
    private long corrupt;

    /** Places that had the magic and failed the checksum, over all files scanned. */
    public long corrupt() {
        return corrupt;
    }

    public void scan(RandomAccessFile file, Visitor visitor) throws IOException {
        scan(file, 0, Long.MAX_VALUE, visitor);
    }

    /**
     * A part of a file.
     *
     * @param from where a record may begin
     * @param to where one may end at the latest
     */
    public void scan(RandomAccessFile file, long from, long to, Visitor visitor) throws IOException {
        long base = from;
        boolean last;
        do {
            window.clear().limit((int) Math.max(0, Math.min(window.capacity(), to - base)));
            last = fill(window, file, base) || base + window.position() >= to;
            window.flip();
            int used = pass(base, last, visitor);
            base += used;
        } while (!last);
    }

    /** Fills what remains of a window that begins at {@code base} of the file; true if the file ended first. */
    public static boolean fill(ByteBuffer window, RandomAccessFile file, long base) throws IOException {
        file.seek(base + window.position());
        while (window.hasRemaining()) {
            int read = file.read(window.array(), window.arrayOffset() + window.position(), window.remaining());
            if (read < 0) {
                return true;
            }
            window.position(window.position() + read);
        }
        return false;
    }

    /** Visits what is whole in the window; returns how many bytes are done with. */
    private int pass(long base, boolean last, Visitor visitor) throws IOException {
        int limit = window.limit();
        int at = 0;
        while (at + ID_AT <= limit) {
            if (window.getInt(at) != MAGIC) {
                at = window.get(at) == 0 ? afterBlanks(at) : at + 1;
                continue;
            }
            int length = RecordFormat.length(window, at);
            if (length > limit - at && !last) {
                return at;
            }
            if (intact(at, length)) {
                visitor.record(view.at(window, at, length), base + at);
                at += length;
            } else {
                corrupt++;
                at++;
            }
        }
        return at;
    }

    /** The first byte from {@code at} on that is not zero. Most of a file is room that Chronicle set aside. */
    private int afterBlanks(int at) {
        int most = Math.min(BLANK.length, window.limit() - at);
        int blanks = Arrays.mismatch(window.array(), at, at + most, BLANK, 0, most);
        return at + (blanks < 0 ? most : blanks);
    }

    private boolean intact(int at, int length) {
        return length > 0
                && length <= window.limit() - at
                && RecordFormat.crc(crc, window, at, length) == window.getInt(at + CRC_AT);
    }
}
