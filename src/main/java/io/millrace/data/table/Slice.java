package io.millrace.data.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The i-th of n parts of all entries. An entry's part depends on its id only: the first four bytes of SHA-256 of the
 * id, as an unsigned big-endian number, modulo n.
 *
 * @param number from 1 to {@code of}
 * @param of how many parts there are
 */
public record Slice(int number, int of) {

    private static final Pattern TEXT = Pattern.compile("\\s*([0-9]{1,9})\\s*/\\s*([0-9]{1,9})\\s*");

    public Slice {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("must be i/n with i from 1 to n, such as 2/8");
        }
    }

    /** Reads {@code 2/8}. */
    public static Slice parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be i/n with i from 1 to n, such as 2/8");
        }
        return new Slice(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Whether the column {@code id} is in it. */
    public String sql() {
        return "CAST('0x' || left(sha256(id), 8) AS UINTEGER) % " + of + " = " + (number - 1);
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
