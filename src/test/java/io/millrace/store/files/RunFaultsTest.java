package io.millrace.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.InMemory;
import io.millrace.Thorough;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.WriterContract.Killed;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.journal.Durability;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.WatchedJournal;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.output.FlightTable;
import io.millrace.engine.output.FreeSpace;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.JournaledBooks;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.PlanBuilder;
import io.millrace.engine.plan.RetryRule;
import io.millrace.engine.plan.StageSettings;
import io.millrace.store.shards.ShardWriter;
import io.millrace.store.shards.TarSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/**
 * A whole run, from the source to the journal, in which one operation on a disk goes wrong: the first, the second and
 * so on (in the build every other one), until a run gets through untouched. The run after it has to leave what an uninterrupted one leaves.
 */
@Timeout(300)
class RunFaultsTest {

    private static final int ITEMS = 12;

    /** Where all have been made before, which does as much again. */
    private static final int FEW_ITEMS = 6;

    /** Its step fails it each time. */
    private static final int BROKEN = 4;

    private static final int IN_FLIGHT = 4;
    private static final int SHARD = 4;
    private static final int AT_ONCE = 8;
    private static final StageSettings ONE = new StageSettings(1, 16);
    private static final RetryRule TWICE =
            new RetryRule(2, Duration.ofMillis(1), Set.of("SinkUnavailable", "IoTransient"));

    private static final String OLD = "old";
    private static final String NEW = "new";

    @TempDir(factory = InMemory.class)
    Path folder;

    /** What the items are written to. */
    private enum Sink {
        FOLDERS(EncodedItem.SEAL) {
            @Override
            Plan plan(PlanBuilder<EncodedItem> steps, Path root, boolean forced, Journal journal, Disk disk) {
                return steps.write("write", ONE, () -> new FolderWriter(root, List.of("text.txt", last), forced, disk));
            }
        },
        FILES("json") {
            @Override
            Plan plan(PlanBuilder<EncodedItem> steps, Path root, boolean forced, Journal journal, Disk disk) {
                return steps.write("write", ONE, () -> new FilesWriter(root, List.of("text.txt", last), forced, disk));
            }
        },
        SHARDS(TarSample.FACTS) {
            @Override
            Plan plan(PlanBuilder<EncodedItem> steps, Path root, boolean forced, Journal journal, Disk disk) {
                return steps.writeInOrder(
                        "write", 16, () -> new ShardWriter(root, SHARD, forced, journal, List.of(), 64 << 20, disk));
            }
        };

        final String last;

        Sink(String last) {
            this.last = last;
        }

        abstract Plan plan(PlanBuilder<EncodedItem> steps, Path root, boolean forced, Journal journal, Disk disk);
    }

    /**
     * What is run.
     *
     * @param again whether the output is full of results by other settings, which are all made anew
     */
    private record Case(Sink sink, Durability durability, boolean again, boolean threads) {

        int items() {
            return again ? FEW_ITEMS : ITEMS;
        }

        boolean forced() {
            return durability == Durability.POWER;
        }

        JournalSettings journal() {
            return new JournalSettings(durability, Duration.ZERO, null);
        }

        Ending end(Pipeline pipeline) throws InterruptedException {
            if (!threads) {
                return pipeline.runInline();
            }
            pipeline.start();
            return pipeline.await();
        }
    }

    /**
     * What came out of a run: its failure or null, the items that its first step has seen, those that it acknowledged.
     */
    private record Run(Throwable failure, Set<String> tried, Set<String> closed) {}

    static Stream<Case> failing() {
        return Stream.of(
                new Case(Sink.FOLDERS, Durability.PROCESS, false, false),
                new Case(Sink.FOLDERS, Durability.POWER, true, true),
                new Case(Sink.FILES, Durability.POWER, true, false),
                new Case(Sink.SHARDS, Durability.PROCESS, false, true),
                new Case(Sink.SHARDS, Durability.POWER, true, false));
    }

