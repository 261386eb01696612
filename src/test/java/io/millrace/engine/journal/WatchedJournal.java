package io.millrace.engine.journal;

import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.journal.record.RecordFormat;
import io.millrace.engine.journal.record.RecordScanner;
import io.millrace.engine.journal.record.RunHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A journal that tells what its log of records is about to do, so that a test can fail it or end the process there. */
public final class WatchedJournal {

    private WatchedJournal() {}

    /** Hears of each operation before it is done; what it throws comes out of the operation. */
    public interface Watcher {

        /** @param torn leaves the operation half done; for a watcher that throws, to call before it does */
        void before(String operation, Torn torn) throws IOException;
    }

    /** The first half of an operation. */
    public interface Torn {

        /** Of an operation that is done at once or not at all. */
        Torn NOTHING = () -> {};

        void leave() throws IOException;
    }

    public static Journal open(Path output, RunHeader run, JournalSettings settings, Watcher watcher)
            throws JournalException {
        return open(output, run, settings, false, Outputs.NONE, watcher);
    }

    public static Journal open(
            Path output, RunHeader run, JournalSettings settings, boolean acceptLoss, Outputs outputs, Watcher watcher)
            throws JournalException {
        JournalFolder place = JournalFolder.of(output, settings.dir());
        return Journal.open(place, run, settings, acceptLoss, outputs, MachineIdentity.current(), folder -> {
            watcher.before("begin log", Torn.NOTHING);
            RecordLog log = ChronicleLog.create(folder);
            try {
                watcher.before("log begun", Torn.NOTHING);
            } catch (Throwable t) {
                log.close();
                throw t;
            }
            return new WatchedLog(log, watcher);
        });
    }

    /** How many intact records of each item all files together hold. */
    public static Map<String, Integer> records(Path output) throws IOException {
        Map<String, Integer> records = new TreeMap<>();
        try (Stream<Path> files = Files.walk(JournalFolder.hidden(output))) {
            for (Path file : (Iterable<Path>) files.filter(path -> path.endsWith(ChronicleLog.RECORDS))::iterator) {
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
                    new RecordScanner().scan(bytes, (record, offset) -> {
                        if (record.kind() == RecordFormat.ITEM) {
                            records.merge(record.id(), 1, Integer::sum);
                        }
                    });
                }
            }
        }
        return records;
    }

    private record WatchedLog(RecordLog log, Watcher watcher) implements RecordLog {

        @Override
        public long append(byte[] bytes, int length) throws IOException {
            watcher.before("append record", Torn.NOTHING);
            watcher.before("half a record", () -> log.append(bytes, length / 2));
            long offset = log.append(bytes, length);
            watcher.before("record appended", Torn.NOTHING);
            return offset;
        }

        @Override
        public void force() throws IOException {
            watcher.before("force log", Torn.NOTHING);
            log.force();
        }

        @Override
        public void close() throws IOException {
            try {
                watcher.before("close log", Torn.NOTHING);
            } finally {
                log.close();
            }
        }
    }
}
