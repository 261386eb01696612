package io.millrace.store.vectors;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.IdMap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.duckdb.DuckDBAppender;

/**
 * The vectors of pictures in a DuckDB file: {@value #TABLE}, one row for each picture, face and model.
 *
 * <p>A call of {@link #put} or {@link #remove} is one transaction, on the disk when it returns; called again with the
 * same rows it changes nothing. The table has no declared key: DuckDB would hold an index over all of it in memory.
 * What keeps it unique is that one writer at a time has the file, and knows which paths are in it: 21 bytes each, and
 * as much for each content.
 *
 * <p>One thread writes; {@link #knows} is safe for any.
 */
public final class EmbeddingTable implements AutoCloseable {

    /** Of the table. */
    public static final String TABLE = "embeddings";

    /** Behind the name of the file, that of its log. */
    public static final String LOG = ".wal";

    private static final String COLUMNS = "content_sha256 VARCHAR, face_index INTEGER, model_id VARCHAR,"
            + " model_sha256 VARCHAR, path VARCHAR, status VARCHAR, box FLOAT[], landmarks FLOAT[], score FLOAT,"
            + " width INTEGER, height INTEGER, dim INTEGER, embedding FLOAT[], embedded_at TIMESTAMP, "
            + "made_with VARCHAR";

    /**
     * Every 256 MiB of log the last row group is written anew; at DuckDB's own 16 MiB that would be most of the work.
     */
    private static final String LOG_LIMIT = "SET wal_autocheckpoint = '256MB'";

    /** Of some 150 bytes. */
    private static final long PAGE_ROWS = 1 << 18;

    /** Words of DuckDB's on files that are not as it made them. The last are all it says in the middle of a result. */
    private static final List<String> DAMAGE = List.of(
            "Corrupt",
            "Could not read enough bytes",
            "Serialization Error",
            "INTERNAL Error",
            "FATAL Error",
            "Invalid result set");

    private final Path file;
    private final Database database;
    private final EmbeddingModel model;
    private final String settings;
    private final IdMap paths = new IdMap();
    private final IdMap contents = new IdMap();

    private EmbeddingTable(Path file, Database database, EmbeddingModel model, String settings) {
        this.file = file;
        this.database = database;
        this.model = model;
        this.settings = settings;
    }

    /**
     * Opens the file, or makes it.
     *
     * @param model whose vectors will be put
     * @param settings a digest of what vectors depend on besides picture and weights: those made with others are not
     *     taken over
     * @throws IOException if it cannot be opened, in a sentence: another process has it, or it is damaged
     */
    public static EmbeddingTable open(Path file, EmbeddingModel model, String settings, TableLimits limits)
            throws IOException {
        try {
            EmbeddingTable table = new EmbeddingTable(file, Database.at(file, limits), model, settings);
            try {
                table.prepare();
                return table;
            } catch (SQLException e) {
                table.close();
                throw e;
            }
        } catch (SQLException e) {
            throw refused(file, e);
        }
    }

    /**
     * Removes rows from a file that no process has open.
     *
     * @param names of the rows: model, slash, path
     * @throws IOException if it cannot be opened or written
     */
    public static void remove(Path file, List<String> names, TableLimits limits) throws IOException {
        try (Database database = Database.at(file, limits)) {
            database.execute("CREATE TEMP TABLE removed (name VARCHAR)");
            try (DuckDBAppender appender = database.temporaryAppender("removed")) {
                for (String name : names) {
                    appender.beginRow().append(name).endRow();
                }
            }
            database.execute("DELETE FROM " + TABLE + " WHERE model_id || '/' || path IN (SELECT name FROM removed)");
        } catch (SQLException e) {
            throw refused(file, e);
        }
    }

    /** Whether there is a vector of this model, made with these settings, for a picture of these bytes. */
    public synchronized boolean knows(String sha256) {
        return contents.get(low(sha256), high(sha256)) >= 0;
    }

    /**
     * Puts the rows of some pictures in the place of those there are: of the same path, if of other bytes or made with
     * another version of the model; of the same bytes, if their file is gone: it was renamed.
     *
     * @param isFile whether there is still a file of a path
     * @throws IOException the transaction failed: nothing has changed
     */
    public void put(List<EmbeddingRow> rows, Predicate<String> isFile) throws IOException {
        try {
            database.transaction(() -> {
                stage(rows);
                if (rows.stream().anyMatch(row -> row.vector() == null)) {
                    takeOver(isFile);
                }
                if (rows.stream().anyMatch(row -> isThere(row.path()))) {
                    removeReplaced();
                }
                database.execute("INSERT INTO " + TABLE + " SELECT content_sha256, 0, " + quoted(model.id()) + ", "
                        + quoted(model.sha256()) + ", path, 'DONE', NULL, NULL, NULL, width, height, "
                        + model.dimension()
                        + ", embedding, now()::TIMESTAMP, " + quoted(settings) + " FROM incoming");
            });
        } catch (SQLException e) {
            throw failed(file, e);
        }
        rows.forEach(this::note);
    }

