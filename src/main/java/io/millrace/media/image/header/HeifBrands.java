package io.millrace.media.image.header;

import java.util.Set;

/** The brands of a file type box that promise a still picture (ISO/IEC 23008-12, AV1 Image File Format). */
final class HeifBrands {

    private static final Set<String> STILL = Set.of("avif", "avis", "heic", "heix", "heim", "heis", "mif1", "msf1");

    private static final int FIRST = 8;
    private static final int COMPATIBLE = 16;
    private static final int MOST = 64;

    private HeifBrands() {}

    static boolean any(HeaderReader head) {
        if (STILL.contains(head.letters(FIRST))) {
            return true;
        }
        long end = Math.min(Math.min(head.unsigned32(0), head.length()), COMPATIBLE + 4 * MOST);
        for (int at = COMPATIBLE; at + 4 <= end; at += 4) {
            if (STILL.contains(head.letters(at))) {
                return true;
            }
        }
        return false;
    }
}
