package io.millrace.engine.journal;

import java.util.HexFormat;

/**
 * What a file of records holds at least, and what of it is on the disk. Of a generation that is being written a seal
 * says how far it had come; of one that is closed, and of a snapshot, it says all.
 *
 * @param name of the generation or snapshot
 * @param records intact ones, each counted once; of a snapshot without its frames
 * @param lastSeq the number of the last one: a generation's records are numbered without a gap, so it has those from
 *     {@code lastSeq - records + 1} on; of a snapshot the last number that it stands for. {@link #UNKNOWN} in a
 *     MANIFEST of version 1
 * @param crcs the CRC-32C of these records, combined by exclusive or: the same in whichever order they are read
 */
public record Seal(String name, long records, long lastSeq, int crcs) {

    static final long UNKNOWN = -1;

    /** One of a MANIFEST of version 1, which counts only. */
    static Seal counting(String name, long records) {
        return new Seal(name, records, UNKNOWN, 0);
    }

    boolean isNumbered() {
        return lastSeq != UNKNOWN;
    }

    /** The number before the first record of a generation. */
    long before() {
        return lastSeq - records;
    }

    /** Whether the file goes further than {@code other} said. */
    boolean isBeyond(Seal other) {
        return other == null || (isNumbered() && lastSeq > other.lastSeq);
    }

    /** {@code gen-00000008 61 1234 0a1b2c3d}. */
    String text() {
        return name + " " + records
                + (isNumbered() ? " " + lastSeq + " " + HexFormat.of().toHexDigits(crcs) : "");
    }

    /** Reads a {@link #text}; null if it is none. */
    static Seal parse(String text) {
        String[] words = text.split(" ");
        if (!text.matches("\\S+ [0-9]{1,18}( [0-9]{1,18} [0-9a-f]{8})?")) {
            return null;
        }
        long records = Long.parseLong(words[1]);
        return words.length == 2
                ? counting(words[0], records)
                : new Seal(words[0], records, Long.parseLong(words[2]), HexFormat.fromHexDigits(words[3]));
    }
}