    static Stream<Case> killed() {
        return Stream.of(
                new Case(Sink.FOLDERS, Durability.PROCESS, false, false),
                new Case(Sink.FOLDERS, Durability.POWER, true, false),
                new Case(Sink.FILES, Durability.PROCESS, true, false),
                new Case(Sink.SHARDS, Durability.POWER, false, false),
                new Case(Sink.SHARDS, Durability.PROCESS, true, false));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void shouldEndLoudlyAndGoOnAsIfNothingHadBeenWhenAnOperationFails(Case run) throws Exception {
        Map<String, String> whole = uninterrupted(run);
        forEachOperation(n -> {
            Path root = prepared("failed-" + n);
            Mishap mishap = Mishap.failing(n);
            Run failed = run(run, root, mishap);
            if (mishap.struck() != null) {
                assertThat(failed.failure)
                        .as(mishap.struck())
                        .isInstanceOfAny(SinkException.class, JournalException.class)
                        .hasMessageContaining(root.toString())
                        .hasMessageMatching(".*[Nn]o space left.*");
            } else {
                assertThat(failed.failure).isNull();
            }
            checkGoesOn(run, root, failed, whole, n + " " + mishap.struck());
            delete(root);
            return mishap.struck() == null;
        });
    }

    @ParameterizedTest
    @MethodSource("killed")
    void shouldGoOnAsIfNothingHadBeenWhenKilledAtAnyOperation(Case run) throws Exception {
        Map<String, String> whole = uninterrupted(run);
        forEachOperation(n -> {
            Path root = prepared("killed-" + n);
            Path after = folder.resolve("after-" + n);
            Mishap mishap = Mishap.killing(n, root, after);
            Run killed = run(run, root, mishap);
            boolean through = mishap.struck() == null;
            assertThat(killed.failure == null).as(mishap.struck()).isEqualTo(through);
            checkGoesOn(run, through ? root : after, killed, whole, n + " " + mishap.struck());
            delete(root);
            delete(after);
            return through;
        });
    }

    /** A run in which the {@code n}-th operation goes wrong; true if there were not so many. */
    private interface Trial {
        boolean through(int n) throws Exception;
    }

    /** Several at once: opening a journal is mostly waiting. */
    private static void forEachOperation(Trial trial) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            int n = 0;
            for (boolean through = false; !through; ) {
                List<Callable<Boolean>> trials = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    int operation = n += Thorough.step(2);
                    trials.add(() -> trial.through(operation));
                }
                for (Future<Boolean> ended : workers.invokeAll(trials)) {
                    through |= ended.get();
                }
            }
            assertThat(n).as("operations").isGreaterThan(ITEMS * 4);
        } finally {
            workers.shutdownNow();
        }
    }

    /** What could not be forced may be safe or not: nobody is told that it is. */
    @ParameterizedTest
    @EnumSource
    void shouldAcknowledgeNothingMoreWhenTheJournalCannotBeForcedOnce(Sink sink) throws Exception {
        Case run = new Case(sink, Durability.POWER, false, true);
        Map<String, String> whole = uninterrupted(run);
        Path root = prepared("unforced");
        int[] forces = {0};
        int[] appended = {-1}; // the run's header is none
        int[] safe = {0};
        Run failed = run(run, NEW, root, new Disk(), (operation, torn) -> {
            if (operation.equals("record appended")) {
                appended[0]++;
            } else if (operation.equals("force log") && ++forces[0] == 3) {
                throw new IOException("Input/output error");
            } else if (operation.equals("force log")) {
                safe[0] = appended[0];
            }
        });

        assertThat(failed.failure).isInstanceOf(JournalException.class).hasMessageContaining("Input/output error");
        assertThat(forces[0]).as("one that failed is not tried again").isEqualTo(3);
        assertThat(safe[0]).isBetween(1, appended[0] - 1);
        assertThat(failed.closed).hasSizeLessThanOrEqualTo(safe[0]);
        checkGoesOn(run, root, failed, whole, "force");
    }

    /** What a run leaves to which nothing happens; prepares what the others begin with. */
    private Map<String, String> uninterrupted(Case run) throws Exception {
        Path begin = Files.createDirectory(folder.resolve("begin"));
        if (run.again) {
            assertThat(run(run, OLD, begin, Mishap.none()).failure).isNull();
        }
        Path root = prepared("whole");
        assertThat(run(run, root, Mishap.none()).failure).isNull();
        Map<String, String> whole = left(root);
        assertThat(whole).hasSizeGreaterThan(run.items());
        return whole;
    }

    private Path prepared(String name) throws IOException {
        Path root = folder.resolve(name);
        Mishap.copy(folder.resolve("begin"), root);
        return root;
    }

    /** The next run does what is left to do, and not much more. */
    private void checkGoesOn(Case run, Path root, Run before, Map<String, String> whole, String what) throws Exception {
        Run next = run(run, root, Mishap.none());
        assertThat(next.failure).as(what).isNull();
        assertThat(next.tried).as("acknowledged before: " + what).noneMatch(before.closed::contains);
        next.tried.retainAll(before.tried);
        assertThat(next.tried).as("done twice: " + what).hasSizeLessThanOrEqualTo(IN_FLIGHT);
        assertThat(left(root)).as(what).isEqualTo(whole);
    }

    private static Run run(Case run, Path root, Mishap mishap) throws Exception {
        return run(run, NEW, root, mishap);
    }

    private static Run run(Case run, String settings, Path root, Mishap mishap) throws Exception {
        return run(run, settings, root, mishap.disk(), mishap::before);
    }

    private static Run run(Case run, String settings, Path root, Disk disk, WatchedJournal.Watcher watcher)
            throws Exception {
        Set<String> closed = new ConcurrentSkipListSet<>();
        Set<String> tried = new ConcurrentSkipListSet<>();
        Throwable failure = null;
        RunHeader header = new RunHeader(settings, "clips", settings, "text = " + settings, "1", "");
        try (Journal journal = WatchedJournal.open(root, header, run.journal(), watcher)) {
            Ending ending = run.end(new Pipeline(
                    run.sink.plan(steps(run, settings, tried), root, run.forced(), journal, disk),
                    new PipelineSettings(IN_FLIGHT, 1000, TWICE),
                    books(run, settings, root, journal),
                    (item, outcome, attempt) -> closed.add(item.id().value())));
            assertThat(ending.how()).isIn(Ending.How.COMPLETED, Ending.How.FAILED);
            failure = ending.failure();
            assertThat(failure == null).isEqualTo(ending.how() == Ending.How.COMPLETED);
        } catch (JournalException | Killed e) {
            failure = failure == null ? e : failure;
        }
        return new Run(failure, tried, closed);
    }

    private static JournaledBooks books(Case run, String settings, Path root, Journal journal) throws IOException {
        return new JournaledBooks(
                journal,
                new EarlierRuns(journal, settings, StalePolicy.REDO, false),
                Map.of(),
                FlightTable.create(root, 8),
                FreeSpace.of(journal, run.journal(), sentence -> {}),
                run.forced(),
                Duration.ZERO);
    }

    private static PlanBuilder<EncodedItem> steps(Case run, String settings, Set<String> tried) {
        Flux<Item<Integer>> items = Flux.range(0, run.items()).map(n -> Item.of("a/" + n, n));
        return Plan.from(() -> items)
                .then(
                        "try",
                        ONE,
                        () -> Step.of((Integer n) -> {
                            tried.add("a/" + n);
                            return n;
                        }))
                .then("encode", ONE, () -> Step.of((Integer n) -> encoded(run.sink, settings, n)));
    }

    private static EncodedItem encoded(Sink sink, String settings, int n) throws FaultException {
        if (n == BROKEN && settings.equals(NEW)) {
            throw new FaultException("Broken", "is broken");
        }
        String text = (settings + " " + n).repeat(100);
        String facts = "{\"n\":" + n + ",\"split\":\"train\"}";
        return new EncodedItem(List.of(
                EncodedFile.of("text.txt", text.getBytes(UTF_8)), EncodedFile.of(sink.last, facts.getBytes(UTF_8))));
    }

    /**
     * All files of the output, hidden parts of shards too, and each item's newest record with the number of its
     * records.
     */
    private static Map<String, String> left(Path root) throws IOException {
        Map<String, String> left = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = root.relativize(path).toString();
                if (!name.startsWith(".millrace") || name.startsWith(".millrace/shards")) {
                    left.put(name, Files.isDirectory(path) ? "" : HexFormat.of().formatHex(Files.readAllBytes(path)));
                }
            }
        }
        Map<String, Integer> records = WatchedJournal.records(root);
        try (JournalView journal = JournalView.open(root, JournalSettings.DEFAULT)) {
            journal.forEach((source, entry) -> {
                String id = entry.id().value();
                left.put("journal " + id, entry + " of " + records.get(id));
            });
        }
        return left;
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
