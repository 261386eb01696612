package io.millrace.store.vectors;

import io.millrace.data.table.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a model are read by path, whatever memory there is. DuckDB fails to put rows in order of which there
 * are more than its memory holds. So it is asked for a range of paths at a time, which it can sort as a whole. Where
 * ranges end, a sample of the paths says.
 */
final class PathRanges {

    /** Of the rows in a range. */
    static final String ORDER = " ORDER BY path, face_index";

    /** A range takes a sixteenth of the memory: it is there as it was read, sorted, and as a result. */
    private static final int RANGES = 16;

    /**
     * Paths of a range that are in the sample, more or less: a range is hardly ever half as large again as it should
     * be.
     */
    private static final int SAMPLE = 32;

    /** Of a row group of Parquet, whatever memory there is: the same rows are the same bytes on every machine. */
    private static final long GROUP_BYTES = 32L << 20;

    /** A row group takes eight times its bytes: in it, every column is there as it was, and as it is written. */
    private static final int GROUPS = 8;

    /** DuckDB reads no fewer at a time. */
    private static final int FEWEST_ROWS = 2048;

    /** Of so many rows Parquet is written with what twelve times as many bytes hold; seen: nine. */
    private static final int LEAST = 12;

    /** DuckDB's own. */
    private static final int MOST_GROUP_ROWS = 122_880;

    /** All but the path and the vector: a hash, names and numbers. */
    private static final int OTHER_BYTES = 256;

    private final Database database;
    private final String rows;
    private final long rowBytes;

    /** @param vectors whether they are read, too */
    PathRanges(Database database, EmbeddingModel model, boolean vectors) throws SQLException {
        this.database = database;
        this.rows = EmbeddingTable.of(model);
        long path = database.number("SELECT coalesce(avg(strlen(path)), 0)::BIGINT" + from());
        this.rowBytes = path + OTHER_BYTES + (vectors ? (long) Float.BYTES * model.dimension() : 0);
    }

    /** Conditions as SQL, one for each range: what it reads follows what the one before does. */
    List<String> conditions() throws SQLException {
        List<String> conditions = new ArrayList<>();
        String behind = "";
        for (String first : firsts()) {
            conditions.add(rows + behind + " AND path < " + first);
            behind = " AND path >= " + first;
        }
        conditions.add(rows + behind);
        return conditions;
    }

    /** Of a row group of Parquet: fewer than DuckDB's own where the rows are wide. */
    long groupRows() {
        return Math.min(MOST_GROUP_ROWS, rowsIn(GROUP_BYTES));
    }

    /** The memory without which no row group can be written. */
    long leastBytes() {
        return Math.max(LEAST * FEWEST_ROWS * rowBytes, GROUPS * GROUP_BYTES);
    }

    /** The path that each range but the first begins with, as SQL. A path's rows are never apart. */
    private List<String> firsts() throws SQLException {
        long rangeRows = rowsIn(database.memoryBytes() / RANGES);
        if (database.number("SELECT count(*)" + from()) <= rangeRows) {
            return List.of();
        }
        List<List<String>> sample = database.rows(
                "SELECT path" + from() + " AND hash(path) % " + rangeRows / SAMPLE + " = 0 ORDER BY path");
        List<String> firsts = new ArrayList<>();
        for (int i = SAMPLE; i < sample.size(); i += SAMPLE) {
            firsts.add(Database.quoted(sample.get(i).get(0)));
        }
        return firsts;
    }

    private long rowsIn(long bytes) {
        return Math.max(FEWEST_ROWS, bytes / rowBytes);
    }

    private String from() {
        return " FROM " + EmbeddingTable.TABLE + " WHERE " + rows;
    }
}
