package io.millrace.data.table;

import io.millrace.scratch.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
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

        /** Null if there is none. */
        private static Type of(String sql) {
            return Arrays.stream(values())
                    .filter(type -> type.sql.equals(sql))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A column's name and type. */
    public record Column(String name, Type type) {}

    private ParquetFile() {}

    /**
     * Writes {@code rows} in their order over whatever was there.
     *
     * @param rows each with a value for every column, of its type or null
     * @param limits whose folder is the caller's alone: what does not fit spills there
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

    /**
     * Whether the file is to the last byte what {@link #write} makes of these rows.
     *
     * @throws IOException when it cannot be read, or nothing can be made to compare it with
     */
    public static boolean holds(Path file, List<Column> columns, List<List<Object>> rows, TableLimits limits)
            throws IOException {
        try (ScratchFolder scratch = ScratchFolder.create(limits.temporary(), "table")) {
            Path again = scratch.resolve("again.parquet");
            write(again, columns, rows, within(scratch, limits));
            return Files.mismatch(file, again) < 0;
        }
    }

    /** What columns a file has; null if it is none that {@link #write} makes. */
    public static List<Column> columns(Path file, TableLimits limits) throws IOException {
        try (ScratchFolder scratch = ScratchFolder.create(limits.temporary(), "table");
                Database database = Database.inMemory(within(scratch, limits))) {
            List<Column> columns = new ArrayList<>();
            for (List<String> row : database.rows("DESCRIBE SELECT * FROM read_parquet(" + Database.file(file) + ")")) {
                Type type = Type.of(row.get(1));
                if (type == null) {
                    return null;
                }
                columns.add(new Column(row.get(0), type));
            }
            return columns;
        } catch (SQLException e) {
            Files.size(file); // one that cannot be looked at is not a damaged one
            return null;
        }
    }

    private static TableLimits within(ScratchFolder scratch, TableLimits limits) {
        return new TableLimits(limits.memoryBytes(), limits.threads(), scratch.folder());
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
