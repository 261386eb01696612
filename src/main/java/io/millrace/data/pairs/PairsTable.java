package io.millrace.data.pairs;

import io.millrace.data.table.Database;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.ScratchTable;
import io.millrace.data.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * The entries of a pairs manifest or query, loaded, checked and ready to be read in the order of the file. The heap
 * holds one page of them. Not safe for several threads at once.
 */
public final class PairsTable extends ScratchTable {

    private final PairsQuery query;
    private long withoutSize;

    private PairsTable(PairsQuery query, Database database) {
        super(query.name(), query.selection(), database);
        this.query = query;
    }

    /**
     * Loads and checks all entries, then keeps those that are wanted.
     *
     * @throws ManifestException when the entries cannot be read or must not be processed
     */
    public static PairsTable open(PairsQuery query, TableLimits limits) throws ManifestException {
        requireFile(query.manifest());
        try {
            PairsTable table = new PairsTable(query, Database.onDisk(limits));
            try {
                table.fill();
                return table;
            } catch (SQLException | IOException | ManifestException | RuntimeException e) {
                table.closeAfter(e);
                throw e;
            }
        } catch (SQLException e) {
            throw new ManifestException(query.name() + ": " + Database.firstLines(e), e);
        } catch (IOException e) {
            throw new ManifestException(query.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** How many of the entries to read have no size. */
    public long withoutSize() {
        return withoutSize;
    }

    /** A new reading from the first entry. */
    public PairsCursor cursor() {
        return new PairsCursor(database);
    }

    private void fill() throws SQLException, IOException, ManifestException {
        database.execute("CREATE TABLE raw (" + columns(" VARCHAR") + ")");
        load(new FieldNames(query.fields()));
        database.execute(entries());
        drop("raw");
        new PairsCheck(query.name(), database).check();
        pick("id, video, text, start_s, end_s, size", "entries", "row");
        withoutSize = database.number("SELECT count(*) FROM picked WHERE size IS NULL");
        drop("entries");
        if (lacksOnly()) {
            throw new ManifestException(
                    query.name() + ": no entry has the id '" + query.selection().only() + "' that --only asks for");
        }
    }

    private void load(FieldNames names) throws SQLException, IOException, ManifestException {
        if (query.manifest() == null) {
            TabularPairs.query(query.sql(), database).load("raw", names, database);
            return;
        }
        Path file = query.manifest();
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" -> json(file, false, names);
            case "jsonl", "ndjson" -> json(file, true, names);
            case "csv" -> TabularPairs.csv(file, ',').load("raw", names, database);
            case "tsv" -> TabularPairs.csv(file, '\t').load("raw", names, database);
            case "parquet" -> TabularPairs.parquet(file, database).load("raw", names, database);
            default ->
                throw new ManifestException(
                        file + ": the name of a manifest ends in .json, .jsonl, .ndjson, .csv, .tsv or .parquet");
        }
    }

    private void json(Path file, boolean lines, FieldNames names) throws SQLException, IOException, ManifestException {
        JsonPairs pairs;
        try (DuckDBAppender appender = database.appender("raw")) {
            pairs = new JsonPairs(file, lines, names, appender);
            pairs.load();
        }
        if (database.number("SELECT count(*) FROM raw") > 0) {
            names.require(file.toString(), pairs.found(), pairs.keyed());
        }
    }

    /** Each entry with its id and its numbers; the texts they came from stay beside them for messages. */
    private String entries() {
        return "CREATE TABLE entries AS SELECT rowid AS row, coalesce(id, " + idOfVideo() + ") AS id, video, text,"
                + " \"start\" AS raw_start, \"end\" AS raw_end, size AS raw_size,"
                + " TRY_CAST(\"start\" AS DOUBLE) AS start_s, TRY_CAST(\"end\" AS DOUBLE) AS end_s,"
                + " CASE WHEN size IS NULL THEN NULL WHEN starts_with(ltrim(size), '[') THEN TRY_CAST(size AS DOUBLE[])"
                + " ELSE [TRY_CAST(size AS DOUBLE)] END AS size FROM raw ORDER BY rowid";
    }

    /** The video's path below the root, without its extension. */
    private String idOfVideo() {
        String root = Database.quoted(query.root().toAbsolutePath().normalize() + "/");
        String relative = "CASE WHEN starts_with(video, " + root + ") THEN substr(video, length(" + root
                + ") + 1) ELSE regexp_replace(video, '^(\\./|/)+', '') END";
        return "regexp_replace(" + relative + ", '([^/])\\.[^./]+$', '\\1')";
    }

    private static void requireFile(Path manifest) throws ManifestException {
        if (manifest == null) {
            return;
        }
        if (Files.isDirectory(manifest)) {
            throw new ManifestException(manifest
                    + " is a folder, but a pairs manifest is a file: JSON, JSONL, CSV, TSV or Parquet. "
                    + "Folders of videos go"
                    + " to --clips-dir");
        }
        if (!Files.isReadable(manifest)) {
            throw new ManifestException("there is no readable file " + manifest + ". Name the pairs manifest");
        }
    }

    private static String columns(String type) {
        return Arrays.stream(Field.values()).map(field -> field.column() + type).collect(Collectors.joining(", "));
    }
}
