package io.millrace.data.table;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Reads a table by its column {@code position}, which counts from 0, a page at a time. One thread at a time.
 *
 * @param <R> what is made of a row; never null
 */
public final class TablePages<R> {

    private static final int PAGE_ROWS = 1024;

    private final Database database;
    private final String columns;
    private final String table;
    private final Database.RowReader<R> reader;
    private final Queue<R> page = new ArrayDeque<>(PAGE_ROWS);
    private long position;

    public TablePages(Database database, String columns, String table, Database.RowReader<R> reader) {
        this.database = database;
        this.columns = columns;
        this.table = table;
        this.reader = reader;
    }

    /** The next row; null after the last. */
    public R next() throws SQLException {
        if (page.isEmpty()) {
            String sql = "SELECT " + columns + " FROM " + table + " WHERE position >= " + position + " AND position < "
                    + (position + PAGE_ROWS) + " ORDER BY position";
            page.addAll(database.rows(sql, reader));
            position += PAGE_ROWS;
        }
        return page.poll();
    }
}
