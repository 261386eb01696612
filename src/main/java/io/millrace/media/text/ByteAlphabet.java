package io.millrace.media.text;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The letters that vocabularies of the GPT-2 kind write bytes with: a byte that is a printable letter of Latin-1 is
 * that letter, the other 68 are U+0100 and up, in order.
 */
final class ByteAlphabet {

    /** All bytes, those first that are letters themselves. */
    private static final int[] ORDER = IntStream.range(0, 256)
            .boxed()
            .sorted(Comparator.comparing(b -> !isPrintable(b)))
            .mapToInt(b -> b)
            .toArray();

    private static final char[] LETTERS = new char[256];

    static {
        int others = 256;
        for (int b : ORDER) {
            LETTERS[b] = (char) (isPrintable(b) ? b : others++);
        }
    }

    private ByteAlphabet() {}

    /** The letter of a byte from 0 to 255. */
    static char letter(int b) {
        return LETTERS[b];
    }

    /** The letter with the {@code i}-th id: first those that stand for themselves. */
    static char inOrder(int i) {
        return LETTERS[ORDER[i]];
    }

    private static boolean isPrintable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xa1 && b != 0xad);
    }
}
