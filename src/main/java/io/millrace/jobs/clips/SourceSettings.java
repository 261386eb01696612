package io.millrace.jobs.clips;

import io.millrace.config.Range;
import io.millrace.data.table.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Section {@code source}: what goes in.
 *
 * @param pairs the manifest; null when {@code query} is given, or nothing yet
 * @param clipsDir the folder that video paths are relative to; null for the manifest's own
 * @param query a SELECT instead of a manifest; null for none
 * @param fields field name to column name, for columns that have names of their own
 * @param limit the first so many entries; 0 for all
 * @param part only this part of the entries; null for all
 * @param only only this id; null for all
 */
public record SourceSettings(
        Path pairs,
        Path clipsDir,
        String query,
        Map<String, String> fields,
        @Range(min = 0) long limit,
        Slice part,
        String only) {

    public SourceSettings {
        fields = Map.copyOf(fields);
        if (pairs != null && query != null) {
            throw new IllegalArgumentException("pairs and query exclude each other: give one of them");
        }
    }

    /** The files and folders that are read. */
    public List<Path> inputs() {
        return pairs == null ? List.of(root()) : List.of(root(), pairs);
    }

    /** The folder that video paths are relative to. */
    Path root() {
        Path folder = clipsDir;
        if (folder == null && pairs != null) {
            folder = pairs.toAbsolutePath().getParent();
        }
        return (folder == null ? Path.of("") : folder).toAbsolutePath().normalize();
    }
}
