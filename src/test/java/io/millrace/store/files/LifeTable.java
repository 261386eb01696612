package io.millrace.store.files;

import io.millrace.data.table.TableLimits;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Item;
import io.millrace.engine.journal.WatchedJournal.Torn;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.store.vectors.EmbedFormat;
import io.millrace.store.vectors.EmbeddingModel;
import io.millrace.store.vectors.EmbeddingStore;
import io.millrace.store.vectors.EmbeddingTable;
import io.millrace.store.vectors.EmbeddingWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The table of an {@link OutputLife} whose items become vectors. DuckDB does the work on the disk, and can be stopped
 * before and after a transaction, or when half of it is in its log. What a process leaves that dies there is in the
 * files, for DuckDB holds back nothing of what it has committed.
 */
final class LifeTable implements AutoCloseable {

    private static final EmbeddingModel MODEL = new EmbeddingModel("small", "m1", 8);
    private static final TableLimits LIMITS =
            new TableLimits(64 << 20, 1, Path.of(System.getProperty("java.io.tmpdir")));

    /** Numbers of which these are multiples differ in all their digits, as hashes do. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final Path output;
    private final Mishap mishap;
    private final String settings;
    private final EmbeddingStore store;

    LifeTable(Path output, String settings, Mishap mishap) {
        this.output = output;
        this.mishap = mishap;
        this.settings = settings;
        this.store = new EmbeddingStore(output, EmbedFormat.DUCKDB, MODEL, List.of(settings), LIMITS, mishap.disk());
    }

    /** Without a vector where that is known already, as a decoder leaves it. */
    Embedding embedding(String id, int n) throws IOException {
        String sha256 = "%016x".formatted((n + 1) * SPREAD).repeat(4);
        float[] vector = {settings.hashCode(), n, 1, 2, 3, 4, 5, 6};
        return new Embedding(new ImageFile(Path.of(id), id), sha256, 640 + n, 480, store.knows(sha256) ? null : vector);
    }

    Writer<Embedding> writer() {
        EmbeddingWriter writer = new EmbeddingWriter(store, output, path -> true);
        return new Writer<>() {
            @Override
            public int batch() {
                return 2;
            }

            @Override
            public Duration linger() {
                return Duration.ZERO;
            }

            @Override
            public void write(List<Result<Embedding>> results) throws Exception {
                killable("put", () -> writer.write(results));
            }

            @Override
            public void skip(Item<?> item, long ordinal) throws Exception {
                killable("remove", () -> writer.skip(item, ordinal));
            }

            @Override
            public void finish() throws Exception {
                killable("finish", writer::finish);
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

    private void killable(String operation, Work work) throws Exception {
        mishap.before(operation, Torn.NOTHING);
        long before = logBytes();
        work.run();
        mishap.before("half of " + operation, () -> cutLog(before));
        mishap.before("after " + operation, Torn.NOTHING);
    }

    private long logBytes() throws IOException {
        return Files.exists(log(output)) ? Files.size(log(output)) : 0;
    }

    private void cutLog(long before) throws IOException {
        if (logBytes() > before) {
            try (FileChannel log = FileChannel.open(log(output), StandardOpenOption.WRITE)) {
                log.truncate((before + log.size()) / 2);
            }
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    /** Whether the file is the table's. */
    static boolean is(String name) {
        return name.equals(EmbeddingStore.NAME) || name.equals(EmbeddingStore.NAME + EmbeddingTable.LOG);
    }

    /** As a user does who is told that it cannot be read. */
    static void remove(Path output) throws IOException {
        Files.deleteIfExists(output.resolve(EmbeddingStore.NAME));
        Files.deleteIfExists(log(output));
    }

    /**
     * Gives every second picture the vector of another, as only DuckDB's owner could; nothing where there is no table
     * any more.
     */
    static void exchange(Path output) throws IOException {
        Path file = output.resolve(EmbeddingStore.NAME);
        if (Files.exists(file)) {
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE embeddings SET embedding = list_reverse(embedding) WHERE width % 2 = 0");
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** Every row with all that is in it but its time; nothing of a table that is not there. */
    static Map<String, String> rows(Path output) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Path file = output.resolve(EmbeddingStore.NAME);
        if (Files.exists(file)) {
            Properties readOnly = new Properties();
            readOnly.setProperty("access_mode", "READ_ONLY");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, readOnly);
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT path, e::VARCHAR FROM (SELECT * EXCLUDE embedded_at FROM embeddings) AS e")) {
                while (found.next()) {
                    rows.merge("row " + found.getString(1), found.getString(2), (one, two) -> one + " and " + two);
                }
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return rows;
    }

    private static Path log(Path output) {
        return output.resolve(EmbeddingStore.NAME + EmbeddingTable.LOG);
    }
}
