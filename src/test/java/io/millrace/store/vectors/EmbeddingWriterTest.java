package io.millrace.store.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.InMemory;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.flow.WriterContract;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import io.millrace.media.format.Python;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.store.OutputFiles;
import io.millrace.store.files.Disk;
import io.millrace.store.files.SinkException;
import io.millrace.store.files.WatchedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of every writer, killed before and after each of its transactions; DuckDB answers for what is between.
 */
class EmbeddingWriterTest extends WriterContract<Embedding> {

    private static final EmbeddingModel MODEL = new EmbeddingModel("small", "m1", 3);
    private static final TableLimits LIMITS =
            new TableLimits(64 << 20, 1, Path.of(System.getProperty("java.io.tmpdir")));

    @TempDir(factory = InMemory.class)
    private Path images;

    private EmbedFormat format = EmbedFormat.DUCKDB;

    @Override
    protected Writer<Embedding> open(Path root, Instants instants) {
        Writer<Embedding> writer = new EmbeddingWriter(store(root), root, isFile(images));
        return new Writer<>() {
            @Override
            public int batch() {
                return 2;
            }

            @Override
            public void write(List<Result<Embedding>> results) throws Exception {
                killable(instants, writer, () -> writer.write(results));
            }

            @Override
            public void finish() throws Exception {
                killable(instants, writer, writer::finish);
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    private interface Work {
        void run() throws Exception;
    }

    /** The system closes the file of a process that has died. */
    private static void killable(Instants instants, Writer<Embedding> writer, Work work) throws Exception {
        try {
            instants.next();
            work.run();
            instants.next();
        } catch (Killed e) {
            writer.close();
            throw e;
        }
    }

    @Override
    protected Item<Embedding> item(int n, int version) {
        String path = n + ".jpg";
        Embedding embedding = new Embedding(
                new ImageFile(images.resolve(path), path), sha(n, version), 640, 480, new float[] {n, version, 1});
        return new Item<>(new ItemId(path), path, Identity.NONE, embedding, null, Content.NONE);
    }

    @Override
    protected Map<String, ?> visible(Path root) throws IOException {
        return rows(root);
    }

    @Override
    protected Map<String, ?> everything(Path root) throws IOException {
        return rows(root);
    }

    @Override
    protected void check(Path root, Artifact artifact) throws IOException {
        assertThat(artifact.file()).isEqualTo("embeddings.duckdb");
        assertThat(artifact.bytes()).isEqualTo(12);
        assertThat(new StoredVectors(root).hold(artifact)).isTrue();
        assertThat(new StoredVectors(images).hold(artifact))
                .as("where there is none")
                .isFalse();
    }

    @Test
    void shouldNameARowThatIsNotAsItWas() throws Exception {
        Item<Embedding> item = item(1, 0);
        Result<Embedding> first = write(item);
        Artifact artifact = first.outcome().artifacts().get(0);
        write(item(1, 7));

        assertThat(new StoredVectors(images).hold(artifact)).isFalse();
        List<Entry> wrong = new ArrayList<>();
        Entry entry = new Entry(item.id(), first.outcome(), 1, Identity.NONE, "f", 0);
        new OutputFiles(images).verify(visitor -> visitor.item(entry), wrong::add);
        assertThat(wrong).containsExactly(entry);
        write(item(1, 0));
        wrong.clear();
        new OutputFiles(images).verify(visitor -> visitor.item(entry), wrong::add);
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldRemoveTheRowOfAPictureThatFailed() throws Exception {
        write(item(1, 0));
        try (Writer<Embedding> writer = new EmbeddingWriter(store(images), images, isFile(images))) {
            writer.skip(item(1, 0), 0);
            writer.finish();
        }
        assertThat(rows(images)).isEmpty();
    }

    @Test
    void shouldExportUnitVectorsInTheOrderOfThePathsForNumpy() throws Exception {
        Python python = Python.withNumpy();
        format = EmbedFormat.NPY;
        for (int n : new int[] {3, 1, 2, 0}) {
            write(item(n, 4));
        }
        assertThat(images.resolve("embeddings.duckdb")).doesNotExist();
        python.check(
                """
                import sys, numpy
                ours = numpy.load(sys.argv[1] + '/img_emb/img_emb_0.npy')
                wanted = numpy.array([[n, 4, 1] for n in range(4)], dtype=numpy.float32)
                wanted = wanted / numpy.sqrt((wanted.astype(numpy.float64) ** 2).sum(1, keepdims=True))
                assert ours.dtype == numpy.float16 and ours.shape == (4, 3), (ours.dtype, ours.shape)
                assert (ours == wanted.astype(numpy.float32).astype(numpy.float16)).all(), ours
                """,
                images.toString());
    }

    @Test
    void shouldNotTouchAFileThatIsSomebodyElses() throws Exception {
        Path theirs = Files.writeString(images.resolve("embeddings.duckdb"), "theirs");
        assertThatThrownBy(() -> write(item(1, 0)))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("cannot write " + theirs + ": a file that Millrace did not make has that name");
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void shouldNameTheOutputWhenItCannotBeWritten() throws Exception {
        write(item(1, 0));
        Files.writeString(images.resolve("embeddings.duckdb"), "no database, but long enough".repeat(500));
        assertThatThrownBy(() -> write(item(2, 0)))
                .isInstanceOf(SinkException.class)
                .hasMessageStartingWith("cannot write " + images.resolve("embeddings.duckdb") + ": ");
    }

    /** As a process leaves it that was killed when it had written everything. */
    @Test
    void shouldLeaveNoLogEvenWhenThereIsNothingToWrite() throws Exception {
        Path table = images.resolve("embeddings.duckdb");
        Path log = images.resolve("embeddings.duckdb.wal");
        try (EmbeddingStore store = store(images)) {
            store.table().put(List.of(new EmbeddingRow("1.jpg", sha(1, 0), 1, 1, new float[] {1, 2, 3})), path -> true);
            Files.copy(table, images.resolve("table"));
            Files.copy(log, images.resolve("log"));
        }
        Files.move(images.resolve("table"), table, StandardCopyOption.REPLACE_EXISTING);
        Files.move(images.resolve("log"), log);

        try (Writer<Embedding> writer = new EmbeddingWriter(store(images), images, isFile(images))) {
            writer.finish();
        }

        assertThat(log).doesNotExist();
        assertThat(rows(images)).hasSize(1);
    }

    /**
     * A process died while it made the table, and an earlier one is gone but for its log: there is none, not a damaged
     * one.
     */
    @Test
    void shouldShowATableOnlyWhenItIsMade() throws Exception {
        Disk full = new WatchedDisk((operation, path) -> {
            throw new IOException("No space left on device");
        });
        try (EmbeddingStore store = new EmbeddingStore(images, format, MODEL, List.of("settings"), LIMITS, full)) {
            assertThatThrownBy(store::table).isInstanceOf(SinkException.class);
        }
        Path begun = images.resolve(".millrace/embeddings/embeddings.duckdb.tmp");
        assertThat(begun).exists();
        assertThat(images.resolve("embeddings.duckdb")).doesNotExist();
        Files.write(begun, new byte[5000]);
        Files.writeString(images.resolve("embeddings.duckdb.wal"), "of another");

        write(item(1, 0));

        assertThat(rows(images)).hasSize(1);
        assertThat(begun).doesNotExist();
    }

    private Result<Embedding> write(Item<Embedding> item) throws Exception {
        Result<Embedding> result = new Result<>(item, 0, List.of(item.body()));
        try (Writer<Embedding> writer = new EmbeddingWriter(store(images), images, isFile(images))) {
            writer.write(List.of(result));
            writer.finish();
        }
        return result;
    }

    private EmbeddingStore store(Path root) {
        return new EmbeddingStore(root, format, MODEL, List.of("settings"), LIMITS);
    }

    private static String sha(int n, int version) {
        return "%032x%032x".formatted(n, version);
    }

    private static Map<String, String> rows(Path root) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Path file = EmbeddingStore.file(root);
        if (Files.exists(file)) {
            try (EmbeddingReader reader = EmbeddingReader.open(file, LIMITS)) {
                reader.forEach(MODEL, row -> assertThat(
                                rows.put(row.path(), row.sha256() + " " + Arrays.toString(row.vector())))
                        .as("twice")
                        .isNull());
            }
        }
        return rows;
    }

    private static Predicate<String> isFile(Path folder) {
        return path -> Files.exists(folder.resolve(path));
    }
}
