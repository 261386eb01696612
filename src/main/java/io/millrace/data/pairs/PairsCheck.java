package io.millrace.data.pairs;

import io.millrace.data.table.Database;
import io.millrace.data.table.Findings;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.NestedIds;
import io.millrace.engine.item.ItemId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What must be right with all entries before any is processed. Each check is one statement over the table and names a
 * few of the entries it found; entries count from 1.
 */
record PairsCheck(String name, Database database) {

    /** Files that stand in every output's root. */
    private static final List<String> RESERVED = List.of("manifest.jsonl", "dataset.json");

    void check() throws SQLException, ManifestException {
        values();
        names();
        duplicates();
        parents();
    }

    private void values() throws SQLException, ManifestException {
        refuse("SELECT row, 'has neither an id nor a video' FROM entries WHERE id IS NULL");
        refuse("SELECT row, '\"start\" and \"end\" must be seconds from 0, and the end after the start, not '"
                + " || coalesce(raw_start, 'none') || ' and ' || coalesce(raw_end, 'none') FROM entries"
                + " WHERE (raw_start IS NOT NULL AND NOT coalesce(isfinite(start_s) AND start_s >= 0, false))"
                + " OR (raw_end IS NOT NULL AND NOT coalesce(isfinite(end_s) AND end_s > "
                + "coalesce(start_s, 0), false))");
        refuse("SELECT row, '\"size\" must be a number or a list of numbers, not ' || raw_size FROM entries"
                + " WHERE raw_size IS NOT NULL AND (size IS NULL OR list_count(size) <> len(size))");
    }

    private void names() throws SQLException, ManifestException {
        refuse("SELECT row, 'an id has 1 to " + ItemId.MAX_BYTES + " bytes' FROM entries"
                + " WHERE id = '' OR strlen(id) > " + ItemId.MAX_BYTES);
        for (String reserved : RESERVED) {
            refuse("SELECT row, 'the id ' || id || ' is the name of a file of every output: rename it' FROM entries"
                    + " WHERE split_part(id, '/', 1) = " + Database.quoted(reserved));
        }
    }

    private void refuse(String sql) throws SQLException, ManifestException {
        Findings findings = new Findings(name);
        for (List<String> row : database.rows(sql + " ORDER BY row LIMIT " + Findings.MOST)) {
            findings.add("entry " + (Long.parseLong(row.get(0)) + 1) + ": " + row.get(1));
        }
        findings.refuse();
    }

    private void duplicates() throws SQLException, ManifestException {
        Findings findings = new Findings(name);
        String repeated =
                "SELECT id FROM entries GROUP BY id HAVING count(*) > 1 ORDER BY min(row) LIMIT " + Findings.MOST;
        for (List<String> id : database.rows(repeated)) {
            List<String> both = entries(id.get(0), 2);
            findings.add("two entries have the id '" + id.get(0) + "': " + both.get(0) + " and " + both.get(1)
                    + ". Give each an id of its own");
        }
        findings.refuse();
    }

    /** A parent's files and a child's folder would lie in one folder. */
    private void parents() throws SQLException, ManifestException {
        Findings findings = new Findings(name);
        String nested = NestedIds.of("entries") + " ORDER BY id LIMIT " + Findings.MOST;
        for (List<String> pair : database.rows(nested)) {
            findings.add("the id '" + pair.get(0) + "' is a parent folder of the id '" + pair.get(1) + "': "
                    + entries(pair.get(0), 1).get(0) + " and "
                    + entries(pair.get(1), 1).get(0) + ". Rename one");
        }
        findings.refuse();
    }

    private List<String> entries(String id, int most) throws SQLException {
        String sql = "SELECT row, video FROM entries WHERE id = " + Database.quoted(id) + " ORDER BY row LIMIT " + most;
        List<String> entries = new ArrayList<>();
        for (List<String> row : database.rows(sql)) {
            String video = row.get(1) == null ? "" : " (" + row.get(1) + ")";
            entries.add("entry " + (Long.parseLong(row.get(0)) + 1) + video);
        }
        return entries;
    }
}
