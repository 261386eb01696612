package io.millrace.data.table;

/** Finds ids that are parent folders of others: {@code a} of {@code a/b}. */
public final class NestedIds {

    private NestedIds() {}

    /**
     * A query for pairs of an {@code id} and a {@code child}, one for each id that has any. In the order of their
     * names, folder by folder, an id's children follow it at once, whatever characters other ids have.
     *
     * @param table with a column {@code id} in which no value is there twice
     */
    public static String of(String table) {
        return "SELECT id, child FROM (SELECT id, lead(id) OVER (ORDER BY string_split(id, '/')) AS child FROM " + table
                + ") WHERE starts_with(child, id || '/')";
    }
}
