package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;

/** The text that a PBM, PGM, PPM or PAM file begins with. */
final class PnmHeader {

    private static final int MOST_BYTES = 1 << 16;

    private final HeaderReader head;
    private int at = 2;

    private PnmHeader(HeaderReader head) {
        this.head = head;
    }

    static boolean looksLikeOne(HeaderReader head) {
        return head.u8(0) == 'P' && head.u8(1) >= '1' && head.u8(1) <= '7' && head.u8(2) <= ' ' && head.length() > 6;
    }

    static ImageHeader read(HeaderReader head) throws FaultException {
        PnmHeader header = new PnmHeader(head);
        return head.u8(1) == '7' ? header.arbitrary() : header.plain();
    }

    private ImageHeader plain() throws FaultException {
        return ImageHeader.upright(ImageFormat.PNM, number(word()), number(word()), 6);
    }

    private ImageHeader arbitrary() throws FaultException {
        long width = 0;
        long height = 0;
        for (String key = word(); !key.equals("ENDHDR"); key = word()) {
            String value = word();
            width = key.equals("WIDTH") ? number(value) : width;
            height = key.equals("HEIGHT") ? number(value) : height;
        }
        return ImageHeader.upright(ImageFormat.PNM, width, height, 8);
    }

    private String word() {
        skipBlanks();
        StringBuilder word = new StringBuilder();
        while (head.u8(at) > ' ') {
            require();
            word.append((char) head.u8(at++));
        }
        return word.toString();
    }

    private void skipBlanks() {
        while (head.u8(at) <= ' ' || head.u8(at) == '#') {
            require();
            if (head.u8(at++) == '#') {
                while (head.u8(at) != '\n') {
                    require();
                    at++;
                }
            }
        }
    }

    private void require() {
        if (at >= Math.min(head.length(), MOST_BYTES)) {
            throw new IndexOutOfBoundsException("a header without an end");
        }
    }

    private static long number(String word) throws FaultException {
        if (word.isEmpty() || word.length() > 9 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new FaultException("CorruptImage", "the PNM header has a size that is no number");
        }
        return Long.parseLong(word);
    }
}
