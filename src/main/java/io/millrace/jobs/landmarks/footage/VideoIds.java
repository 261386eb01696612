package io.millrace.jobs.landmarks.footage;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a video is called, however it is written: its path below the input with the ending of a video file taken off. So
 * {@code a/b}, {@code ./a/b.mp4} and a path from the root on all mean one video.
 */
final class VideoIds {

    private final String root;
    private final List<String> extensions;

    /** @param extensions of video files; the dot and capital letters do not matter */
    VideoIds(Path root, List<String> extensions) {
        this.root = root.toAbsolutePath().normalize() + "/";
        this.extensions = extensions.stream()
                .map(extension -> "." + extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .toList();
    }

    /** Empty where {@code name} names nothing. */
    String of(String name) {
        String below = name.startsWith(root) ? name.substring(root.length()) : name.replaceFirst("^(\\./|/)+", "");
        return withoutExtension(below.replaceFirst("/+$", ""));
    }

    private String withoutExtension(String path) {
        String small = path.toLowerCase(Locale.ROOT);
        for (String extension : extensions) {
            int end = path.length() - extension.length();
            if (small.endsWith(extension) && end > 0 && path.charAt(end - 1) != '/') {
                return path.substring(0, end);
            }
        }
        return path;
    }
}
