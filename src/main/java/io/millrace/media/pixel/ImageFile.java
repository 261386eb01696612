package io.millrace.media.pixel;

import java.nio.file.Path;

/**
 * One picture of a collection before it is decoded.
 *
 * @param file where it lies
 * @param path relative to the input root, with {@code /}: what outputs say of it
 */
public record ImageFile(Path file, String path) {}
