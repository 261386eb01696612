package io.millrace.media.video.syntax;

/**
 * Picture order counts of H.264 (8.2.1.1, type 0) and HEVC (8.3.1): streams carry the low bits only, and the high ones
 * follow from the picture before that others build on.
 */
final class PictureOrder {

    private int lastMsb;
    private int lastLsb;

    /**
     * The whole count.
     *
     * @param lsb the low bits
     * @param bits how many these are
     * @param begins whether counting begins anew here
     * @param lasts whether the following pictures count from this one
     */
    int count(int lsb, int bits, boolean begins, boolean lasts) {
        int size = 1 << bits;
        int msb = begins ? 0 : lastMsb;
        if (!begins && lsb < lastLsb && lastLsb - lsb >= size / 2) {
            msb += size;
        } else if (!begins && lsb > lastLsb && lsb - lastLsb > size / 2) {
            msb -= size;
        }
        if (lasts) {
            lastMsb = msb;
            lastLsb = lsb;
        }
        return msb + lsb;
    }
}