    /** Removes what there is of a picture. */
    public void remove(String path) throws IOException {
        if (!isThere(path)) {
            return;
        }
        try {
            database.transaction(() -> delete(ofPicture(path)));
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    /** The vector of a picture, or null. */
    public float[] vector(String path) throws IOException {
        String sql = "SELECT embedding FROM " + TABLE + " WHERE " + ofPicture(path) + " LIMIT 1";
        try {
            List<float[]> vectors = database.rows(sql, row -> Database.floats(row, 1));
            return vectors.isEmpty() ? null : vectors.get(0);
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    /** Reads what was put; not to be closed. On the thread that writes. */
    public EmbeddingReader reader() {
        return new EmbeddingReader(file, database);
    }

    @Override
    public void close() throws IOException {
        database.close();
    }

    private void prepare() throws SQLException {
        database.execute(LOG_LIMIT);
        database.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (" + COLUMNS + ")");
        database.execute("CREATE TEMP TABLE retired (content_sha256 VARCHAR, width INTEGER, height INTEGER,"
                + " embedding FLOAT[])");
        database.execute("CREATE TEMP TABLE incoming (path VARCHAR, content_sha256 VARCHAR, width INTEGER,"
                + " height INTEGER, embedding FLOAT[])");
        long last = database.number("SELECT coalesce(max(rowid), -1) FROM " + TABLE);
        for (long first = 0; first <= last; first += PAGE_ROWS) {
            noteFrom(first);
        }
    }

    /** DuckDB holds a result as a whole, beside all the memory that it may use. */
    private void noteFrom(long first) throws SQLException {
        String page = "SELECT path, content_sha256, " + alike() + " FROM " + TABLE + " WHERE rowid >= " + first
                + " AND rowid < " + (first + PAGE_ROWS);
        database.forEach(page, row -> {
            notePath(row.getString(1));
            if (row.getBoolean(3)) { // false for NULL
                noteContent(row.getString(2));
            }
        });
    }

    private void stage(List<EmbeddingRow> rows) throws SQLException {
        database.execute("DELETE FROM incoming");
        try (DuckDBAppender appender = database.temporaryAppender("incoming")) {
            for (EmbeddingRow row : rows) {
                appender.beginRow().append(row.path()).append(row.sha256());
                appender.append(row.width()).append(row.height());
                if (row.vector() == null) {
                    appender.appendNull();
                } else {
                    appender.append(row.vector());
                }
                appender.endRow();
            }
        }
    }

    /**
     * Gives pictures whose bytes are known the vector that is there, and removes rows whose file has another name now.
     */
    private void takeOver(Predicate<String> isFile) throws SQLException {
        String known = "SELECT content_sha256, embedding, width, height FROM ";
        database.execute("UPDATE incoming SET embedding = known.embedding, width = known.width, height = known.height"
                + " FROM (SELECT content_sha256, any_value(embedding) AS embedding, any_value(width) AS width,"
                + " any_value(height) AS height FROM (" + known + TABLE + " WHERE " + alike() + " UNION ALL " + known
                + "retired) WHERE content_sha256 IN (SELECT content_sha256 FROM incoming) GROUP BY content_sha256)"
                + " AS known WHERE incoming.content_sha256 = known.content_sha256 AND incoming.embedding IS NULL");
        for (List<String> row : database.rows("SELECT DISTINCT path FROM " + TABLE
                + " WHERE content_sha256 IN (SELECT content_sha256 FROM incoming)")) {
            if (!isFile.test(row.get(0))) {
                delete("path = " + quoted(row.get(0)));
            }
        }
    }

    private void removeReplaced() throws SQLException {
        delete("EXISTS (SELECT 1 FROM incoming WHERE incoming.path = " + TABLE + ".path AND (model_id = "
                + quoted(model.id()) + " OR " + TABLE + ".content_sha256 <> incoming.content_sha256))");
    }

    /** What a vector was once known of stays known: pictures of these bytes may be under way without one. */
    private void delete(String which) throws SQLException {
        database.execute("INSERT INTO retired SELECT content_sha256, width, height, embedding FROM " + TABLE + " WHERE "
                + alike() + " AND " + which);
        database.execute("DELETE FROM " + TABLE + " WHERE " + which);
    }

    private String ofPicture(String path) {
        return "path = " + quoted(path) + " AND model_id = " + quoted(model.id());
    }

    /** Which rows were made as this run makes them, as SQL. */
    private String alike() {
        return of(model) + " AND made_with = " + quoted(settings);
    }

    /** Which rows are a model's, as SQL. */
    static String of(EmbeddingModel model) {
        return "model_id = " + quoted(model.id()) + " AND model_sha256 = " + quoted(model.sha256());
    }

    private void note(EmbeddingRow row) {
        notePath(row.path());
        noteContent(row.sha256());
    }

    private void notePath(String path) {
        paths.put(new ItemId(path), 0);
    }

    private synchronized void noteContent(String sha256) {
        contents.put(low(sha256), high(sha256), 0);
    }

    private boolean isThere(String path) {
        return paths.get(new ItemId(path)) >= 0;
    }

    private static long low(String sha256) {
        return Long.parseUnsignedLong(sha256, 0, 16, 16);
    }

    private static long high(String sha256) {
        return Long.parseUnsignedLong(sha256, 16, 32, 16);
    }

    private static String quoted(String text) {
        return Database.quoted(text);
    }

    /** Whether another process writes to it. */
    static boolean isLocked(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Could not set lock");
    }

    /** Of a file that was not opened. */
    static IOException refused(Path file, SQLException e) {
        if (isLocked(e)) {
            return new IOException(file + " is in use by another process; let that end first", e);
        }
        return damaged("cannot open ", file, e);
    }

    /** Of a file that was: DuckDB looks at most of it only when that is read. */
    static IOException failed(Path file, SQLException e) {
        String words = String.valueOf(e.getMessage());
        return DAMAGE.stream().anyMatch(words::contains)
                ? damaged("cannot read ", file, e)
                : new IOException(e.getMessage(), e);
    }

    private static IOException damaged(String doing, Path file, SQLException e) {
        String words = String.valueOf(e.getMessage());
        return new IOException(
                doing + file + ": " + words.lines().findFirst().orElse(words)
                        + "; if it is damaged, bring back a copy, or remove it and " + file.getFileName() + LOG
                        + " and have its vectors made again: bin/run journal repair --outputs",
                e);
    }
}
