package io.millrace.engine.journal.record;

/** Encodes without leaving garbage behind, byte for byte as {@link String#getBytes} does. */
final class Utf8 {

    /** The most bytes that one char of a text comes to. */
    static final int MAX_BYTES_PER_CHAR = 3;

    private Utf8() {}

    /** Writes the text at {@code start} of an array that has room for it; returns where it ends. */
    static int put(String text, byte[] to, int start) {
        int at = start;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (!Character.isSurrogate(c)) {
                at = putWide(c, to, at);
            } else if (isPair(text, i)) {
                at = putPair(Character.toCodePoint(c, text.charAt(i + 1)), to, at);
                i++;
            } else {
                to[at++] = '?';
            }
        }
        return at;
    }

    private static int putWide(char c, byte[] to, int start) {
        int at = start;
        if (c < 0x800) {
            to[at++] = (byte) (0xC0 | (c >> 6));
        } else {
            to[at++] = (byte) (0xE0 | (c >> 12));
            to[at++] = tail(c >> 6);
        }
        to[at++] = tail(c);
        return at;
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    private static int putPair(int codePoint, byte[] to, int at) {
        to[at] = (byte) (0xF0 | (codePoint >> 18));
        to[at + 1] = tail(codePoint >> 12);
        to[at + 2] = tail(codePoint >> 6);
        to[at + 3] = tail(codePoint);
        return at + 4;
    }

    /** Of a byte that continues a character: the low six bits. */
    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
