package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.Database;
import io.millrace.data.table.Findings;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.NestedIds;
import io.millrace.engine.item.ItemId;
import java.sql.SQLException;
import java.util.List;

/** What must be right with all annotations and videos before any is processed; names a few of those it found. */
final class FootageCheck {

    /** Stands in every output's root. */
    private static final String RESERVED = "manifest.jsonl";

    private final FootageSourceSettings settings;
    private final Database database;

    FootageCheck(FootageSourceSettings settings, Database database) {
        this.settings = settings;
        this.database = database;
    }

    /** Before there are videos. */
    void checkAnnotations() throws SQLException, ManifestException {
        Findings findings = new Findings(settings.name());
        for (List<String> row : database.rows("SELECT position, line, 'an id has 1 to " + ItemId.MAX_BYTES
                + " bytes' FROM annotations WHERE id = '' OR strlen(id) > " + ItemId.MAX_BYTES
                + " ORDER BY position LIMIT "
                + Findings.MOST)) {
            findings.add(entry(row) + ": " + row.get(2));
        }
        findings.refuse();
        duplicates();
    }

    private void duplicates() throws SQLException, ManifestException {
        Findings findings = new Findings(settings.name());
        String repeated = "SELECT id FROM annotations GROUP BY id HAVING count(*) > 1 ORDER BY min(position) LIMIT "
                + Findings.MOST;
        for (List<String> id : database.rows(repeated)) {
            List<List<String>> both = database.rows("SELECT position, line FROM annotations WHERE id = "
                    + Database.quoted(id.get(0)) + " ORDER BY position LIMIT 2");
            findings.add(
                    "two annotations are of '" + id.get(0) + "': " + entry(both.get(0)) + " and " + entry(both.get(1))
                            + ". Put what they say into one, or name a field that tells them apart with"
                            + " source.fields { id = <field> }");
        }
        findings.refuse();
    }

    /** After the join: names that cannot stand beside one another in an output. */
    void checkItems() throws SQLException, ManifestException {
        Findings findings = new Findings(settings.name());
        for (List<String> id : database.rows("SELECT id FROM items WHERE split_part(id, '/', 1) = '" + RESERVED
                + "' ORDER BY id LIMIT " + Findings.MOST)) {
            findings.add("the id " + id.get(0) + " is the name of a file of every output: rename it");
        }
        parents(findings);
        findings.refuse();
    }

    /** A parent's files and a child's folder would lie in one folder. */
    private void parents(Findings findings) throws SQLException {
        String nested = NestedIds.of("items") + " ORDER BY id LIMIT " + Findings.MOST;
        for (List<String> pair : database.rows(nested)) {
            findings.add("the id '" + pair.get(0) + "' is a parent folder of the id '" + pair.get(1)
                    + "': both are videos. Move or rename one");
        }
    }

    private static String entry(List<String> row) {
        String line = row.get(1).equals("-1") ? "" : " (line " + row.get(1) + ")";
        return "entry " + (Long.parseLong(row.get(0)) + 1) + line;
    }
}
