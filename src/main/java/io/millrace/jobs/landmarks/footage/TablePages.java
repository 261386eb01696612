package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.Database;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Reads a table by its column {@code position}, which counts from 0, a page at a time. One thread at a time. */
final class TablePages {

    private static final int PAGE_ROWS = 1024;

    private final Database database;
    private final String columns;
    private final String table;
    private final Queue<List<String>> page = new ArrayDeque<>(PAGE_ROWS);
    private long position;

    TablePages(Database database, String columns, String table) {
        this.database = database;
        this.columns = columns;
        this.table = table;
    }

    /** The next row; null after the last. */
    List<String> next() throws SQLException {
        if (page.isEmpty()) {
            page.addAll(database.rows("SELECT " + columns + " FROM " + table + " WHERE position >= " + position
                    + " AND position < " + (position + PAGE_ROWS) + " ORDER BY position"));
            position += PAGE_ROWS;
        }
        return page.poll();
    }
}
