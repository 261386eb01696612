package io.millrace.data.pairs;

import io.millrace.data.table.RowSelection;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which pairs are wanted.
 *
 * @param manifest the file; null when {@code sql} is given
 * @param sql a SELECT instead of a file; null when {@code manifest} is given
 * @param root the folder that video paths are relative to
 * @param fields field name to column name, where a column is not called by one of the known names
 * @param selection which of all entries
 */
public record PairsQuery(Path manifest, String sql, Path root, Map<String, String> fields, RowSelection selection) {

    public PairsQuery {
        fields = Map.copyOf(fields);
        if ((manifest == null) == (sql == null)) {
            throw new IllegalArgumentException("either a manifest or a query");
        }
    }

    /** For messages. */
    String name() {
        return manifest == null ? "source.query" : manifest.toString();
    }
}
