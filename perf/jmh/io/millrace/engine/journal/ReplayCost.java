package io.millrace.engine.journal;

import com.sun.management.ThreadMXBean;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a large journal costs: items appended one after the other, then opened again by a process of its own with a heap
 * of 300 MiB. Marks for 10 million ids: 5 seconds, 300 MB. Argument: how many ids.
 */
public final class ReplayCost {

    private static final int CHUNK = 100_000;
    private static final String HEAP = "-Xmx300m";

    private ReplayCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 2) {
            replay(Path.of(args[1]));
            return;
        }
        Path output = Files.createTempDirectory("replay-cost");
        try {
            write(output, args.length == 0 ? 10_000_000 : Integer.parseInt(args[0]));
            replayApart(output);
        } finally {
            AppendBenchmark.delete(output);
        }
    }

    private static void write(Path output, int count) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Entry[] entries = new Entry[CHUNK];
        long ns = 0;
        long cpuNs = 0;
        long bytes = 0;
        try (Journal journal = AppendBenchmark.open(output)) {
            for (int done = 0; done < count; done += CHUNK) {
                for (int i = 0; i < CHUNK; i++) {
                    entries[i] = AppendBenchmark.entry(done + i);
                    journal.listing().ordinalOf(entries[i].id(), "clip.mp4");
                }
                long bytesBefore = threads.getCurrentThreadAllocatedBytes();
                long cpuBefore = threads.getCurrentThreadCpuTime();
                long before = System.nanoTime();
                for (Entry entry : entries) {
                    journal.append(entry);
                }
                ns += System.nanoTime() - before;
                cpuNs += threads.getCurrentThreadCpuTime() - cpuBefore;
                bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
            }
        }
        System.out.printf(
                "%,d new ids appended: %d ns, of which %d ns on a core, and %d bytes each%n",
                count, ns / count, cpuNs / count, bytes / count);
    }

    private static void replayApart(Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(HEAP, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ReplayCost.class.getName(), "replay", output.toString()));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void replay(Path output) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        try (Journal journal = AppendBenchmark.open(output)) {
            double seconds = (System.nanoTime() - before) / 1e9;
            double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
            long items = journal.replay().items();
            System.out.printf(
                    "%,d ids opened again with %s: %.2f s, of which %.2f s on a core, %,d MB of records, %,d MB of heap kept%n",
                    items, HEAP, seconds, cpuSeconds, bytes(output) >> 20, kept());
            require(journal, items - 1);
            require(journal, 0);
        }
    }

    /** Of the first run's records. */
    private static long bytes(Path output) throws IOException {
        JournalFolder folder = JournalFolder.of(output, null);
        return Files.size(folder.records(folder.generations().get(0)));
    }

    /** What is reachable while the journal is open. */
    private static long kept() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    private static void require(Journal journal, long ordinal) throws IOException {
        ItemId id = AppendBenchmark.entry(ordinal).id();
        if (!AppendBenchmark.entry(ordinal).equals(journal.find(id))) {
            throw new IllegalStateException("'" + id + "' is not as it was written");
        }
    }
}
