package io.millrace.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
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

/** A DuckDB of passing use: nothing of it is left. One thread at a time. */
final class Database implements AutoCloseable {

    /** What goes away with the connection. */
    private final Closeable folder;

    private final Connection connection;

    private Database(Closeable folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /** A file in a folder of its own: for more than memory holds. */
    static Database onDisk(TableLimits limits) throws IOException, SQLException {
        ScratchFolder folder = ScratchFolder.create(limits.temporary());
        try {
            return new Database(
                    folder, connect(folder.resolve("rows.duckdb").toString(), limits, folder.resolve("spill")));
        } catch (SQLException e) {
            folder.close();
            throw e;
        }
    }

    /** In memory: quickly there. What does not fit spills into the temporary folder all the same. */
    static Database inMemory(TableLimits limits) throws SQLException {
        return new Database(() -> {}, connect("", limits, limits.temporary()));
    }

    private static Connection connect(String file, TableLimits limits, Path spill) throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + file, settings(limits, spill));
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

    Connection connection() {
        return connection;
    }

    DuckDBAppender appender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender("main", table);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** All rows as text: for a handful of them. */
    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** A text as SQL. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A name as SQL. */
    static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    /** A file as SQL: characters that would make it a pattern stand for themselves. */
    static String file(Path file) {
        return quoted(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]"));
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("a temporary table could not be closed", e);
        }
    }
}
