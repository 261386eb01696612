package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.InMemory;
import io.millrace.Thorough;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.media.pixel.BufferPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every writer has to bear: written twice is written once, killed at any instant and written again is written
 * once, and at no instant is anything half visible.
 *
 * <p>A test class of a writer extends this and says how to open the writer, what to write and what can be seen of it.
 * Where an instant is, only the writer knows: its test lets it call {@link Instants#next} before each operation on the
 * disk, and in the middle of long ones; a {@link Killed} comes out of it when the process is to die there, and out of
 * every later call.
 *
 * @param <T> payload of the parts it takes
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class WriterContract<T> {

    private static final int ITEMS = 4;

    /** More operations than any writer makes of {@link #ITEMS} items: stops a contract that never gets to the end. */
    private static final int MOST_INSTANTS = 10_000;

    /** Every buffer that values need comes from here, and is back at the end of every test. */
    protected final BufferPool pool = new BufferPool(64 << 20);

    @TempDir(factory = InMemory.class)
    Path folder;

    private int roots;

    /** A new writer on {@code root}, as a worker opens it, that names its instants. */
    protected abstract Writer<T> open(Path root, Instants instants);

    /**
     * The {@code n}-th item; the same item, with other content, for another {@code version}. Made anew at each call.
     */
    protected abstract Item<T> item(int n, int version);

    /**
     * What a reader takes for complete results, by item, in comparable form. By default each file below {@code root} is
     * one.
     */
    protected Map<String, ?> visible(Path root) throws IOException {
        return files(root);
    }

    /** Everything that is left below {@code root}: must be equal when two runs ended equally. */
    protected Map<String, ?> everything(Path root) throws IOException {
        return files(root);
    }

    /** Checks that {@code artifact} names something visible; by default a file of that length and checksum. */
    protected void check(Path root, Artifact artifact) throws IOException {
        byte[] content = Files.readAllBytes(root.resolve(artifact.path()));
        CRC32C crc = new CRC32C();
        crc.update(content);
        assertThat(artifact.bytes()).as(artifact.path()).isEqualTo(content.length);
        assertThat(artifact.crc32c()).as(artifact.path()).isEqualTo((int) crc.getValue());
    }

    @AfterEach
    void shouldBringAllLeasesHome() {
        assertThat(pool.leases()).as("leases not returned").isZero();
        pool.close();
    }

    @Test
    protected void shouldNameWhatIsVisibleWhenItReturns() throws Exception {
        Path root = freshRoot();
        for (Outcome outcome : write(root, Instants.none(), 0, numbers())) {
            assertThat(outcome.status()).isEqualTo(Outcome.Status.DONE);
            for (Artifact artifact : outcome.artifacts()) {
                check(root, artifact);
            }
        }
    }

    @Test
    protected void shouldLeaveTheSameWhenWrittenTwice() throws Exception {
        Path root = freshRoot();
        List<Outcome> first = write(root, Instants.none(), 0, numbers());
        Map<String, ?> once = everything(root);
        List<Outcome> second = write(root, Instants.none(), 0, numbers());

        assertThat(everything(root)).isEqualTo(once);
        assertThat(second).isEqualTo(first);
    }

    @Test
    protected void shouldLeaveTheSameWhenReopenedBetweenItems() throws Exception {
        Path root = freshRoot();
        for (int n : numbers()) {
            write(root, Instants.none(), 0, List.of(n));
        }

        assertThat(everything(root)).isEqualTo(undisturbed(0));
    }

    @Test
    protected void shouldLeaveTheSameWhenAnUnorderedWriterGetsAnotherOrder() throws Exception {
        Path root = freshRoot();
        List<Integer> backwards = numbers();
        try (Writer<T> writer = open(root, Instants.none())) {
            if (!(writer instanceof OrderedWriter)) {
                Collections.reverse(backwards);
            }
        }
        write(root, Instants.none(), 0, backwards);

        assertThat(everything(root)).isEqualTo(undisturbed(0));
    }

    @Test
    protected void shouldShowOnlyWholeResultsAndEndTheSameWhenKilledAtAnyInstant() throws Exception {
        killEverywhere(root -> Map.of(), 0);
    }

    @Test
    protected void shouldNeverMixVersionsWhenKilledWhileWritingItemsAnew() throws Exception {
        killEverywhere(
                root -> {
                    write(root, Instants.none(), 0, numbers());
                    return visible(root);
                },
                1);
    }

    @Test
    protected void shouldBearBeingClosedTwice() throws Exception {
        Writer<T> writer = open(freshRoot(), Instants.none());
        writer.close();
        assertThatCode(writer::close).doesNotThrowAnyException();
    }

    /**
     * Kills at the first instant, the second and so on (in the build every other one) until the writer gets through;
     * each time looks, and writes again.
     */
    private void killEverywhere(Before before, int version) throws Exception {
        Map<String, ?> whole = undisturbedVisible(version);
        Map<String, ?> end = undisturbed(version);
        for (int instant = 0; instant < MOST_INSTANTS; instant += Thorough.step(2)) {
            Path root = freshRoot();
            Map<String, ?> old = before.prepare(root);
            boolean killed = killedAt(instant, root, version);
            assertThat(visible(root))
                    .as("visible after a kill at instant %d", instant)
                    .allSatisfy((id, value) -> assertThat(value.equals(whole.get(id)) || value.equals(old.get(id)))
                            .as("%s is the old version or the new one", id)
                            .isTrue());
            write(root, Instants.none(), version, numbers());
            assertThat(everything(root))
                    .as("after a kill at instant %d and a second run", instant)
                    .isEqualTo(end);
            if (!killed) {
                return;
            }
        }
        throw new AssertionError("the writer never got through without reaching another instant");
    }

    private boolean killedAt(int instant, Path root, int version) throws Exception {
        try {
            write(root, new Instants(instant), version, numbers());
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    private Map<String, ?> undisturbed(int version) throws Exception {
        Path root = freshRoot();
        write(root, Instants.none(), version, numbers());
        return everything(root);
    }

    private Map<String, ?> undisturbedVisible(int version) throws Exception {
        Path root = freshRoot();
        write(root, Instants.none(), version, numbers());
        return visible(root);
    }

    /** Writes as the engine does: in batches, by ordinal, every value closed afterwards however it went. */
    private List<Outcome> write(Path root, Instants instants, int version, List<Integer> numbers) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        Writer<T> writer = open(root, instants);
        for (int from = 0; from < numbers.size(); from += writer.batch()) {
            List<Result<T>> batch = new ArrayList<>();
            for (int n : numbers.subList(from, Math.min(numbers.size(), from + writer.batch()))) {
                Item<T> item = item(n, version);
                batch.add(new Result<>(item, n, List.of(item.body())));
            }
            try {
                writer.write(batch);
            } finally {
                batch.forEach(result -> result.values().forEach(Payloads::close));
            }
            batch.forEach(result -> outcomes.add(result.outcome()));
        }
        writer.finish();
        writer.close();
        return outcomes;
    }

    private static List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int n = 0; n < ITEMS; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    private Path freshRoot() throws IOException {
        return Files.createDirectory(folder.resolve("out-" + roots++));
    }

    /** Every file and folder below {@code root} by its path, files with their content. */
    protected static Map<String, String> files(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(path -> !path.equals(root))
                    .forEach(path -> found.put(root.relativize(path).toString(), content(path)));
        }
        return found;
    }

    private static String content(Path path) {
        try {
            return Files.isDirectory(path) ? "folder" : HexFormat.of().formatHex(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings an output into the state before the run that is killed, and says what of it is visible. */
    private interface Before {
        Map<String, ?> prepare(Path root) throws Exception;
    }

    /** Counts the instants at which a process can die, and lets it die at one of them. */
    public static final class Instants {

        /** Nobody dies. */
        public static Instants none() {
            return new Instants(Integer.MAX_VALUE);
        }

        private final int deadly;
        private int passed;

        Instants(int deadly) {
            this.deadly = deadly;
        }

        /** One more instant. From the deadly one on nothing works any more: a dead process tidies nothing up. */
        public void next() {
            if (passed++ >= deadly) {
                passed = deadly + 1;
                throw new Killed();
            }
        }
    }

    /** The process died here. */
    public static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        private Killed() {
            super("killed", null, false, false);
        }

        /** For tests that choose the instant themselves. */
        public static Killed now() {
            return new Killed();
        }
    }
}
