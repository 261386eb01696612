package io.millrace.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.WriterContract.Killed;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.Durability;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.SealCopy;
import io.millrace.engine.journal.WatchedJournal;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.engine.output.FlightTable;
import io.millrace.engine.output.FreeSpace;
import io.millrace.engine.output.RunFolder;
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
import io.millrace.engine.upkeep.JournalCheck;
import io.millrace.engine.upkeep.Upkeep;
import io.millrace.store.OutputFiles;
import io.millrace.store.shards.ShardWriter;
import io.millrace.store.shards.TarSample;
import io.millrace.store.vectors.EmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/**
 * An output that lives through a random sequence of runs, kills, upkeep and damage, over the real journal and the real
 * writers, beside a plain map of what each item must have come to. What the map says has to be found, what was damaged
 * has to be said before anything of it is made again, and what is made good has to be what one run leaves to which
 * nothing happened: byte for byte, and of a table row for row.
 */
final class OutputLife {

    private static final int ITEMS = 7;

    /** Its input is broken until it is mended. */
    private static final String WEAK = id(4);

    private static final int SHARD = 3;

    /** All that the items are written to; null for each its share. */
    private static final String ONLY = System.getProperty("millrace.sink");

    private static final int MOST_ACTS = Integer.getInteger("millrace.acts", 6);
    private static final int MOST_OPERATIONS = 130;

    /** A bit of the number that says how a run is killed. */
    private static final int OTHER_SETTINGS = 8;

    private static final int MOST_REPAIRS = 3;
    private static final StageSettings ONE = new StageSettings(1, 16);
    private static final RetryRule NEVER = new RetryRule(1, Duration.ofMillis(1), Set.of());
    private static final JournalSettings SETTINGS = new JournalSettings(Durability.PROCESS, Duration.ZERO, null);

    /** What one run leaves, by sink, settings and whether the weak item failed. */
    private static final Map<String, Map<String, String>> WHOLE = new ConcurrentHashMap<>();

    /** What befalls the output. */
    enum Kind {
        RUN,
        RUN_WITH_OTHER_SETTINGS,
        RETRY_FAILED,
        KILLED,
        MEND_OR_BREAK_INPUT,
        COMPACT,
        CHECK,
        REPAIR,
        FLIP,
        CUT,
        ZERO,
        REMOVE,
        EXCHANGE
    }

    /** One of them, with numbers that say where. */
    record Act(Kind kind, int where, int howFar) {}

    /** What the items are written to. */
    enum Sink {
        FOLDERS,
        FILES,
        SHARDS,
        /** A row each, without files of their own. */
        VECTORS
    }

    private final Sink sink;
    private Path root;

    /** What is known: how each item ended, under which settings; nothing of those that may or may not have ended. */
    private final Map<String, String> known = new TreeMap<>();

    private String settings = "old";
    private boolean broken;
    private boolean damaged;
    private boolean rowsChanged;
    private boolean killed;

    private OutputLife(Sink sink, Path root) {
        this.sink = sink;
        this.root = root;
    }

    /** The life that follows from {@code seed}. */
    static List<Act> acts(long seed) {
        Random random = new Random(seed);
        Kind[] kinds = Kind.values();
        List<Act> acts = new ArrayList<>();
        for (int i = 0; i < MOST_ACTS; i++) {
            acts.add(new Act(
                    kinds[random.nextInt(kinds.length)],
                    random.nextInt(Integer.MAX_VALUE),
                    random.nextInt(Integer.MAX_VALUE)));
        }
        return acts;
    }

    /** A finished output, of which one file is damaged. */
    static List<Act> damage(long seed) {
        Random random = new Random(seed);
        Kind[] damages = {Kind.FLIP, Kind.CUT, Kind.ZERO, Kind.REMOVE};
        return List.of(new Act(
                damages[random.nextInt(damages.length)],
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(Integer.MAX_VALUE)));
    }

    /** A tenth are of vectors: DuckDB takes its time to open. */
    static Sink sink(long seed) {
        if (ONLY != null) {
            return Sink.valueOf(ONLY);
        }
        Sink[] others = {Sink.FOLDERS, Sink.FILES, Sink.SHARDS};
        return seed % 10 == 0 ? Sink.VECTORS : others[Math.floorMod(seed, others.length)];
    }

