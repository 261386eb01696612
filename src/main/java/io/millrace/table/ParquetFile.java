package io.millrace.table;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** Writes tables of modest size as Parquet. Equal rows give equal bytes with the same version of DuckDB. */
public final class ParquetFile {

    /** What a column holds; any value may be missing. */
    public enum Type {
        /** {@link String}. */
        TEXT("VARCHAR"),
        /** {@link Long}. */
        WHOLE("BIGINT"),
        /** {@link Double}. */
        REAL("DOUBLE");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /** A column's name and type. */
    public record Column(String name, Type type) {}

    private ParquetFile() {}

    /**
     * Writes {@code rows} in their order over whatever was there.
     *
     * @param rows each with a value for every column, of its type or null
     * @throws IOException when it cannot be written, in DuckDB's words
     */
    public static void write(Path file, List<Column> columns, List<List<Object>> rows, TableLimits limits)
            throws IOException {
        try (Database database = Database.inMemory(limits)) {
            database.execute("CREATE TABLE rows (" + declared(columns) + ")");
            try (DuckDBAppender appender = database.appender("rows")) {
                for (List<Object> row : rows) {
                    append(appender, columns, row);
                }
            }
            database.execute(
                    "COPY rows TO " + Database.quoted(file.toAbsolutePath().toString()) + " (FORMAT PARQUET)");
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String declared(List<Column> columns) {
        return columns.stream()
                .map(column -> Database.name(column.name) + " " + column.type.sql)
                .collect(Collectors.joining(", "));
    }

    private static void append(DuckDBAppender appender, List<Column> columns, List<Object> row) throws SQLException {
        appender.beginRow();
        for (int i = 0; i < columns.size(); i++) {
            switch (columns.get(i).type) {
                case TEXT -> appender.append((String) row.get(i));
                case WHOLE -> appender.append((Long) row.get(i));
                case REAL -> appender.append((Double) row.get(i));
            }
        }
        appender.endRow();
    }
}
