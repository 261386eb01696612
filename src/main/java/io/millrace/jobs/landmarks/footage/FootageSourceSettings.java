package io.millrace.jobs.landmarks.footage;

import io.millrace.config.Range;
import io.millrace.data.table.RowSelection;
import io.millrace.data.table.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Section {@code source} of jobs on videos as they lie on the disk: what goes in.
 *
 * @param framesDir a folder with a folder of pictures for each video; null where {@code videos} is given, or nothing
 *     yet
 * @param videos a folder of video files; null where {@code framesDir} is given, or nothing yet
 * @param videoExtensions which files are videos, by what their names end in; without the dot, in any case
 * @param extensions which files are pictures, by what their names end in; without the dot, in any case
 * @param annotations what is known of the videos; null for nothing
 * @param fields {@code id} to the name of the field of an annotation that names the video
 * @param unannotated what becomes of videos without an annotation
 * @param limit the first so many; 0 for all
 * @param part only this part of them; null for all
 * @param only only this id; null for all
 */
public record FootageSourceSettings(
        Path framesDir,
        Path videos,
        List<String> videoExtensions,
        List<String> extensions,
        Path annotations,
        Map<String, String> fields,
        Unannotated unannotated,
        @Range(min = 0) long limit,
        Slice part,
        String only) {

    public FootageSourceSettings {
        videoExtensions = named("video-extensions", videoExtensions);
        extensions = named("extensions", extensions);
        fields = Map.copyOf(fields);
        if (framesDir != null && videos != null) {
            throw new IllegalArgumentException("frames-dir and videos exclude each other: give one of them");
        }
    }

    /** The file and folder that are read. */
    public List<Path> inputs() {
        return Stream.of(framesDir, videos, annotations)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether videos are folders of frames. */
    boolean frames() {
        return framesDir != null;
    }

    /** The folder that ids are relative to, absolute; null where none is given. */
    Path root() {
        Path given = frames() ? framesDir : videos;
        return given == null ? null : given.toAbsolutePath().normalize();
    }

    /** For messages. */
    String name() {
        return String.valueOf(annotations == null ? root() : annotations);
    }

    /** Which of all videos are wanted. */
    RowSelection selection() {
        return new RowSelection(part, only, limit);
    }

    private static List<String> named(String key, List<String> extensions) {
        if (extensions.isEmpty() || extensions.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(key + " must name at least one, and none may be empty");
        }
        return List.copyOf(extensions);
    }
}
