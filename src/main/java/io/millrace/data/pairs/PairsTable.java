package io.millrace.data.pairs;

import io.millrace.data.table.Database;
import io.millrace.data.table.ManifestException;
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
public final class PairsTable implements AutoCloseable {

    private final PairsQuery query;
    private final Database database;
    private long rows;
    private boolean partial;
    private long withoutSize;

    private PairsTable(PairsQuery query, Database database) {
        this.query = query;
        this.database = database;
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

    /** How many entries there are to read. */
    public long rows() {
        return rows;
    }

    /** Whether the limit leaves out entries that would otherwise be read. */
    public boolean partial() {
        return partial;
    }

    /** The place of an entry elsewhere; -1 if it has none. */
    @FunctionalInterface
    public interface Places {
        long of(String id) throws IOException;
    }

    /**
     * From now on is read by rising places, entries without one behind the others in the order of the file. Called
     * before {@link #cursor}.
     */
    public void arrange(Places places) throws IOException, ManifestException {
        try {
            database.execute("CREATE TABLE places (position BIGINT, place BIGINT)");
            fillPlaces(places);
            database.execute(
                    "CREATE TABLE arranged AS SELECT row_number() OVER (ORDER BY place, position) - 1 AS position,"
                            + " id, video, text, start_s, end_s, size FROM picked JOIN places USING (position)"
                            + " ORDER BY place, position");
            database.execute("DROP TABLE places");
            database.execute("DROP TABLE picked");
            database.execute("ALTER TABLE arranged RENAME TO picked");
        } catch (SQLException e) {
            throw new ManifestException(query.name() + " cannot be put in order: " + Database.firstLines(e), e);
        }
    }

    private void fillPlaces(Places places) throws IOException, SQLException, ManifestException {
        try (PairsCursor entries = cursor();
                DuckDBAppender appender = database.appender("places")) {
            long position = 0;
            for (PairsRow entry; (entry = entries.next()) != null; position++) {
                long place = places.of(entry.id());
                appender.beginRow();
                appender.append(position);
                appender.append(place < 0 ? Long.MAX_VALUE : place);
                appender.endRow();
            }
        }
    }

    /** How many of the entries to read have no size. */
    public long withoutSize() {
        return withoutSize;
    }

    /** A new reading from the first entry; to be closed before the table is. */
    public PairsCursor cursor() {
        return new PairsCursor(database.connection());
    }

    /** Removes the temporary files. */
    @Override
    public void close() throws IOException {
        database.close();
    }

    private void fill() throws SQLException, IOException, ManifestException {
        database.execute("CREATE TABLE raw (" + columns(" VARCHAR") + ")");
        load(new FieldNames(query.fields()));
        database.execute(entries());
        database.execute("DROP TABLE raw");
        new PairsCheck(query.name(), database).check();
        database.execute(picked());
        rows = database.number("SELECT count(*) FROM picked");
        partial = rows < database.number("SELECT count(*) FROM entries" + wanted());
        withoutSize = database.number("SELECT count(*) FROM picked WHERE size IS NULL");
        database.execute("DROP TABLE entries");
        requireOnly();
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

    private String picked() {
        String limit = query.limit() == 0 ? "" : " LIMIT " + query.limit();
        return "CREATE TABLE picked AS SELECT row_number() OVER (ORDER BY row) - 1 AS position,"
                + " id, video, text, start_s, end_s, size FROM entries" + wanted() + " ORDER BY row" + limit;
    }

    private String wanted() {
        String only = query.only() == null ? "" : " AND id = " + Database.quoted(query.only());
        String slice = query.slice() == null ? "" : " AND " + query.slice().sql();
        return " WHERE true" + only + slice;
    }

    /** An id that is asked for by name and is not there is a mistake, unless another part may have it. */
    private void requireOnly() throws ManifestException {
        if (query.only() != null && query.slice() == null && rows == 0) {
            throw new ManifestException(
                    query.name() + ": no entry has the id '" + query.only() + "' that --only asks for");
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
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
