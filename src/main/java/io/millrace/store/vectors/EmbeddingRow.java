package io.millrace.store.vectors;

/**
 * One vector of one picture.
 *
 * @param path of the picture, relative to the input root
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param width of the whole picture in pixels, upright
 * @param height of the whole picture in pixels, upright
 * @param vector not to be written to; null to take the one that is there already for this content
 */
@SuppressWarnings("ArrayRecordComponent")
record EmbeddingRow(String path, String sha256, int width, int height, float[] vector) {}
