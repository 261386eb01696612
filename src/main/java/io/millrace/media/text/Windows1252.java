package io.millrace.media.text;

/** The bytes 0x80 to 0xff as browsers read them: the five holes of Windows-1252 are the C1 controls of Latin-1. */
final class Windows1252 {

    /** 0x80 to 0x9f. */
    private static final String FIRST = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152"
            + "\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d"
            + "\u017e\u0178";

    private Windows1252() {}

    /** The character of a byte from 0x80 to 0x9f. */
    static char character(int b) {
        return FIRST.charAt(b - 0x80);
    }

    /** The byte that may have become this character, by way of Windows-1252 or Latin-1; -1 for one that has none. */
    static int unsigned(char character) {
        int place = character < 0x100 ? -1 : FIRST.indexOf(character);
        if (place >= 0) {
            return 0x80 + place;
        }
        return character < 0x100 ? character : -1;
    }
}
