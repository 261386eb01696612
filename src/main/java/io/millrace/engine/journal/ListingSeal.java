package io.millrace.engine.journal;

import java.util.HexFormat;

/**
 * What the listing holds at least, and what of it is on the disk.
 *
 * @param items its first ones
 * @param crcs the CRC-32C of their records, combined by exclusive or
 */
public record ListingSeal(long items, int crcs) {

    /** Promises nothing. */
    public static final ListingSeal NONE = new ListingSeal(0, 0);

    /** {@code 60 0a1b2c3d}. */
    String text() {
        return items + " " + HexFormat.of().toHexDigits(crcs);
    }

    /** Reads a {@link #text}; {@link #NONE} if it is none. */
    static ListingSeal parse(String text) {
        String[] words = text.split(" ");
        return text.matches("[0-9]{1,18} [0-9a-f]{8}")
                ? new ListingSeal(Long.parseLong(words[0]), HexFormat.fromHexDigits(words[1]))
                : NONE;
    }
}
