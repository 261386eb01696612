package io.millrace.data.pairs;

import io.millrace.data.table.Database;
import io.millrace.data.table.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pairs that DuckDB reads itself: CSV, TSV, Parquet, or a SELECT. */
public final class TabularPairs {

    private static final Pattern NESTED = Pattern.compile(".*]|(STRUCT|MAP|UNION)\\(.*|BLOB");

    /** Entries are not all alike, so that a thousand of them take more than a byte however they are compressed. */
    private static final int MOST_ROWS_PER_BYTE = 1000;

    private final String name;
    private final String relation;
    private final Map<String, String> expressions;

    /** @param expressions what each column is called by users, and in {@code relation} */
    private TabularPairs(String name, String relation, Map<String, String> expressions) {
        this.name = name;
        this.relation = relation;
        this.expressions = expressions;
    }

    public static TabularPairs csv(Path file, char separator) throws IOException, ManifestException {
        List<String> header = CsvHeader.read(file, separator);
        if (header.isEmpty()) {
            throw new ManifestException(file + " is empty: its first line must name the columns");
        }
        Map<String, String> expressions = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>();
        for (String column : header) {
            String positional = "c" + columns.size();
            columns.add("'" + positional + "': 'VARCHAR'");
            expressions.putIfAbsent(column, positional);
        }
        String relation = "read_csv(" + Database.file(file) + ", auto_detect = false, header = true, delim = '"
                + separator + "', quote = '\"', escape = '\"', allow_quoted_nulls = false, columns = {"
                + String.join(", ", columns) + "})";
        return new TabularPairs(file.toString(), relation, expressions);
    }

    public static TabularPairs parquet(Path file, Database database)
            throws IOException, SQLException, ManifestException {
        requirePlausible(file, database);
        return described(file.toString(), "read_parquet(" + Database.file(file) + ")", database);
    }

    /** DuckDB makes the rows that a file says it has, be it of a few bytes and of billions of rows. */
    private static void requirePlausible(Path file, Database database)
            throws IOException, SQLException, ManifestException {
        long rows = database.number(
                "SELECT coalesce(sum(num_rows), 0) FROM parquet_file_metadata(" + Database.file(file) + ")");
        if (rows / MOST_ROWS_PER_BYTE > Files.size(file)) {
            throw new ManifestException(file + " says that it has " + rows + " rows, which its " + Files.size(file)
                    + " bytes cannot hold; make it again");
        }
    }

    static TabularPairs query(String sql, Database database) throws SQLException, ManifestException {
        return described("source.query", "(" + sql.strip().replaceAll(";\\s*$", "") + "\n)", database);
    }

    private static TabularPairs described(String name, String relation, Database database)
            throws SQLException, ManifestException {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (List<String> column : database.rows("DESCRIBE SELECT * FROM " + relation)) {
            expressions.put(column.get(0), Database.name(column.get(0)));
        }
        return new TabularPairs(name, relation, expressions);
    }

    /** Copies all rows into {@code table}, whose columns are the {@linkplain Field fields} as text. */
    void load(String table, FieldNames names, Database database) throws SQLException, ManifestException {
        names.require(name, expressions.keySet(), false);
        List<String> selected = new ArrayList<>();
        for (Field field : Field.values()) {
            selected.add(selected(names.columns(field, expressions.keySet())));
        }
        requireSingleValues(names, database);
        database.execute("INSERT INTO " + table + " SELECT " + String.join(", ", selected) + " FROM " + relation);
    }

    /** Writes each row as a JSON object with all columns, one on a line, in the order of the rows. */
    public void writeJson(Path file, Database database) throws SQLException {
        String columns = expressions.entrySet().stream()
                .map(column -> column.getValue() + " AS " + Database.name(column.getKey()))
                .collect(Collectors.joining(", "));
        database.execute("COPY (SELECT " + columns + " FROM " + relation + ") TO " + Database.quoted(file.toString())
                + " (FORMAT JSON)");
    }

    private String selected(List<String> columns) {
        String casts = columns.stream()
                .map(column -> "CAST(" + expressions.get(column) + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
        return columns.isEmpty() ? "NULL" : "coalesce(" + casts + ")";
    }

    private void requireSingleValues(FieldNames names, Database database) throws SQLException, ManifestException {
        for (List<String> column : database.rows("DESCRIBE SELECT * FROM " + relation)) {
            boolean nested = NESTED.matcher(column.get(1)).matches();
            for (Field field : List.of(Field.ID, Field.VIDEO, Field.TEXT)) {
                if (nested && names.rank(field, column.get(0)) >= 0) {
                    throw new ManifestException(name + ": the column '" + column.get(0) + "' is " + column.get(1)
                            + ", but the " + field.word() + " must be a single value");
                }
            }
        }
    }
}
