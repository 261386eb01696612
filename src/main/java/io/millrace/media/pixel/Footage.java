package io.millrace.media.pixel;

import java.nio.file.Path;

/**
 * A video as it lies on the disk: a file, or a folder with a picture for each frame.
 *
 * @param path of the file or folder
 * @param frames whether it is a folder of frames, or one frame that is a picture file
 * @param annotation what is known of it besides, a JSON value as one line; null where nothing is
 */
public record Footage(Path path, boolean frames, String annotation) {}
