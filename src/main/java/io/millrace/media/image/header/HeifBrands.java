package io.millrace.media.image.header;

import java.util.Set;

/** The brands of a file type box that promise a still picture (ISO/IEC 23008-12, AV1 Image File Format). */
final class HeifBrands {

    private static final Set<Integer> STILL = Set.of(
            0x61766966, // avif
            0x61766973, // avis
            0x68656963, // heic
            0x68656978, // heix
            0x6865696D, // heim
            0x68656973, // heis
            0x6D696631, // mif1
            0x6D736631); // msf1

    private static final int FIRST = 8;
    private static final int COMPATIBLE = 16;
    private static final int MOST = 64;

    private HeifBrands() {}

    static boolean any(HeaderReader head) {
        if (STILL.contains(head.u32(FIRST))) {
            return true;
        }
        long end = Math.min(Math.min(head.unsigned32(0), head.length()), COMPATIBLE + 4 * MOST);
        for (int at = COMPATIBLE; at + 4 <= end; at += 4) {
            if (STILL.contains(head.u32(at))) {
                return true;
            }
        }
        return false;
    }
}
