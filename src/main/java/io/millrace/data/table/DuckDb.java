package io.millrace.data.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The bundled DuckDB. */
public final class DuckDb {

    private DuckDb() {}

    /** Loads it. {@link LinkageError} or {@link SQLException} where this platform has none. */
    public static String version() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }
}
