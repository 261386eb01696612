package io.millrace.jobs.embed;

import io.millrace.config.Range;
import io.millrace.data.folder.FileNames;
import io.millrace.data.table.Slice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Section {@code source} of jobs on pictures: what goes in.
 *
 * @param images the folder; null where nothing is named yet
 * @param extensions which files are pictures, by what their names end in; without the dot, in any case
 * @param limit the first so many pictures; 0 for all
 * @param part only this part of the pictures; null for all
 * @param only only this id; null for all
 */
public record ImageSourceSettings(
        Path images, List<String> extensions, @Range(min = 0) long limit, Slice part, String only) {

    public ImageSourceSettings {
        extensions = List.copyOf(extensions);
        if (extensions.isEmpty() || extensions.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("extensions must name at least one, and none may be empty");
        }
    }

    /** The folders that are read. */
    public List<Path> inputs() {
        return images == null ? List.of() : List.of(images);
    }

    /**
     * Whether there is a file now that an earlier listing called {@code path}; without a folder, files are named as
     * they lie.
     */
    public boolean isFile(String path) {
        return Files.isRegularFile(FileNames.resolve(images == null ? Path.of("") : images, path));
    }
}
