package io.millrace.engine.metrics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * For how long the threads of each stage wanted a processor and had none, as Linux counts it for each thread. Threads
 * are known by their names, {@code decode-3}, of which the system keeps {@value #KEPT} characters; those that a native
 * library starts in a worker have the worker's name, and so have those of another pipeline with the same stages in one
 * process. Read at most once a second; what an ended thread has waited still counts.
 */
public final class ReadyTimes {

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int KEPT = 15;
    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path threads;
    private final Map<String, Long> byThread = new HashMap<>();
    private final Map<String, Long> byStage = new HashMap<>();
    private long readNs = System.nanoTime() - FRESH_NS;

    public ReadyTimes() {
        this(THREADS);
    }

    /** @param threads a folder with one for each thread */
    ReadyTimes(Path threads) {
        this.threads = threads;
    }

    /** In nanoseconds, by stage; empty where the system does not tell. */
    public synchronized Map<String, Long> now(Collection<String> stages) {
        long nowNs = System.nanoTime();
        if (nowNs - readNs >= FRESH_NS) {
            readNs = nowNs;
            read(stages);
        }
        return Map.copyOf(byStage);
    }

    private void read(Collection<String> stages) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                read(thread, stages);
            }
        } catch (IOException e) {
            byStage.clear();
        }
    }

    /** A thread may end while it is looked at. */
    private void read(Path thread, Collection<String> stages) {
        try {
            String stage = stageOf(Files.readString(thread.resolve("comm")).trim(), stages);
            if (stage != null) {
                String[] words =
                        Files.readString(thread.resolve("schedstat")).trim().split(" ");
                add(thread.getFileName() + " " + stage, stage, Long.parseLong(words[1]));
            }
        } catch (IOException | RuntimeException e) {
            return;
        }
    }

    private void add(String thread, String stage, long waitedNs) {
        Long before = byThread.put(thread, waitedNs);
        long more = before == null || before > waitedNs ? waitedNs : waitedNs - before;
        byStage.merge(stage, more, Long::sum);
    }

    /** Null for a thread of no stage. */
    static String stageOf(String thread, Collection<String> stages) {
        String best = null;
        for (String stage : stages) {
            String start = stage + "-";
            boolean worker = thread.equals(stage)
                    || thread.startsWith(start)
                    || (thread.length() == KEPT && start.startsWith(thread));
            if (worker && (best == null || stage.length() > best.length())) {
                best = stage;
            }
        }
        return best;
    }
}
