package io.millrace.engine.journal;

import static io.millrace.engine.journal.record.RecordFormat.ITEM;
import static io.millrace.engine.journal.record.RecordFormat.RUN_HEADER;

import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.journal.record.RecordScanner;
import io.millrace.engine.journal.record.RecordView;
import io.millrace.engine.journal.record.RecordWriter;
import io.millrace.engine.journal.record.RunHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces all files of a journal by one snapshot: of each item its newest record if that counts, of each fingerprint a
 * run's header, byte for byte and in the order in which they were written. Whatever ends it, the journal says the same:
 * until the snapshot has its name the old files are all there, and after that they add nothing. Under the LOCK, while
 * no generation is open. One thread.
 */
final class Compaction {

    /** What comes one after the other; a test ends it before each. */
    enum Step {
        WRITE,
        FORCE,
        MOVE,
        READ_BACK,
        MANIFEST,
        DELETE,
        DELETE_NEXT
    }

    /** Told of each step before it is taken. */
    interface Watch {
        void before(Step step) throws IOException;
    }

    private static final int BUFFER_BYTES = 1 << 20;

    private final JournalFolder folder;
    private final Replayer replayed;
    private final Watch watch;
    private final Path snapshot;
    private final RecordWriter writer = new RecordWriter(MachineIdentity.current());
    private final Set<Integer> headersKept = new HashSet<>();
    private long items;
    private long records;
    private int crcs;

    Compaction(JournalFolder folder, Replayer replayed, Watch watch) {
        this.folder = folder;
        this.replayed = replayed;
        this.watch = watch;
        this.snapshot = folder.snapshot(replayed.lastGeneration());
    }

    /**
     * @return false if there was no room for the snapshot: nothing has changed then
     * @throws IOException the index is not to be used any more; the journal can be opened again
     */
    boolean run() throws IOException, JournalException {
        Path temporary = folder.home().resolve("snapshot.tmp");
        try {
            watch.before(Step.WRITE);
            write(temporary);
            watch.before(Step.FORCE);
            DurableFile.force(temporary);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            return false;
        }
        watch.before(Step.MOVE);
        DurableFile.publish(temporary, snapshot);
        watch.before(Step.READ_BACK);
        readBack();
        watch.before(Step.MANIFEST);
        JournalManifest.seal(folder, replayed.seals().of(List.of(seal())));
        delete();
        return true;
    }

    private void write(Path temporary) throws IOException, JournalException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES)) {
            frame(out);
            replayed.again((record, place) -> copy(record, place, out));
            frame(out);
        }
    }

    /** What the snapshot holds; its old files are not there any more. */
    Seal seal() {
        return new Seal(snapshot.getFileName().toString(), records, replayed.lastSeq(), crcs);
    }

    /** At the head and at the end, so that losing either leaves the other. */
    private void frame(OutputStream out) throws IOException {
        int length = writer.snapshot(
                snapshot.getFileName().toString(), replayed.index().size(), replayed.runs(), replayed.lastSeq());
        out.write(writer.buffer().array(), 0, length);
    }

    private void copy(RecordView record, long place, OutputStream out) throws IOException {
        if (replayed.isNewest(record, place) || (record.kind() == RUN_HEADER && isKept(record))) {
            ByteBuffer whole = record.bytes();
            out.write(whole.array(), whole.arrayOffset() + whole.position(), whole.remaining());
            records++;
            crcs ^= record.crc();
        }
    }

    /**
     * Of a fingerprint's headers the first is as good as any, but the newest run's says whose output this is, and how
     * it is laid out.
     */
    private boolean isKept(RecordView header) {
        RunHeader run = header.runHeader();
        return headersKept.add(header.fingerprintNumber())
                || run.equals(replayed.previous())
                || run.equals(replayed.laidOut());
    }

    /** Nothing is deleted for a file that does not read back; the index names its places from now on. */
    private void readBack() throws IOException, JournalException {
        try (RandomAccessFile bytes = new RandomAccessFile(snapshot.toFile(), "r")) {
            long start = replayed.places().add(snapshot, bytes.length());
            new RecordScanner().scan(bytes, (record, offset) -> {
                if (record.kind() == ITEM) {
                    replayed.index().put(record, start + offset);
                    items++;
                }
            });
        }
        if (items != replayed.index().size()) {
            Files.deleteIfExists(snapshot);
            throw folder.unreadable();
        }
    }

    private void delete() throws IOException, JournalException {
        watch.before(Step.DELETE);
        for (int number : folder.snapshots()) {
            if (!folder.snapshot(number).equals(snapshot)) {
                Files.delete(folder.snapshot(number));
            }
        }
        for (int number : folder.generations()) {
            folder.deleteGeneration(number);
            watch.before(Step.DELETE_NEXT);
        }
    }
}
