package io.millrace.jobs.landmarks.footage;

import io.millrace.data.pairs.TabularPairs;
import io.millrace.data.table.Database;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.ScratchTable;
import io.millrace.data.table.TableLimits;
import io.millrace.data.table.TablePages;
import io.millrace.scratch.ScratchFolder;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.duckdb.DuckDBAppender;

/**
 * Videos and what is known of them, joined on disk: annotations are read when the table is opened, the videos that
 * there are put in by whoever walks the folder, then both are joined, checked and read in order. Their order is that of
 * the annotations, whether there is such a video or not; then that in which videos without an annotation came. The heap
 * holds one page of rows and one annotation. Not safe for several threads at once.
 */
final class FootageTable extends ScratchTable {

    private final FootageSourceSettings settings;
    private final ScratchFolder folder;
    private final VideoIds ids;
    private final TextFile texts;
    private AnnotationNames names;
    private long annotations;
    private long withoutVideo;
    private long unannotated;

    private FootageTable(FootageSourceSettings settings, ScratchFolder folder, Database database, TextFile texts) {
        super(settings.name(), settings.selection(), database);
        this.settings = settings;
        this.folder = folder;
        this.ids = new VideoIds(settings.root(), settings.videoExtensions());
        this.texts = texts;
    }

    /**
     * Reads the annotations.
     *
     * @throws ManifestException when they cannot be read, or two are of one video
     */
    public static FootageTable open(FootageSourceSettings settings, TableLimits limits) throws ManifestException {
        requireFile(settings.annotations());
        try {
            ScratchFolder folder = ScratchFolder.create(limits.temporary(), "table");
            FootageTable table = in(folder, settings, limits);
            try {
                table.load();
                return table;
            } catch (SQLException | IOException | ManifestException | RuntimeException e) {
                table.closeAfter(e);
                throw e;
            }
        } catch (SQLException e) {
            throw new ManifestException(settings.name() + ": " + Database.firstLines(e), e);
        } catch (IOException e) {
            throw new ManifestException(
                    settings.name() + " cannot be read into the temporary folder " + limits.temporary() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static FootageTable in(ScratchFolder folder, FootageSourceSettings settings, TableLimits limits)
            throws IOException, SQLException {
        TextFile texts = null;
        try {
            texts = TextFile.create(folder.resolve("annotations.jsonl"));
            return new FootageTable(
                    settings, folder, Database.in(folder, folder.resolve("rows.duckdb"), limits), texts);
        } catch (SQLException | IOException e) {
            if (texts != null) {
                texts.close();
            }
            folder.close();
            throw e;
        }
    }

    /** Takes the videos that there are; closed before {@link #join}. */
    public Filling videos() throws IOException {
        try {
            return new Filling(database.appender("videos"), ids);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Brings videos and annotations together and keeps those that are wanted.
     *
     * @throws ManifestException when that cannot be what was meant
     */
    public void join() throws ManifestException {
        try {
            database.execute(found());
            database.execute(lonely());
            database.execute(items());
            withoutVideo = database.number("SELECT count(*) FROM items WHERE path IS NULL");
            unannotated = settings.annotations() == null ? 0 : database.number("SELECT count(*) FROM lonely");
            requireAMatch();
            new FootageCheck(settings, database).checkItems();
            pick("id, path, pictures, first, other, text_at, text_length", "items", "part, items.position");
            requireOnly();
            drop("annotations", "videos", "found", "items");
        } catch (SQLException e) {
            throw new ManifestException(settings.name() + ": " + Database.firstLines(e), e);
        }
    }

    /** After {@link #join}. */
    FootageSource.Counts counts() {
        return new FootageSource.Counts(annotations, withoutVideo, unannotated);
    }

    /** Writes the ids of videos without an annotation, one on a line, in the order of the folder. */
    public void listUnannotated(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            TablePages<String> pages = new TablePages<>(database, "id", "lonely", row -> row.getString(1));
            String id = unannotated == 0 ? null : pages.next();
            while (id != null) {
                out.write(id.replace("\r", "%0d").replace("\n", "%0a"));
                out.write('\n');
                id = pages.next();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A new reading from the first row. */
    public FootageCursor cursor() {
        return new FootageCursor(database, texts);
    }

    @Override
    public void close() throws IOException {
        try (database) {
            texts.close();
        }
    }

    /** Takes videos in the order of their folder. */
    public static final class Filling implements Closeable {

        private final DuckDBAppender appender;
        private final VideoIds ids;
        private long position;

        private Filling(DuckDBAppender appender, VideoIds ids) {
            this.appender = appender;
            this.ids = ids;
        }

        /**
         * A file or folder.
         *
         * @param path below the root
         * @param pictures as in {@link FootageRow}; a folder with 0 is no video unless it has an annotation
         * @param first as in {@link FootageRow}
         */
        public void add(String path, long pictures, String first) throws IOException {
            try {
                appender.beginRow().append(position++).append(ids.of(path)).append(path);
                appender.append(pictures).append(first).endRow();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                appender.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    private void load() throws SQLException, IOException, ManifestException {
        names = new AnnotationNames(settings.fields());
        database.execute(
                "CREATE TABLE videos (position BIGINT, id VARCHAR, path VARCHAR, pictures BIGINT, first VARCHAR)");
        database.execute("CREATE TABLE annotations (position BIGINT, line BIGINT, id VARCHAR, text_at BIGINT,"
                + " text_length BIGINT)");
        if (settings.annotations() != null) {
            try (DuckDBAppender appender = database.appender("annotations")) {
                read(settings.annotations(), new AnnotationRows(names, ids, texts, appender));
            }
            texts.finish();
            annotations = database.number("SELECT count(*) FROM annotations");
            new FootageCheck(settings, database).checkAnnotations();
        }
    }

    private void read(Path file, AnnotationRows rows) throws SQLException, IOException, ManifestException {
        JsonAnnotations json = new JsonAnnotations(file, names, rows);
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" -> json.loadWhole();
            case "jsonl", "ndjson" -> json.loadLines();
            case "csv" -> readTable(TabularPairs.csv(file, ','), json);
            case "tsv" -> readTable(TabularPairs.csv(file, '\t'), json);
            case "parquet" -> readTable(TabularPairs.parquet(file, database), json);
            default ->
                throw new ManifestException(file
                        + ": the name of a file of annotations ends in .json, .jsonl, .ndjson, .csv, .tsv or .parquet");
        }
    }

    private void readTable(TabularPairs table, JsonAnnotations json)
            throws SQLException, IOException, ManifestException {
        Path rows = folder.resolve("rows.jsonl");
        table.writeJson(rows, database);
        json.loadRows(rows);
        Files.delete(rows);
    }

    /** One row for each id that there is. */
    private static String found() {
        return "CREATE TABLE found AS SELECT id, min(position) AS position, arg_min(path, position) AS path,"
                + " arg_min(pictures, position) AS pictures, arg_min(first, position) AS first,"
                + " CASE WHEN count(*) > 1 THEN arg_max(path, position) END AS other FROM videos GROUP BY id";
    }

    /** Videos without an annotation. */
    private static String lonely() {
        return "CREATE TABLE lonely AS SELECT row_number() OVER (ORDER BY found.position) - 1 AS position, found.id"
                + " FROM found ANTI JOIN annotations USING (id) WHERE found.pictures <> 0 ORDER BY found.position";
    }

    private String items() {
        boolean all = settings.annotations() == null || settings.unannotated() == Unannotated.TAKE;
        String annotated = "SELECT 0 AS part, a.position, a.line, a.id, a.text_at, a.text_length, f.path, f.pictures,"
                + " f.first, f.other FROM annotations a LEFT JOIN found f USING (id)";
        String lonely = " UNION ALL SELECT 1, l.position, 0, l.id, NULL, NULL, f.path, f.pictures, f.first, f.other"
                + " FROM lonely l JOIN found f USING (id)";
        return "CREATE TABLE items AS " + annotated + (all ? lonely : "");
    }

    /** Not one is hardly what somebody meant: their names are other ones. */
    private void requireAMatch() throws SQLException, ManifestException {
        if (annotations == 0 || withoutVideo < annotations || database.number("SELECT count(*) FROM found") == 0) {
            return;
        }
        String first = database.rows("SELECT id FROM items WHERE part = 0 ORDER BY position LIMIT 1")
                .get(0)
                .get(0);
        String there = database.rows("SELECT path FROM found ORDER BY position LIMIT 1")
                .get(0)
                .get(0);
        throw new ManifestException(settings.annotations() + ": there is no video of any annotation in "
                + settings.root()
                + ": the first annotation is of '" + first + "', the first video there is " + there
                + (names.any() ? "; " + names.hint() : ". The keys of the map must be the names of the videos"));
    }

    /** An id that is asked for by name and is not there is a mistake, unless another part may have it. */
    private void requireOnly() throws SQLException, ManifestException {
        if (!lacksOnly()) {
            return;
        }
        String only = settings.selection().only();
        boolean lonely = database.number(
                        "SELECT count(*) FROM lonely" + settings.selection().sql())
                > 0;
        throw new ManifestException(settings.name() + ": "
                + (lonely
                        ? "there is no annotation of '" + only
                                + "' that --only asks for; source.unannotated = take processes it without"
                        : "no video has the id '" + only + "' that --only asks for"));
    }

    private static void requireFile(Path file) throws ManifestException {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new ManifestException(file
                    + " is a folder, but annotations are a file: JSON, JSONL, CSV, TSV or Parquet. Name it with"
                    + " source.annotations (--annotations)");
        }
        if (!Files.isReadable(file)) {
            throw new ManifestException("there is no readable file " + file
                    + ". Name the annotations with source.annotations (--annotations)");
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("the temporary table of videos failed: " + Database.firstLines(e), e);
    }
}
