package io.millrace.store.vectors;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        try {
            List<EmbeddingModel> models = new ArrayList<>();
            for (List<String> row : database.rows("SELECT DISTINCT model_id, model_sha256, dim FROM "
                    + EmbeddingTable.TABLE + " WHERE embedding IS NOT NULL ORDER BY ALL")) {
                models.add(new EmbeddingModel(row.get(0), row.get(1), Integer.parseInt(row.get(2))));
            }
            return models;
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    /**
     * The {@code k} pictures whose vectors of this model are nearest to {@code query}, the nearest first, equal ones by
     * path.
     */
    public List<Hit> nearest(EmbeddingModel model, float[] query, int k) throws IOException {
        String type = "FLOAT[" + model.dimension() + "]";
        String sql =
                "SELECT max(array_cosine_similarity(embedding::" + type + ", ?::" + type + ")) AS score, path FROM "
                        + EmbeddingTable.TABLE + " WHERE " + EmbeddingTable.of(model)
                        + " AND embedding IS NOT NULL GROUP BY path ORDER BY score DESC, path LIMIT ?";
        try (PreparedStatement statement = database.connection().prepareStatement(sql)) {
            statement.setString(1, Arrays.toString(query));
            statement.setInt(2, k);
            List<Hit> hits = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hits.add(new Hit(rows.getFloat(1), rows.getString(2)));
                }
            }
            return hits;
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    /** Every row of a model, by path: whatever memory there is, it is enough. */
    public void forEach(EmbeddingModel model, Visitor visitor) throws IOException {
        try {
            for (String range : new PathRanges(database, model, true).conditions()) {
                forEachIn(range, visitor);
            }
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    private void forEachIn(String range, Visitor visitor) throws IOException, SQLException {
        String sql = "SELECT path, content_sha256, width, height, embedding FROM " + EmbeddingTable.TABLE + " WHERE "
                + range + PathRanges.ORDER;
        database.forEach(
                sql,
                row -> visitor.row(new EmbeddingRow(
                        row.getString(1), row.getString(2), row.getInt(3), row.getInt(4), Database.floats(row, 5))));
    }

    /** Takes the rows of {@link #forEachVector}. */
    public interface Vectors {
        void row(String path, float[] vector) throws IOException;
    }

    /** Every vector of a model, in any order: whatever memory there is, it is enough. */
    public void forEachVector(EmbeddingModel model, Vectors visitor) throws IOException {
        String sql = "SELECT path, embedding FROM " + EmbeddingTable.TABLE + " WHERE " + EmbeddingTable.of(model)
                + " AND embedding IS NOT NULL";
        try {
            database.forEach(sql, row -> visitor.row(row.getString(1), Database.floats(row, 2)));
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    /** Takes the rows of {@link #forEachName}. */
    public interface Names {
        void row(String model, String path);
    }

    /** The names of all rows, in any order. */
    public void forEachName(Names visitor) throws IOException {
        try {
            String sql = "SELECT model_id, path FROM " + EmbeddingTable.TABLE;
            database.forEach(sql, row -> visitor.row(row.getString(1), row.getString(2)));
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
    }

    /** How many rows a model has. */
    public long count(EmbeddingModel model) throws IOException {
        try {
            return database.number(
                    "SELECT count(*) FROM " + EmbeddingTable.TABLE + " WHERE " + EmbeddingTable.of(model));
        } catch (SQLException e) {
            throw EmbeddingTable.failed(file, e);
        }
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
