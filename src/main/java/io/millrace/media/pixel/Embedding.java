package io.millrace.media.pixel;

/**
 * The vector of a picture.
 *
 * @param of the file it comes from
 * @param sha256 of the file's bytes, 64 lower-case hexadecimal digits
 * @param width of the whole picture in pixels, upright
 * @param height of the whole picture in pixels, upright
 * @param vector in the heap, owned by this; not to be written to; null where the vector of these bytes is known already
 */
@SuppressWarnings("ArrayRecordComponent")
public record Embedding(ImageFile of, String sha256, int width, int height, float[] vector) {}
