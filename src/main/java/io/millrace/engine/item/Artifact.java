package io.millrace.engine.item;

/**
 * One file, row or member that an item left behind.
 *
 * @param path relative to the output root, with forward slashes; of a member of an archive the archive's path,
 *     {@code #} and the member's name
 * @param bytes its length
 * @param crc32c its CRC-32C (Castagnoli), unsigned in an int
 */
public record Artifact(String path, long bytes, int crc32c) {

    /** Never part of the path of a file of ours: {@link ItemId#path} encodes it. */
    private static final char MEMBER = '#';

    /** A member of {@code archive}. */
    public static Artifact inArchive(String archive, String member, long bytes, int crc32c) {
        return new Artifact(archive + MEMBER + member, bytes, crc32c);
    }

    /** The path of the file it is, or of the archive that holds it. */
    public String file() {
        int member = path.indexOf(MEMBER);
        return member < 0 ? path : path.substring(0, member);
    }
}