    /** Why the life goes wrong; null if it does not. */
    static String fault(Sink sink, List<Act> acts, Path folder) throws IOException {
        OutputLife life = new OutputLife(sink, Files.createTempDirectory(folder, "life-"));
        try {
            if (acts.isEmpty() || acts.get(0).kind != Kind.KILLED) {
                life.run(false);
            }
            for (Act act : acts) {
                life.live(act);
            }
            life.run(false);
            return null;
        } catch (Wrong e) {
            return e.getMessage();
        } catch (Exception e) {
            java.io.StringWriter stack = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(stack));
            return stack.toString();
        } finally {
            delete(life.root);
        }
    }

    /** The fewest of these acts after which it still goes wrong. */
    static List<Act> shrunken(Sink sink, List<Act> acts, Path folder) throws IOException {
        List<Act> fewest = new ArrayList<>(acts);
        for (int i = fewest.size() - 1; i >= 0; i--) {
            List<Act> fewer = new ArrayList<>(fewest);
            fewer.remove(i);
            if (fault(sink, fewer, folder) != null) {
                fewest = fewer;
            }
        }
        return fewest;
    }

    /** The output contradicts the map. */
    private static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    private void live(Act act) throws Exception {
        switch (act.kind) {
            case RUN -> run(false);
            case RUN_WITH_OTHER_SETTINGS -> {
                changeSettings();
                run(false);
            }
            case RETRY_FAILED -> run(true);
            case KILLED -> kill(1 + act.where % MOST_OPERATIONS, act.howFar);
            case MEND_OR_BREAK_INPUT -> broken = !broken;
            case COMPACT -> upkeep(Upkeep::compact);
            case CHECK -> look();
            case REPAIR -> upkeep(upkeep -> upkeep.repair(false));
            default -> damage(act);
        }
    }

    private void changeSettings() {
        settings = settings.equals("old") ? "new" : "old";
    }

    // --- what a user does ---

    /** A run to the end, with all that is to be done where it is refused. */
    private void run(boolean retryFailed) throws Exception {
        boolean told = damaged && look();
        long unrecorded = killed && !told ? upkeep().check(entry -> {}).unrecorded() : 0;
        killed = false;
        Map<String, String> before = new TreeMap<>(known);
        Result run = attempt(retryFailed, Mishap.none(), root, false);
        if (!told) {
            require(run.failure == null, "refused although nothing is damaged: " + run.failure);
            requireNothingSilent(run, before, retryFailed);
            require(
                    run.unrecorded == unrecorded,
                    run.unrecorded + " results without a record were said, and there are " + unrecorded);
        } else {
            if (run.failure != null) {
                require(isSentence(run.failure), "no sentence: " + run.failure);
            }
            makeGood(retryFailed);
        }
        damaged = false;
        remember();
        if (!told) {
            requireAgree(before, retryFailed);
        }
        requireWhole();
    }

    /** As the sentences say: repair, accept, have made again. */
    private void makeGood(boolean retryFailed) throws Exception {
        Throwable refused = null;
        for (int i = 0; i < MOST_REPAIRS; i++) {
            upkeep().repair(true);
            try {
                upkeep().repairOutputs((wrong, of) -> true);
            } catch (JournalException e) {
                require(
                        isSentence(e),
                        "no sentence: " + e); // nobody knows whose output it is any more, but the next run
            }
            Result run = attempt(retryFailed, Mishap.none(), root, true);
            Check check = check();
            if (run.failure == null && check.clean) {
                return;
            }
            refused = run.failure == null ? check.refused : run.failure;
            require(refused == null || isSentence(refused), "no sentence: " + refused);
            if (refused != null && refused.getMessage().contains(EmbeddingStore.NAME)) {
                LifeTable.remove(root);
            }
        }
        throw new Wrong("is not made good by " + MOST_REPAIRS + " repairs: " + refused + ", " + describe());
    }

    /** What ended before, under these settings, is not made again unsaid. */
    private void requireNothingSilent(Result run, Map<String, String> before, boolean retryFailed) throws Wrong {
        for (Map.Entry<String, String> item : before.entrySet()) {
            boolean stands = item.getValue().equals("DONE " + settings)
                    || (item.getValue().equals("FAILED " + settings) && !retryFailed);
            require(!stands || !run.tried.contains(item.getKey()), item + " was made again unsaid");
        }
    }

    private void requireAgree(Map<String, String> before, boolean retryFailed) throws Wrong {
        for (Map.Entry<String, String> item : before.entrySet()) {
            String must = must(item.getKey(), item.getValue(), retryFailed);
            require(
                    must.equals(known.get(item.getKey())),
                    item + " must be " + must + ", and is " + known.get(item.getKey()));
        }
    }

    private String must(String id, String was, boolean retryFailed) {
        boolean stands = was.endsWith(settings) && !(retryFailed && was.startsWith("FAILED"));
        return stands ? was : (broken && id.equals(WEAK) ? "FAILED " : "DONE ") + settings;
    }

    private void kill(int operation, int torn) throws Exception {
        if (damaged) {
            run(false); // what a kill adds to damage nobody can tell apart
        }
        if ((torn & OTHER_SETTINGS) != 0) {
            changeSettings(); // else there is little to be killed in
        }
        Path after = root.resolveSibling(root.getFileName() + "+");
        Result run = attempt(false, Mishap.killing(operation, root, after), root, false);
        if (Files.exists(after)) {
            delete(root);
            root = after;
            if (!Files.exists(root.resolve(".millrace"))) {
                run(false); // nothing can be looked at yet
                return;
            }
            killed = true;
            tear(torn);
        } else {
            require(run.failure == null, "failed: " + run.failure);
        }
        forgetUnlessAcknowledged(run);
    }

    /** What a kill leaves of what is not watched: a file that was to be renamed, the listing's last item. */
    private void tear(int how) throws IOException {
        Path home = root.resolve(".millrace");
        switch (how % 4) {
            case 1 -> leaveHalf(home.resolve("MANIFEST"), home.resolve("MANIFEST.tmp"), how);
            case 2 -> leaveHalf(home.resolve("MANIFEST"), home.resolve("snapshot.tmp"), how);
            case 3 -> {
                byte[] half = {1, 2, 3, 4, 5, 0, 5, 0, 'a', '/'};
                if (Files.exists(home.resolve("listing"))) {
                    Files.write(home.resolve("listing"), Arrays.copyOf(half, how % 10), APPEND);
                }
            }
            default -> {
                // it came between two of these
            }
        }
    }

    private static void leaveHalf(Path file, Path temporary, int how) throws IOException {
        if (Files.exists(file)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(temporary, Arrays.copyOf(bytes, how % (bytes.length + 1)));
        }
    }

    /** An item that was taken up, and not acknowledged, may have ended or not. */
    private void forgetUnlessAcknowledged(Result run) {
        run.tried.forEach(known::remove);
        known.values().removeIf(ended -> !ended.endsWith(settings));
        known.putAll(run.closed);
        damaged = false;
    }

    private interface Work {
        Object with(Upkeep upkeep) throws Exception;
    }

    /** May be refused where something is damaged. */
    private void upkeep(Work work) throws Exception {
        try {
            work.with(upkeep());
        } catch (JournalException e) {
            require(damaged && isSentence(e), "refused although nothing is damaged: " + e);
        }
    }

    private Upkeep upkeep() throws JournalException {
        return new Upkeep(root, new OutputFiles(root));
    }

    /** Whether damage is found. */
    private boolean look() throws Exception {
        Check check = check();
        require(check.refused == null || isSentence(check.refused), "no sentence: " + check.refused);
        if (!damaged && !check.clean) {
            throw new Wrong("damaged although nothing happened: " + check.refused + ", " + describe());
        }
        return !check.clean;
    }

    /** What a look at everything says; {@code refused} tells why it can say nothing. */
    private record Check(boolean clean, Exception refused) {}

    private Check check() throws IOException {
        try {
            int[] wrong = new int[1];
            JournalCheck check = upkeep().check(entry -> {});
            upkeep().verify(entry -> wrong[0]++);
            return new Check(check.clean() && wrong[0] == 0, null);
        } catch (JournalException e) {
            return new Check(false, e);
        }
    }

    private String describe() throws IOException {
        List<String> wrong = new ArrayList<>();
        JournalCheck check = upkeep().check(entry -> {});
        upkeep().verify(entry -> wrong.add(entry.id().value()));
        return check + " not as recorded: " + wrong;
    }

    private boolean isSentence(Throwable failure) {
        boolean known = failure instanceof JournalException || failure instanceof SinkException;
        return known && failure.getMessage().contains(root.toString());
    }

    // --- what befalls it ---

    /**
     * What rows ought to hold only the journal can witness: while they hold something else, nothing befalls it. If both
     * are changed, nothing is left to know it by.
     */
    private void damage(Act act) throws IOException {
        if (rowsChanged && damaged) {
            return;
        }
        rowsChanged = sink == Sink.VECTORS && act.kind == Kind.EXCHANGE && act.where % 2 == 1 && !damaged;
        if (rowsChanged) {
            LifeTable.exchange(root);
            damaged = true;
            return;
        }
        List<Path> files = files();
        Path file = chosen(files, act.where);
        byte[] bytes = Files.readAllBytes(file);
        int at = act.howFar % Math.max(1, lengthWithoutZeros(bytes));
        switch (act.kind) {
            case FLIP -> {
                if (bytes.length > 0) {
                    bytes[at] ^= (byte) (1 << (act.howFar & 7));
                    Files.write(file, bytes);
                }
            }
            case CUT -> Files.write(file, Arrays.copyOf(bytes, at));
            case ZERO -> {
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 512), (byte) 0);
                Files.write(file, bytes);
            }
            case REMOVE -> Files.delete(file);
            default -> {
                Path other = files.get(act.howFar % files.size());
                Files.write(file, Files.readAllBytes(other));
                Files.write(other, bytes);
            }
        }
        damaged = true;
    }

    /** Every other time it is the table, if there is one: all that it holds is in one file among many. */
    private Path chosen(List<Path> files, int where) {
        List<Path> tables = files.stream()
                .filter(file -> LifeTable.is(root.relativize(file).toString()))
                .toList();
        return tables.isEmpty() || where % 2 == 0
                ? files.get(where % files.size())
                : tables.get(where / 2 % tables.size());
    }

    /** A generation is filled with zeros ahead, which nobody misses. */
    private static int lengthWithoutZeros(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return length;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    // --- a run ---

    /**
     * What came out of a run: its failure or null, how many results it found without a record, what it tried, what it
     * acknowledged and how that ended.
     */
    private record Result(Throwable failure, long unrecorded, Set<String> tried, Map<String, String> closed) {}

    private Result attempt(boolean retryFailed, Mishap mishap, Path output, boolean acceptLoss) throws Exception {
        Set<String> tried = new TreeSet<>();
        Map<String, String> closed = new TreeMap<>();
        Throwable failure = null;
        long unrecorded = 0;
        RunHeader header = new RunHeader("run", "clips", settings, "text = " + settings, "1", sink.name());
        RunFolder folder = RunFolder.create(output, LocalDateTime.of(2026, 1, 1, 0, 0));
        try (LifeTable table = new LifeTable(output, settings, mishap);
                Journal journal = WatchedJournal.open(
                        output, header, SETTINGS, acceptLoss, new OutputFiles(output), mishap::before)) {
            unrecorded = journal.replay().unrecorded();
            EarlierRuns earlier = new EarlierRuns(journal, settings, StalePolicy.REDO, retryFailed);
            Ending ending = new Pipeline(
                            plan(tried, output, journal, table, mishap.disk()),
                            new PipelineSettings(3, 1000, NEVER),
                            new JournaledBooks(
                                    journal,
                                    earlier,
                                    Map.of(),
                                    FlightTable.create(output, 8),
                                    FreeSpace.of(journal, SETTINGS, sentence -> {}),
                                    false,
                                    Duration.ZERO),
                            (item, outcome, attempt) ->
                                    closed.put(item.id().value(), outcome.status() + " " + settings))
                    .runInline();
            failure = ending.failure();
            if (failure == null) {
                end(journal, output, folder);
            }
        } catch (JournalException | Killed e) {
            failure = failure == null ? e : failure;
        }
        return new Result(failure, unrecorded, tried, closed);
    }

    /** As a run does. */
    private static void end(Journal journal, Path output, RunFolder folder) throws IOException {
        journal.checkpoint(new OutputFiles(output));
        SealCopy sealed = journal.end();
        Files.writeString(
                folder.summary(),
                "{\"journal\":{\"lines\":[\"" + String.join("\",\"", sealed.lines()) + "\"],\"crc32c\":\""
                        + sealed.crc32c() + "\"}}\n");
        new DerivedFiles(journal, List.of()).write(() -> false);
    }

    private interface Making<T> {
        T of(int n) throws IOException;
    }

    private <T> PlanBuilder<T> steps(Set<String> tried, Making<T> making) {
        Flux<Item<Integer>> items = Flux.range(0, ITEMS).map(n -> Item.of(id(n), n));
        boolean fails = broken;
        return Plan.from(() -> items)
                .then(
                        "encode",
                        ONE,
                        () -> Step.of((Integer n) -> {
                            tried.add(id(n));
                            if (fails && id(n).equals(WEAK)) {
                                throw new FaultException("Broken", "is broken");
                            }
                            return making.of(n);
                        }));
    }

    private EncodedItem encoded(String made, int n) {
        String text = (made + " " + n + " ").repeat(5 + n);
        return new EncodedItem(List.of(
                EncodedFile.of("text.txt", text.getBytes(UTF_8)),
                EncodedFile.of(last(), ("{\"n\":" + n + ",\"split\":\"train\"}").getBytes(UTF_8))));
    }

    private String last() {
        return switch (sink) {
            case FOLDERS -> EncodedItem.SEAL;
            case FILES -> "facts.json";
            default -> TarSample.FACTS;
        };
    }

    private Plan plan(Set<String> tried, Path output, Journal journal, LifeTable table, Disk disk) {
        if (sink == Sink.VECTORS) {
            return steps(tried, n -> table.embedding(id(n), n)).write("write", ONE, table::writer);
        }
        String made = settings;
        PlanBuilder<EncodedItem> steps = steps(tried, n -> encoded(made, n));
        List<String> names = List.of("text.txt", last());
        return switch (sink) {
            case FOLDERS -> steps.write("write", ONE, () -> new FolderWriter(output, names, false, disk));
            case FILES -> steps.write("write", ONE, () -> new FilesWriter(output, names, false, disk));
            default ->
                steps.writeInOrder(
                        "write", 16, () -> new ShardWriter(output, SHARD, false, journal, List.of(), 64 << 20, disk));
        };
    }

    private static String id(int n) {
        return "a/" + n;
    }

    // --- what is left ---

    /** From here on the map says what the journal says. */
    private void remember() throws IOException {
        known.clear();
        try (JournalView journal = JournalView.open(root, SETTINGS)) {
            for (int n = 0; n < ITEMS; n++) {
                Entry entry = journal.find(new ItemId(id(n)));
                if (entry != null) {
                    known.put(id(n), entry.outcome().status() + " " + entry.fingerprint());
                }
            }
        }
    }

    /**
     * All have ended under these settings, only the weak one may have failed, and what is visible follows from that.
     */
    private void requireWhole() throws Exception {
        for (int n = 0; n < ITEMS; n++) {
            String ended = String.valueOf(known.get(id(n)));
            boolean may = ended.equals(Status.DONE + " " + settings)
                    || (id(n).equals(WEAK) && ended.equals(Status.FAILED + " " + settings));
            require(may, id(n) + " is " + ended + " under " + settings);
        }
        Map<String, String> left = left(root);
        Map<String, String> whole = whole();
        if (!left.equals(whole)) {
            Set<String> differ = new TreeSet<>(left.keySet());
            differ.addAll(whole.keySet());
            differ.removeIf(name -> java.util.Objects.equals(left.get(name), whole.get(name)));
            throw new Wrong("not what an undisturbed run leaves: " + differ);
        }
    }

    private Map<String, String> whole() throws Exception {
        boolean failed = known.get(WEAK).startsWith("FAILED");
        String key = sink + " " + settings + " " + failed;
        Map<String, String> whole = WHOLE.get(key);
        if (whole == null) {
            Path fresh = root.resolveSibling(root.getFileName() + "-fresh");
            OutputLife undisturbed = new OutputLife(sink, Files.createDirectory(fresh));
            undisturbed.settings = settings;
            undisturbed.broken = failed;
            require(undisturbed.attempt(false, Mishap.none(), fresh, false).failure == null, "a fresh run failed");
            whole = left(fresh);
            delete(fresh);
            WHOLE.put(key, whole);
        }
        return whole;
    }

    /** What is visible, and parts of shards; of a table its rows, for the same ones may lie in different places. */
    private static Map<String, String> left(Path root) throws IOException {
        Map<String, String> left = new TreeMap<>(LifeTable.rows(root));
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(path).toString();
                if (!name.startsWith(".millrace") || name.startsWith(".millrace/shards")) {
                    left.put(name, LifeTable.is(name) ? "" : HexFormat.of().formatHex(Files.readAllBytes(path)));
                }
            }
        }
        return left;
    }

    private static void require(boolean holds, String otherwise) throws Wrong {
        if (!holds) {
            throw new Wrong(otherwise);
        }
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
