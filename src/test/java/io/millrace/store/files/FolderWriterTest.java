package io.millrace.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.millrace.InMemory;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.flow.WriterContract;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.media.format.ByteSource;
import io.millrace.media.pixel.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderWriterTest extends WriterContract<EncodedItem> {

    private static final List<String> NAMES = List.of("frames.npy", "text.txt", "meta.json");

    @TempDir(factory = InMemory.class)
    Path root;

    @Override
    protected Writer<EncodedItem> open(Path out, Instants instants) {
        return new FolderWriter(out, NAMES, true, new WatchedDisk((operation, path) -> instants.next()));
    }

    /** The first version has a file more than the others. */
    @Override
    protected Item<EncodedItem> item(int n, int version) {
        List<String> names = version == 0 ? NAMES : List.of("frames.npy", "meta.json");
        return Item.of("folder/clip-" + n, encoded(n + 100L * version, names));
    }

    /** Whole results only: what has a seal. */
    @Override
    protected Map<String, ?> visible(Path out) throws IOException {
        Map<String, Map<String, String>> results = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(out)) {
            for (Path seal : paths.filter(path -> path.endsWith("meta.json")).toList()) {
                Map<String, String> files = files(seal.getParent());
                files.keySet().removeIf(FolderWriter::isTemporary);
                results.put(out.relativize(seal.getParent()).toString(), files);
            }
        }
        return results;
    }

    @Test
    void shouldForceEachThingBeforeWhatReliesOnItWhenPowerMayFail() throws Exception {
        List<String> done = new ArrayList<>();
        write(new FolderWriter(root, NAMES, true, noting(done)), "a/x");
        write(new FolderWriter(root, NAMES, true, noting(done)), "a/x");

        List<String> place = List.of(
                "makeFolders a/x",
                "write+force a/x/.frames.npy.tmp",
                "write+force a/x/.text.txt.tmp",
                "write+force a/x/.meta.json.tmp",
                "remove a/x/meta.json");
        List<String> reveal = List.of(
                "rename a/x/frames.npy",
                "rename a/x/text.txt",
                "forceFolder a/x",
                "rename a/x/meta.json",
                "forceFolder a/x",
                "forceFolder a",
                "forceFolder ");
        List<String> expected = new ArrayList<>(place);
        expected.addAll(reveal);
        expected.addAll(place);
        expected.add("forceFolder a/x");
        expected.addAll(reveal);
        assertThat(done).isEqualTo(expected);
    }

    @Test
    void shouldForceNothingWhenOnlyTheProcessMayDie() throws Exception {
        List<String> done = new ArrayList<>();
        write(new FolderWriter(root, NAMES, false, noting(done)), "x");
        write(new FolderWriter(root, NAMES, false, noting(done)), "x");

        assertThat(done).isNotEmpty().noneMatch(operation -> operation.contains("force"));
        assertThat(done).containsSubsequence("remove x/meta.json", "rename x/frames.npy", "rename x/meta.json");
    }

    @Test
    void shouldKeepTheOldResultOrNothingAndNoTemporaryWhenAnyOperationFails() throws Exception {
        write(new FolderWriter(root, NAMES, true), "x");
        Map<String, ?> whole = visible(root);
        int failing = 0;
        for (boolean failed = true; failed; failing++) {
            Disk disk = fullAt(failing);
            try {
                write(new FolderWriter(root, NAMES, true, disk), "x");
                failed = false;
            } catch (SinkException e) {
                assertThat(e).hasMessageContaining(root.toString()).hasMessageContaining("free some space");
            }
            assertThat(visible(root)).as("after failure %d", failing).isIn(whole, Map.of());
            assertThat(files(root).keySet()).noneMatch(path -> path.endsWith(".tmp"));
        }
        assertThat(failing).isGreaterThan(10);
        assertThat(visible(root)).isEqualTo(whole);
    }

    @Test
    void shouldFailOnlyTheItemWhenItsNameIsTooLong() throws Exception {
        FolderWriter writer = new FolderWriter(root, NAMES, false);
        Outcome name = write(writer, "new/" + "n".repeat(256));
        Outcome path = write(writer, "new/" + ("n".repeat(250) + "/").repeat(16) + "x".repeat(70));

        assertThat(List.of(name, path)).allSatisfy(outcome -> {
            assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
            assertThat(outcome.fault().type()).isEqualTo("NameTooLong");
        });
        assertThat(files(root)).isEmpty();
        assertThat(write(writer, "n".repeat(255)).status()).isEqualTo(Outcome.Status.DONE);
    }

    @Test
    void shouldFailOnlyTheItemWhenTheFileSystemSaysThatItsNameIsTooLong() throws Exception {
        FolderWriter writer = new FolderWriter(root, NAMES, false, new Disk() {
            @Override
            public void makeFolders(Path folder) throws IOException {
                throw new FileSystemException(folder.toString(), null, "File name too long");
            }
        });

        assertThat(write(writer, "x").fault().type()).isEqualTo("NameTooLong");
    }

    @Test
    void shouldFailOnlyTheItemWhenSomethingElseIsInItsPlace() throws Exception {
        Files.writeString(root.resolve("a"), "a user's file");
        Files.createDirectories(root.resolve("b/meta.json"));
        FolderWriter writer = new FolderWriter(root, NAMES, false);

        assertThat(write(writer, "a/x").fault().message()).startsWith("a in the output");
        assertThat(write(writer, "b").fault().type()).isEqualTo("NameTaken");
        assertThat(root.resolve("a")).hasContent("a user's file");
        assertThat(root.resolve("b/meta.json")).isDirectory();
        assertThat(write(writer, "c").status()).isEqualTo(Outcome.Status.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Read-only file system", "Disk quota exceeded", "Input/output error"})
    void shouldSayWhatToDoWhenTheSinkIsUnusable(String reason) {
        FolderWriter writer = new FolderWriter(root, NAMES, false, new Disk() {
            @Override
            public void write(Path file, ByteSource content, boolean forced) throws IOException {
                throw new FileSystemException(file.toString(), null, reason);
            }
        });

        assertThatIOException()
                .isThrownBy(() -> write(writer, "x"))
                .isInstanceOf(SinkException.class)
                .withMessageContaining(root.resolve("x") + "")
                .withMessageMatching(".*(mount it|free some|check that disk).*");
    }

    @Test
    void shouldNameThePermissionWhenItIsMissing() {
        FolderWriter writer = new FolderWriter(root, NAMES, false, new Disk() {
            @Override
            public void makeFolders(Path folder) throws IOException {
                throw new AccessDeniedException(folder.toString());
            }
        });

        assertThatIOException()
                .isThrownBy(() -> write(writer, "x"))
                .withMessage("cannot write " + root.resolve("x")
                        + ": permission denied; let this user write there or choose another folder with --output");
    }

    @Test
    void shouldTakeTheOldResultAwayWhenTheItemFailsNow() throws Exception {
        Item<EncodedItem> item = item(1, 0);
        try (FolderWriter writer = new FolderWriter(root, NAMES, false)) {
            writer.write(List.of(new Result<>(item, 1, List.of(item.body()))));
            Path folder = root.resolve(item.id().path());
            assertThat(folder.resolve("meta.json")).exists();
            Path foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
            writer.skip(item, 1);
            assertThat(folder).as("somebody else's file stays").isDirectoryContaining(foreign::equals);
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(foreign);
            }
            writer.write(List.of(new Result<>(item, 1, List.of(item.body()))));
            Files.delete(foreign);
            Files.delete(folder.resolve("meta.json"));
            Files.writeString(folder.resolve(".frames.npy.tmp"), "of a write that was killed");
            writer.skip(item, 1);
            assertThat(folder).doesNotExist();
        }
        item.body().close();
    }

    @Test
    void shouldWriteBelowTheWorkingFolderWhenTheRootIsRelative() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(root.toAbsolutePath());

        assertThat(write(new FolderWriter(relative, NAMES, true), "a/x").status())
                .isEqualTo(Outcome.Status.DONE);
        assertThat(root.resolve("a/x/meta.json")).exists();
    }

    @Test
    void shouldReplaceALongerLeftoverWhenAnEarlierRunWasKilled() throws Exception {
        write(new FolderWriter(root, NAMES, false), "x");
        Map<String, ?> whole = files(root);
        Files.delete(root.resolve("x/meta.json"));
        Files.write(root.resolve("x/.frames.npy.tmp"), new byte[100_000]);
        Files.writeString(root.resolve("x/.meta.json.tmp"), "much longer than what comes in its place");

        write(new FolderWriter(root, NAMES, false), "x");

        assertThat(files(root)).isEqualTo(whole);
    }

    @Test
    void shouldTakeAwayWhatTheItemHadByOtherSettingsWhenItIsMadeAgain() throws Exception {
        List<String> names = List.of("frames.npy", "text.txt", "video_input.pkl", "meta.json");
        FolderWriter writer = new FolderWriter(root, names, true);
        write(writer, "x");
        Map<String, ?> whole = files(root);
        Files.writeString(root.resolve("x/video_input.pkl"), "of another format");
        Files.writeString(root.resolve("x/.video_input.pkl.tmp"), "of a write that was killed");
        Path foreign = Files.writeString(root.resolve("x/notes.txt"), "mine");

        write(writer, "x");

        assertThat(foreign).exists();
        Files.delete(foreign);
        assertThat(files(root)).isEqualTo(whole);
    }

    @Test
    void shouldFailOnlyTheItemWhenAFolderHasTheNameOfAFileOfAnotherFormat() throws Exception {
        Files.createDirectories(root.resolve("x/video_input.pkl"));
        FolderWriter writer = new FolderWriter(root, List.of("video_input.pkl", "meta.json"), false);

        assertThat(write(writer, "x").fault().type()).isEqualTo("NameTaken");
    }

    @Test
    void shouldWriteAnEmptyFileWhenACaptionIsEmpty() throws Exception {
        Result<EncodedItem> result = new Result<>(
                Item.of("x", 0),
                0,
                List.of(new EncodedItem(List.of(
                        EncodedFile.of("text.txt", new byte[0]), EncodedFile.of("meta.json", new byte[] {1})))));
        new FolderWriter(root, NAMES, false).write(List.of(result));

        assertThat(root.resolve("x/text.txt")).isEmptyFile();
        assertThat(result.outcome().artifacts().get(0).bytes()).isZero();
    }

    @Test
    @Timeout(30)
    void shouldPlaceEveryItemWhenSeveralWritersMakeTheSameFolders() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        List<Callable<Outcome>> items = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            String id = "a/" + n / 8 + "/b/" + n;
            items.add(() -> write(new FolderWriter(root, NAMES, false), id));
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

    private Outcome write(FolderWriter writer, String id) throws IOException {
        try (EncodedItem value = encoded(7, NAMES)) {
            Result<EncodedItem> result = new Result<>(Item.of(id, value), 0, List.of(value));
            writer.write(List.of(result));
            return result.outcome();
        }
    }

    /** Files whose bytes depend on {@code seed}; the body is large enough for several blocks. */
    private EncodedItem encoded(long seed, List<String> names) {
        try (Lease body = pool.lease(20_000)) {
            ByteBuffer bytes = body.buffer();
            for (int i = 0; i < body.size(); i++) {
                bytes.put((byte) (i * seed));
            }
            byte[] head = ("head " + seed).getBytes(UTF_8);
            byte[] tail = ("tail " + seed).getBytes(UTF_8);
            return new EncodedItem(names.stream()
                    .map(name -> name.equals("frames.npy")
                            ? EncodedFile.sharing(name, head, body, tail)
                            : EncodedFile.of(name, (name + " of " + seed).getBytes(UTF_8)))
                    .toList());
        }
    }
}
