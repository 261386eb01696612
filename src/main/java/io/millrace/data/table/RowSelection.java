package io.millrace.data.table;

/**
 * Which rows of a list of work are wanted.
 *
 * @param slice only this part; null for all
 * @param only only this id; null for all
 * @param limit the first so many of what is left; 0 for all
 */
public record RowSelection(Slice slice, String only, long limit) {

    /** The condition, but for the limit, on a table with a column {@code id}. */
    public String sql() {
        String one = only == null ? "" : " AND id = " + Database.quoted(only);
        String part = slice == null ? "" : " AND " + slice.sql();
        return " WHERE true" + one + part;
    }
}
