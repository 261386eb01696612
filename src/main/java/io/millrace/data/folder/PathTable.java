package io.millrace.data.folder;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import io.millrace.data.table.TablePages;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/**
 * Any number of paths on disk, to be read in another order than they came. The heap holds one page of them. One thread
 * at a time: filled, sorted, read.
 */
public final class PathTable implements Closeable {

    private final Database database;

    private PathTable(Database database) {
        this.database = database;
    }

    public static PathTable create(TableLimits limits) throws IOException {
        try {
            PathTable table = new PathTable(Database.onDisk(limits));
            table.database.execute("CREATE TABLE came (position BIGINT, place BIGINT, path VARCHAR)");
            return table;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Takes all paths; closed before they are sorted. */
    public Filling fill() throws IOException {
        try {
            return new Filling(database.appender("came"));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** By rising places, those without one behind the others in the order in which they came. */
    public void sort() throws IOException {
        try {
            database.execute(
                    "CREATE TABLE paths AS SELECT row_number() OVER (ORDER BY place, position) - 1 AS position, path"
                            + " FROM came ORDER BY place, position");
            database.execute("DROP TABLE came");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A new reading from the first path. */
    public Cursor cursor() {
        return new Cursor();
    }

    /** Removes the temporary files. */
    @Override
    public void close() throws IOException {
        database.close();
    }

    private static IOException failed(SQLException e) {
        return new IOException("the temporary table of paths failed: " + e.getMessage(), e);
    }

    /** Takes paths in the order in which they come. */
    public static final class Filling implements Closeable {

        private final DuckDBAppender appender;
        private long position;

        private Filling(DuckDBAppender appender) {
            this.appender = appender;
        }

        /** @param place negative where it has none */
        public void add(String path, long place) throws IOException {
            try {
                appender.beginRow().append(position++).append(place < 0 ? Long.MAX_VALUE : place);
                appender.append(path).endRow();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                appender.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    /** Reads the sorted paths, a page at a time. */
    public final class Cursor {

        private final TablePages<String> pages = new TablePages<>(database, "path", "paths", row -> row.getString(1));

        private Cursor() {}

        /** The next one; null after the last. */
        public String next() throws IOException {
            try {
                return pages.next();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }
}
