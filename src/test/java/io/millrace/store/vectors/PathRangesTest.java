package io.millrace.store.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors are read by path however many there are, and however few: the same rows in the same order, written as the
 * same bytes.
 */
@Timeout(120)
class PathRangesTest {

    private static final int DIMENSION = 256;
    private static final EmbeddingModel MODEL = new EmbeddingModel("large", "m1", DIMENSION);
    private static final EmbeddingModel OTHER = new EmbeddingModel("other", "m1", 3);
    private static final EmbeddingModel WIDE = new EmbeddingModel("wide", "m1", 2048);
    private static final long LITTLE = 40L << 20;
    private static final long MUCH = 1L << 30;

    /** Their vectors take more than {@link #LITTLE}. */
    private static final int MORE = 44_000;

    @TempDir
    Path folder;

    @Test
    void shouldReadMoreVectorsByPathThanMemoryHolds() throws Exception {
        make(MORE);
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits(LITTLE))) {
            assertThat(reader.count(MODEL) * DIMENSION * Float.BYTES).isGreaterThan(LITTLE);
            List<String> paths = new ArrayList<>();
            reader.forEach(MODEL, row -> {
                assertThat(row.vector()[1])
                        .isEqualTo(Float.parseFloat(row.path().substring(5, 13)));
                paths.add(row.path());
            });
            assertThat(paths).hasSize(MORE).isSorted().doesNotHaveDuplicates();
            reader.copyRows(MODEL, folder.resolve("rows.parquet"));
            reader.copyMetadata(MODEL, folder.resolve("metadata.parquet"));
            assertThat(paths("rows.parquet")).isEqualTo(paths);
            assertThat(paths("metadata.parquet")).isEqualTo(paths);
        }
    }

    /** Many ranges against one, and two row groups in both. */
    @Test
    void shouldWriteTheSameBytesWhateverMemoryThereIs() throws Exception {
        make(MORE);
        copy("little", LITTLE);
        copy("much", MUCH);
        for (String of : List.of("-rows.parquet", "-metadata.parquet")) {
            assertThat(folder.resolve("little" + of)).hasSameBinaryContentAs(folder.resolve("much" + of));
        }
    }

    /** DuckDB reads 2048 rows at a time, of which some are more than all it may have. */
    @Test
    void shouldWriteVectorsOfManyNumbersWithLittleMemory() throws Exception {
        make(WIDE, 3000, 3000);
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits(LITTLE))) {
            reader.copyRows(WIDE, folder.resolve("rows.parquet"));
        }
        assertThat(paths("rows.parquet")).hasSize(3000).isSorted();
    }

    @Test
    void shouldReadNothingOfAModelThatHasNothing() throws Exception {
        make(10);
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits(LITTLE))) {
            reader.forEach(OTHER, row -> {
                throw new AssertionError(row.path());
            });
            reader.copyRows(OTHER, folder.resolve("none.parquet"));
            assertThat(paths("none.parquet")).isEmpty();
        }
    }

    private void copy(String name, long memory) throws Exception {
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits(memory))) {
            reader.copyRows(MODEL, folder.resolve(name + "-rows.parquet"));
            reader.copyMetadata(MODEL, folder.resolve(name + "-metadata.parquet"));
        }
    }

    /** For some of the paths there is a row of another model, too. */
    private void make(int rows) throws Exception {
        make(MODEL, rows, rows);
        make(OTHER, rows / 100, rows);
    }

    /** Far from the order of their paths. */
    private void make(EmbeddingModel model, int count, int of) throws Exception {
        EmbeddingTable.open(file(), model, "s", limits(MUCH)).close();
        try (Database database = Database.at(file(), limits(MUCH))) {
            insert(database, model, count, of);
        }
    }

    /** Pictures are numbered; a vector's second number is that. */
    private static void insert(Database database, EmbeddingModel model, int count, int of) throws SQLException {
        database.execute("INSERT INTO " + EmbeddingTable.TABLE + " SELECT sha256(n::VARCHAR), 0, '" + model.id()
                + "', '"
                + model.sha256()
                + "', 'it''s ' || lpad(n::VARCHAR, 8, '0') || '.jpg', 'DONE', NULL, NULL, NULL, 640, 480, "
                + model.dimension() + ", list_resize([random(), n], " + model.dimension() + ", random())::FLOAT[], "
                + "now()::TIMESTAMP, 's' FROM (SELECT i * 7919 % " + of + " AS n FROM range(" + count + ") t(i))");
    }

    private List<String> paths(String parquet) throws Exception {
        try (Database database = Database.inMemory(limits(MUCH))) {
            return database
                    .rows("SELECT path FROM read_parquet(" + Database.file(folder.resolve(parquet)) + ")")
                    .stream()
                    .map(row -> row.get(0))
                    .toList();
        }
    }

    private Path file() {
        return folder.resolve("embeddings.duckdb");
    }

    private TableLimits limits(long bytes) {
        return new TableLimits(bytes, 1, folder);
    }
}
