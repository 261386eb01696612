package io.millrace.data.table;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.ItemId;
import java.io.IOException;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/**
 * A list of work on disk: loaded and checked as a whole, of which the rows that are wanted are then kept in the table
 * {@code picked}, by their column {@code position}, from 0. The heap holds a page of them. One thread at a time.
 */
public abstract class ScratchTable implements AutoCloseable {

    protected final Database database;
    private final String name;
    private final RowSelection selection;
    private long rows;
    private boolean partial;

    /** @param name of the list, for messages */
    protected ScratchTable(String name, RowSelection selection, Database database) {
        this.name = name;
        this.selection = selection;
        this.database = database;
    }

    /** How many rows there are to read. */
    public final long rows() {
        return rows;
    }

    /** Whether the limit leaves out rows that would otherwise be read. */
    public final boolean partial() {
        return partial;
    }

    /**
     * From now on is read by rising places, rows without one behind the others in their own order. Called before any is
     * read.
     */
    public final void arrange(Source.Places places) throws IOException {
        try {
            database.execute("CREATE TABLE places (position BIGINT, place BIGINT)");
            TablePages<String> ids = new TablePages<>(database, "id", "picked", row -> row.getString(1));
            try (DuckDBAppender appender = database.appender("places")) {
                long position = 0;
                for (String id; (id = ids.next()) != null; position++) {
                    long place = places.of(new ItemId(id));
                    appender.beginRow()
                            .append(position)
                            .append(place < 0 ? Long.MAX_VALUE : place)
                            .endRow();
                }
            }
            database.execute("CREATE TABLE arranged AS SELECT picked.* REPLACE"
                    + " (row_number() OVER (ORDER BY place, position) - 1 AS position)"
                    + " FROM picked JOIN places USING (position) ORDER BY place, position");
            drop("places", "picked");
            database.execute("ALTER TABLE arranged RENAME TO picked");
        } catch (SQLException e) {
            throw new IOException(name + " cannot be put in order: " + Database.firstLines(e), e);
        }
    }

    /**
     * Keeps what is wanted of {@code table}, which has a column {@code id}.
     *
     * @param order columns that no two rows agree in
     */
    protected final void pick(String columns, String table, String order) throws SQLException {
        String limit = selection.limit() == 0 ? "" : " LIMIT " + selection.limit();
        database.execute("CREATE TABLE picked AS SELECT row_number() OVER (ORDER BY " + order + ") - 1 AS position, "
                + columns + " FROM " + table + selection.sql() + " ORDER BY " + order + limit);
        rows = database.number("SELECT count(*) FROM picked");
        partial = rows < database.number("SELECT count(*) FROM " + table + selection.sql());
    }

    /** An id that is asked for by name and is not there is a mistake, unless another part may have it. */
    protected final boolean lacksOnly() {
        return selection.only() != null && selection.slice() == null && rows == 0;
    }

    protected final void drop(String... tables) throws SQLException {
        for (String table : tables) {
            database.execute("DROP TABLE " + table);
        }
    }

    /** Removes the temporary files. */
    @Override
    public void close() throws IOException {
        database.close();
    }

    /** Closes it because of {@code failure}, which stays the one that counts. */
    public final void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
