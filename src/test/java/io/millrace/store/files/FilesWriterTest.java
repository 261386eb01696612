package io.millrace.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.InMemory;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.flow.WriterContract;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FilesWriterTest extends WriterContract<EncodedItem> {

    private static final List<String> NAMES = List.of("npz", "txt", "json");
    private static final String TEMPORARY = ".tmp";

    @TempDir(factory = InMemory.class)
    Path root;

    @Override
    protected Writer<EncodedItem> open(Path out, Instants instants) {
        return new FilesWriter(out, NAMES, true, new WatchedDisk((operation, path) -> instants.next()));
    }

    /** The first version has a file more than the others; half of the items are in a folder. */
    @Override
    protected Item<EncodedItem> item(int n, int version) {
        List<String> names = version == 0 ? NAMES : List.of("npz", "json");
        return Item.of((n % 2 == 0 ? "folder/clip-" : "clip.") + n, encoded(n + 100L * version, names));
    }

    /** Whole results only: what has a seal. */
    @Override
    protected Map<String, ?> visible(Path out) throws IOException {
        Map<String, Map<String, String>> results = new TreeMap<>();
        Map<String, String> all = files(out);
        for (String seal : all.keySet()) {
            if (seal.endsWith(".json")) {
                String id = seal.substring(0, seal.length() - "json".length());
                Map<String, String> of = new TreeMap<>(all);
                of.keySet().removeIf(name -> !name.startsWith(id));
                results.put(id, of);
            }
        }
        return results;
    }

    @Test
    void shouldForceEachThingBeforeWhatReliesOnItWhenPowerMayFail() throws Exception {
        List<String> done = new ArrayList<>();
        write(new FilesWriter(root, List.of("npz", "json"), true, noting(done)), "a/x", List.of("npz", "json"));
        write(new FilesWriter(root, List.of("npz", "json"), true, noting(done)), "a/x", List.of("npz", "json"));

        List<String> place =
                List.of("makeFolders a", "write+force a/.x.npz.tmp", "write+force a/.x.json.tmp", "remove a/x.json");
        List<String> reveal =
                List.of("rename a/x.npz", "forceFolder a", "rename a/x.json", "forceFolder a", "forceFolder ");
        List<String> expected = new ArrayList<>(place);
        expected.addAll(reveal);
        expected.addAll(place);
        expected.add("forceFolder a");
        expected.addAll(reveal);
        assertThat(done).isEqualTo(expected);
    }

    @Test
    void shouldForceNothingWhenOnlyTheProcessMayDie() throws Exception {
        List<String> done = new ArrayList<>();
        FilesWriter writer = new FilesWriter(root, NAMES, false, noting(done));
        write(writer, "x", NAMES);
        writer.skip(Item.of("never there", 0), 1);

        assertThat(done).isNotEmpty().noneMatch(operation -> operation.contains("force"));
    }

    @Test
    void shouldKeepTheOldResultOrNothingAndNoTemporaryWhenAnyOperationFails() throws Exception {
        write(new FilesWriter(root, NAMES, true), "x", NAMES);
        Map<String, ?> whole = visible(root);
        int failing = 0;
        for (boolean failed = true; failed; failing++) {
            try {
                write(new FilesWriter(root, NAMES, true, fullAt(failing)), "x", NAMES);
                failed = false;
            } catch (SinkException e) {
                assertThat(e).hasMessageContaining(root.toString()).hasMessageContaining("free some space");
            }
            assertThat(visible(root)).as("after failure %d", failing).isIn(whole, Map.of());
            assertThat(files(root).keySet()).noneMatch(path -> path.endsWith(TEMPORARY));
        }
        assertThat(failing).isGreaterThan(10);
        assertThat(visible(root)).isEqualTo(whole);
    }

    @Test
    void shouldTakeTheOldResultAwayWhenTheItemFailsNowAndLeaveAllOthers() throws Exception {
        FilesWriter writer = new FilesWriter(root, NAMES, false);
        write(writer, "a/x", NAMES);
        write(writer, "a/xy", NAMES);
        Path mine = Files.writeString(root.resolve("a/x.notes"), "mine");
        Files.writeString(root.resolve("a/.x.npz.tmp"), "of a write that was killed");

        writer.skip(Item.of("a/x", 0), 0);

        assertThat(files(root)).containsOnlyKeys("a", "a/x.notes", "a/xy.json", "a/xy.npz", "a/xy.txt");
        assertThat(mine).hasContent("mine");
    }

    /** An id may be a folder of another that ends like one of its files. */
    @Test
    void shouldLeaveTheFolderOfAnotherItemAloneWhenItIsCalledLikeAFileOfThisOne() throws Exception {
        FilesWriter writer = new FilesWriter(root, NAMES, true);
        write(writer, "x.npz/y", NAMES);
        write(writer, "x.json/y", NAMES);
        Map<String, String> before = files(root);

        writer.skip(Item.of("x", 0), 0);

        assertThat(write(writer, "x", NAMES).fault().type()).isEqualTo("NameTaken");
        assertThat(files(root)).isEqualTo(before);
    }

    @Test
    void shouldFailOnlyTheItemWhenItsNameIsTooLong() throws Exception {
        FilesWriter writer = new FilesWriter(root, NAMES, false);
        int most = 255 - "..json.tmp".length();

        assertThat(write(writer, "new/" + "n".repeat(most + 1), NAMES).fault().type())
                .isEqualTo("NameTooLong");
        assertThat(files(root)).isEmpty();
        assertThat(write(writer, "n".repeat(most), NAMES).status()).isEqualTo(Outcome.Status.DONE);
    }

    /** An item may fail before it comes to the writer. */
    @Test
    void shouldPassOverAFailedItemWhenItsNameIsTooLong() throws Exception {
        FilesWriter writer = new FilesWriter(root, NAMES, true);
        write(writer, "x", NAMES);
        Map<String, String> before = files(root);

        for (int length = 240; length < 260; length++) {
            writer.skip(Item.of("n".repeat(length), 0), 0);
        }
        writer.skip(Item.of("n".repeat(4096), 0), 0);

        assertThat(files(root)).isEqualTo(before);
    }

    @Test
    void shouldFailOnlyTheItemWhenSomethingElseIsInItsPlace() throws Exception {
        Files.writeString(root.resolve("a"), "a user's file");
        FilesWriter writer = new FilesWriter(root, NAMES, false);

        assertThat(write(writer, "a/x", NAMES).fault().message()).startsWith("a in the output");
        assertThat(root.resolve("a")).hasContent("a user's file");
    }

    @Test
    void shouldNotTakeWhatHasAnotherSeal() {
        assertThatThrownBy(() -> write(new FilesWriter(root, NAMES, false), "x", List.of("json", "npz")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("json");
    }

    /** So that an output can be emptied. */
    @Test
    void shouldNameWhatAKilledWriteLeaves() throws Exception {
        for (String id : List.of("x", "a/b.c", ".hidden")) {
            Path out = Files.createDirectories(root.resolve("out-" + id.length()));
            FilesWriter killed = new FilesWriter(out, NAMES, false, new WatchedDisk((operation, path) -> {
                if (operation.equals("remove")) {
                    throw Killed.now();
                }
            }));
            assertThatThrownBy(() -> write(killed, id, NAMES)).isInstanceOf(Killed.class);

            Map<String, String> left = files(out);
            left.values().removeIf("folder"::equals);
            assertThat(FilesWriter.temporaries(new ItemId(id), NAMES))
                    .containsExactlyInAnyOrderElementsOf(left.keySet());
        }
    }

    @Test
    @Timeout(60)
    void shouldPlaceEveryItemWhenSeveralWritersMakeTheSameFolders() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        List<Callable<Outcome>> items = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            String id = "a/" + n / 8 + "/b/" + n;
            items.add(() -> write(new FilesWriter(root, NAMES, false), id, NAMES));
        }
        try {
            for (Future<Outcome> outcome : workers.invokeAll(items)) {
                assertThat(outcome.get().status()).isEqualTo(Outcome.Status.DONE);
            }
        } finally {
            workers.shutdownNow();
        }

        assertThat(visible(root)).hasSize(100);
    }

    /** Adds what is done to a list, with paths below the root. */
    private Disk noting(List<String> done) {
        return new WatchedDisk((operation, path) -> {
            if (!operation.equals(WatchedDisk.TORN)) {
                done.add(operation + " " + root.relativize(path));
            }
        });
    }

    /** Its {@code n}-th operation, and only that one, finds the disk full. */
    private static Disk fullAt(int n) {
        AtomicInteger operations = new AtomicInteger();
        return new WatchedDisk((operation, path) -> {
            if (operations.getAndIncrement() == n) {
                throw new IOException("No space left on device");
            }
        });
    }

    private static Outcome write(FilesWriter writer, String id, List<String> names) throws IOException {
        EncodedItem value = encoded(7, names);
        Result<EncodedItem> result = new Result<>(Item.of(id, value), 0, List.of(value));
        writer.write(List.of(result));
        return result.outcome();
    }

    private static EncodedItem encoded(long seed, List<String> names) {
        return new EncodedItem(names.stream()
                .map(name ->
                        EncodedFile.of(name, (name + " of " + seed).repeat(50).getBytes(UTF_8)))
                .toList());
    }
}
