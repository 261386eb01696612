package io.millrace.media.text;

/**
 * The letters that vocabularies of the GPT-2 kind write bytes with: a byte that is a printable letter of Latin-1 is
 * that letter, the other 68 are U+0100 and up, in order.
 */
public final class ByteAlphabet {

    private static final char[] LETTERS = new char[256];
    private static final int[] ORDER = new int[256];

    static {
        int printable = 0;
        int others = 0;
        for (int b = 0; b < 256; b++) {
            if (isPrintable(b)) {
                LETTERS[b] = (char) b;
                ORDER[printable++] = b;
            } else {
                LETTERS[b] = (char) (256 + others++);
            }
        }
        for (int b = 0; b < 256; b++) {
            if (!isPrintable(b)) {
                ORDER[printable++] = b;
            }
        }
    }

    private ByteAlphabet() {}

    /** The letter of a byte from 0 to 255. */
    static char letter(int b) {
        return LETTERS[b];
    }

    /** The letter with the {@code i}-th id: first those that stand for themselves. */
    public static char inOrder(int i) {
        return LETTERS[ORDER[i]];
    }

    private static boolean isPrintable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xa1 && b != 0xad);
    }
}
