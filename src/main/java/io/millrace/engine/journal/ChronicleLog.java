package io.millrace.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A generation as a Chronicle Queue of one file that never rolls. Chronicle appends into mapped memory, which survives
 * the process; room on the disk, forcing and reading back are ours. See src/docs/decisions/chronicle.md.
 */
final class ChronicleLog implements RecordLog {

    /** The only file of a queue whose clock stands still. */
    static final String RECORDS = "19700101F.cq4";

    private static final String METADATA = "metadata.cq4t";
    private static final int METADATA_BYTES = 128 << 10;

    /** More than the index blocks that Chronicle may put before a record. */
    private static final int INDEX_BYTES = 128 << 10;

    /** It waits that long for the maker of a file that it finds filled with zeros, which is nobody else. */
    private static final int TIMEOUT_MS = 10;

    static {
        // Read when Chronicle's classes are first used: no report over the network, no banner, no watcher thread.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
    }

    private final Prefill file;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private long end;

    private ChronicleLog(Prefill file, SingleChronicleQueue queue) {
        this.file = file;
        this.queue = queue;
        this.appender = queue.createAppender();
        // Opened and closed by the run's thread, appended to by the ledger's in between: one at a time, handed over by
        // locks.
        appender.singleThreadedCheckDisabled(true);
        queue.singleThreadedCheckDisabled(true);
    }

    /** Makes the folder of a new generation; leaves nothing behind if that fails, as on a full disk. */
    static ChronicleLog create(Path folder) throws IOException {
        Files.createDirectory(folder);
        try {
            Prefill.fill(folder.resolve(METADATA), METADATA_BYTES);
            return open(folder, new Prefill(folder.resolve(RECORDS)));
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(folder.resolve(METADATA));
            Files.deleteIfExists(folder.resolve(RECORDS));
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    private static ChronicleLog open(Path folder, Prefill file) throws IOException {
        try {
            return new ChronicleLog(file, queue(folder));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static SingleChronicleQueue queue(Path folder) {
        return SingleChronicleQueueBuilder.single(folder.toFile())
                .rollCycle(RollCycles.FAST_DAILY)
                .timeProvider(() -> 0L)
                .blockSize(Prefill.BLOCK_BYTES)
                .timeoutMS(TIMEOUT_MS)
                .syncMode(SyncMode.NONE)
                .build();
    }

    @Override
    public long append(byte[] bytes, int length) throws IOException {
        file.ahead(end + length + INDEX_BYTES);
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> record = document.wire().bytes();
            long offset = record.writePosition();
            record.write(bytes, 0, length);
            end = record.writePosition();
            return offset;
        }
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            appender.close();
            queue.close();
        }
    }
}
