package io.millrace.data.table;

import io.millrace.scratch.ScratchFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A DuckDB: one of passing use, of which nothing is left, or a file that stays. One thread at a time. */
public final class Database implements AutoCloseable {

    /** How the part of DuckDB's messages begins that is about its own options. */
    private static final List<String> OPTIONS = List.of("Possible fixes", "  file = ", "LINE ");

    /** What goes away with the connection. */
    private final Closeable folder;

    private final Connection connection;
    private final TableLimits limits;

    private Database(Closeable folder, Connection connection, TableLimits limits) {
        this.folder = folder;
        this.connection = connection;
        this.limits = limits;
    }

    /** A file in a folder of its own: for more than memory holds. */
    public static Database onDisk(TableLimits limits) throws IOException, SQLException {
        return inScratch(limits, folder -> in(folder, folder.resolve("rows.duckdb"), limits));
    }

    /** A file in a folder that goes away with the database. */
    public static Database in(ScratchFolder folder, Path file, TableLimits limits) throws SQLException {
        return new Database(folder, connect(file.toString(), settings(limits, folder.resolve("spill"))), limits);
    }

    /**
     * In memory: quickly there. What does not fit spills into {@code limits.temporary()}, which is the caller's alone.
     */
    public static Database inMemory(TableLimits limits) throws SQLException {
        return new Database(() -> {}, connect("", settings(limits, limits.temporary())), limits);
    }

    /** A file that stays; made where it is missing. */
    public static Database at(Path file, TableLimits limits) throws IOException, SQLException {
        return inScratch(limits, folder -> in(folder, file, limits));
    }

    /** A file that stays and is only read; others may read it, too. */
    public static Database readOnly(Path file, TableLimits limits) throws IOException, SQLException {
        return inScratch(limits, folder -> readOnly(folder, file, limits));
    }

    /** A file in a folder that goes away with the database; what is read is never there as a whole. */
    public static Database readOnly(ScratchFolder folder, Path file, TableLimits limits) throws SQLException {
        Properties settings = settings(limits, folder.resolve("spill"));
        settings.setProperty("access_mode", "READ_ONLY");
        settings.setProperty("jdbc_stream_results", "true");
        return new Database(folder, connect(file.toString(), settings), limits);
    }

    /** Opens a database whose temporary files go into a folder that goes away with it. */
    public interface Opening {
        Database in(ScratchFolder folder) throws IOException, SQLException;
    }

    /** Makes that folder. */
    public static Database inScratch(TableLimits limits, Opening opening) throws IOException, SQLException {
        ScratchFolder folder = ScratchFolder.create(limits.temporary(), "table");
        try {
            return opening.in(folder);
        } catch (IOException | SQLException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Something to be done with it. */
    public interface Work {
        void run() throws SQLException;
    }

    /** All of it is there afterwards, or nothing. */
    public void transaction(Work work) throws SQLException {
        execute("BEGIN TRANSACTION");
        try {
            work.run();
            execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Exception failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e); // it was rolled back already
        }
    }

    /**
     * With one thread, for each holds as much, and with memory for what that holds at least, even if it is more than
     * allowed.
     */
    public void sparingly(long leastBytes, Work work) throws SQLException {
        set(1, Math.max(leastBytes, limits.memoryBytes()));
        try {
            work.run();
        } finally {
            set(limits.threads(), limits.memoryBytes());
        }
    }

    private void set(int threads, long memoryBytes) throws SQLException {
        execute("SET threads = " + threads);
        execute("SET memory_limit = '" + memoryBytes + "B'");
    }

    public long memoryBytes() {
        return limits.memoryBytes();
    }

    private static Connection connect(String file, Properties settings) throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + file, settings);
    }

    private static Properties settings(TableLimits limits, Path spill) {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", limits.memoryBytes() + "B");
        settings.setProperty("threads", Integer.toString(limits.threads()));
        settings.setProperty("temp_directory", spill.toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("preserve_insertion_order", "true");
        return settings;
    }

    public DuckDBAppender appender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender("main", table);
    }

    public DuckDBAppender temporaryAppender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", table);
    }

    /** A list of FLOAT; null for NULL. */
    public static float[] floats(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        Object[] values = (Object[]) array.getArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (Float) values[i];
        }
        return floats;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public long number(String sql) throws SQLException {
        return rows(sql, row -> row.getLong(1)).get(0);
    }

    /** All rows as text: for a handful of them. */
    public List<List<String>> rows(String sql) throws SQLException {
        return rows(sql, Database::texts);
    }

    /** A row's columns as text. */
    public static List<String> texts(ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            texts.add(row.getString(i));
        }
        return texts;
    }

    /** What is made of the row that a result stands at. */
    public interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /** All rows: for a page of them. */
    public <R> List<R> rows(String sql, RowReader<R> reader) throws SQLException {
        List<R> rows = new ArrayList<>();
        forEach(sql, result -> rows.add(reader.read(result)));
        return rows;
    }

    /** Takes the row that a result stands at. */
    public interface RowVisitor<X extends Exception> {
        void row(ResultSet row) throws SQLException, X;
    }

    /** All rows, one after the other. */
    public <X extends Exception> void forEach(String sql, RowVisitor<X> visitor) throws SQLException, X {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                visitor.row(result);
            }
        }
    }

    /** DuckDB's message without the list of its options. */
    public static String firstLines(SQLException e) {
        List<String> lines = e.getMessage()
                .lines()
                .takeWhile(line -> OPTIONS.stream().noneMatch(line::startsWith))
                .filter(line -> !line.isBlank())
                .limit(4)
                .toList();
        return String.join("; ", lines);
    }

    /** A text as SQL. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A name as SQL. */
    public static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    /** A file as SQL: characters that would make it a pattern stand for themselves. */
    public static String file(Path file) {
        return quoted(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]"));
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("a table could not be closed", e);
        }
    }
}
