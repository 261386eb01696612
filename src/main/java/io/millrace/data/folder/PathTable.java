package io.millrace.data.folder;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import io.millrace.data.table.TablePages;
import io.millrace.engine.flow.Source;
import io.millrace.engine.item.ItemId;
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

    /** Paths one after the other, null at the end. */
    @FunctionalInterface
    public interface Paths {
        String next() throws IOException;
    }

    /** Takes all paths, by rising places, those without one behind the others in the order in which they came. */
    public void fill(Paths paths, Source.Places places) throws IOException {
        try {
            try (DuckDBAppender came = database.appender("came")) {
                long position = 0;
                for (String path; (path = paths.next()) != null; position++) {
                    long place = places.of(new ItemId(path));
                    came.beginRow().append(position).append(place < 0 ? Long.MAX_VALUE : place);
                    came.append(path).endRow();
                }
            }
            database.execute(
                    "CREATE TABLE paths AS SELECT row_number() OVER (ORDER BY place, position) - 1 AS position, path"
                            + " FROM came ORDER BY place, position");
            database.execute("DROP TABLE came");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A new reading from the first path. */
    public Paths cursor() {
        TablePages<String> pages = new TablePages<>(database, "path", "paths", row -> row.getString(1));
        return () -> {
            try {
                return pages.next();
            } catch (SQLException e) {
                throw failed(e);
            }
        };
    }

    /** Removes the temporary files. */
    @Override
    public void close() throws IOException {
        database.close();
    }

    private static IOException failed(SQLException e) {
        return new IOException("the temporary table of paths failed: " + e.getMessage(), e);
    }
}
