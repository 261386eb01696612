package io.millrace.item;

/**
 * One file, row or member that an item left behind.
 *
 * @param path relative to the output root, with forward slashes
 * @param bytes its length
 * @param crc32c its CRC-32C (Castagnoli), unsigned in an int
 */
public record Artifact(String path, long bytes, int crc32c) {}
