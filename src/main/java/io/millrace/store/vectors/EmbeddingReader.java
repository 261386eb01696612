package io.millrace.store.vectors;

import static io.millrace.data.table.Database.floats;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads an {@link EmbeddingTable}'s file without changing it, also while a run writes to it: DuckDB lets nobody in
 * beside a writer, so what is read then is a copy, of one moment. One thread.
 */
public final class EmbeddingReader implements AutoCloseable {

    private final Path file;
    private final Database database;

    EmbeddingReader(Path file, Database database) {
        this.file = file;
        this.database = database;
    }

    /**
     * A picture that is near.
     *
     * @param score cosine of the angle between the vectors, 1 for the same direction
     * @param path relative to the input root
     */
    public record Hit(float score, String path) {}

    /** Takes the rows of {@link #forEach}. */
    public interface Visitor {
        void row(EmbeddingRow row) throws IOException;
    }

    /** @throws IOException if there is no such file, or it cannot be read, in a sentence */
    public static EmbeddingReader open(Path file, TableLimits limits) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no " + file);
        }
        try {
            return new EmbeddingReader(file, Database.readOnly(file, limits));
        } catch (SQLException e) {
            if (!EmbeddingTable.isLocked(e)) {
                throw EmbeddingTable.refused(file, e);
            }
            return new EmbeddingReader(file, TableCopy.of(file, limits));
        }
    }

    /** The models there are vectors of, by name. */
    public List<EmbeddingModel> models() throws IOException {
        String sql = "SELECT DISTINCT model_id, model_sha256, dim FROM " + EmbeddingTable.TABLE
                + " WHERE embedding IS NOT NULL ORDER BY ALL";
        return read(
                () -> database.rows(sql, row -> new EmbeddingModel(row.getString(1), row.getString(2), row.getInt(3))));
    }

    /**
     * The {@code k} pictures whose vectors of this model are nearest to {@code query}, the nearest first, equal ones by
     * path.
     */
    public List<Hit> nearest(EmbeddingModel model, float[] query, int k) throws IOException {
        String type = "::FLOAT[" + model.dimension() + "]";
        String wanted = Database.quoted(Arrays.toString(query)) + type;
        String sql = "SELECT max(array_cosine_similarity(embedding" + type + ", " + wanted + ")) AS score, path FROM "
                + EmbeddingTable.TABLE + " WHERE " + EmbeddingTable.of(model)
                + " AND embedding IS NOT NULL GROUP BY path ORDER BY score DESC, path LIMIT " + k;
        return read(() -> database.rows(sql, row -> new Hit(row.getFloat(1), row.getString(2))));
    }

    private interface Reading<T> {
        T get() throws IOException, SQLException;
    }

    private <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    private <X extends Exception> void forEach(String sql, Database.RowVisitor<X> visitor) throws IOException, X {
        try {
            database.forEach(sql, visitor);
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    /** Every row of a model, by path: whatever memory there is, it is enough. */
    public void forEach(EmbeddingModel model, Visitor visitor) throws IOException {
        for (String range : read(() -> new PathRanges(database, model, true).conditions())) {
            String sql = "SELECT path, content_sha256, width, height, embedding FROM " + EmbeddingTable.TABLE
                    + " WHERE " + range + PathRanges.ORDER;
            forEach(
                    sql,
                    row -> visitor.row(new EmbeddingRow(
                            row.getString(1), row.getString(2), row.getInt(3), row.getInt(4), floats(row, 5))));
        }
    }

    /** Takes the rows of {@link #forEachVector}. */
    public interface Vectors {
        void row(String path, float[] vector) throws IOException;
    }

    /** Every vector of a model, in any order: whatever memory there is, it is enough. */
    public void forEachVector(EmbeddingModel model, Vectors visitor) throws IOException {
        String sql = "SELECT path, embedding FROM " + EmbeddingTable.TABLE + " WHERE " + EmbeddingTable.of(model)
                + " AND embedding IS NOT NULL";
        forEach(sql, row -> visitor.row(row.getString(1), floats(row, 2)));
    }

    /** The models and paths of all rows, in any order. */
    public void forEachName(BiConsumer<String, String> visitor) throws IOException {
        String sql = "SELECT model_id, path FROM " + EmbeddingTable.TABLE;
        forEach(sql, row -> visitor.accept(row.getString(1), row.getString(2)));
    }

    /** How many rows a model has. */
    public long count(EmbeddingModel model) throws IOException {
        String sql = "SELECT count(*) FROM " + EmbeddingTable.TABLE + " WHERE " + EmbeddingTable.of(model);
        return read(() -> database.number(sql));
    }

    /** Writes what goes with the vectors of {@link #forEach}, row by row, as Parquet. */
    public void copyMetadata(EmbeddingModel model, Path to) throws IOException {
        copy("path, content_sha256, face_index, model_id, score", model, false, to);
    }

    /**
     * Writes the rows, by path, as Parquet: everything but when they were made. Where there are more than memory holds,
     * row groups are as small as it demands.
     */
    public void copyRows(EmbeddingModel model, Path to) throws IOException {
        copy("* EXCLUDE (embedded_at, made_with)", model, true, to);
    }

    private void copy(String columns, EmbeddingModel model, boolean vectors, Path to) throws IOException {
        try {
            PathRanges ranges = new PathRanges(database, model, vectors);
            List<String> selects = ranges.conditions().stream()
                    .map(range -> "SELECT " + columns + " FROM " + EmbeddingTable.TABLE + " WHERE " + range
                            + PathRanges.ORDER)
                    .toList();
            String into = Database.quoted(to.toAbsolutePath().toString()) + " (FORMAT PARQUET, ROW_GROUP_SIZE "
                    + ranges.groupRows() + ")";
            database.sparingly(ranges.leastBytes(), () -> copy(selects, into));
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    /** Several by way of a table of passing use, for Parquet is written in one go. */
    private void copy(List<String> selects, String into) throws SQLException {
        if (selects.size() == 1) {
            database.execute("COPY (" + selects.get(0) + ") TO " + into);
            return;
        }
        database.execute("CREATE OR REPLACE TEMP TABLE ordered_rows AS " + selects.get(0));
        try {
            for (String select : selects.subList(1, selects.size())) {
                database.execute("INSERT INTO ordered_rows " + select);
            }
            database.execute("COPY ordered_rows TO " + into);
        } finally {
            database.execute("DROP TABLE ordered_rows");
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
