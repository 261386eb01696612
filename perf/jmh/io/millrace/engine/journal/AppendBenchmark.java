package io.millrace.engine.journal;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one {@link Journal#append} costs the journal's thread: items with one output, listed before. The ids repeat, so
 * that garbage is told from what the index keeps of a new id; {@link ReplayCost} appends new ones. Marks: 1 us, 0
 * bytes.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-XX:+UseParallelGC",
            "-Xmx1g"
        })
@State(Scope.Thread)
public class AppendBenchmark {

    private static final int COUNT = 200_000;

    private final Entry[] entries = new Entry[COUNT];
    private Path output;
    private Journal journal;

    /** An item as the jobs have them. */
    static Entry entry(long ordinal) {
        String id = "train/clips/" + ordinal;
        Outcome outcome = Outcome.done(List.of(new Artifact(id + "/frames.npy", 1_000_000 + ordinal, (int) ordinal)));
        return new Entry(new ItemId(id), outcome, 1, new Identity(5_000_000, 1_700_000_000_000L, 7), "f00d", ordinal);
    }

    static Journal open(Path output) throws IOException {
        return Journal.open(output, new RunHeader("run", "clips", "f00d", "", "1", ""), JournalSettings.DEFAULT);
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failed) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Setup
    public void open() throws IOException {
        output = Files.createTempDirectory("append-cost");
        journal = open(output);
        for (int i = 0; i < COUNT; i++) {
            entries[i] = entry(i);
            journal.listing().ordinalOf(entries[i].id(), "clip.mp4");
        }
    }

    @TearDown
    public void close() throws IOException {
        journal.close();
        delete(output);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void append() throws IOException {
        for (Entry entry : entries) {
            journal.append(entry);
        }
    }
}
