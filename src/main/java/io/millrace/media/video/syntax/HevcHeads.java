package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What of HEVC's parameter sets the head of a slice is read with.
 *
 * @param separatePlanes whether each colour has slices of its own
 * @param orderBits of slice_pic_order_cnt_lsb
 * @param extraBits num_extra_slice_header_bits
 */
record HevcHeads(boolean separatePlanes, int orderBits, int extraBits) {

    private static final int SPS = 33;
    private static final int PPS = 34;
    private static final int SET_BYTES = 256;

    /** Null where there is not one SPS, where PPS differ in what matters, or where pictures may be hidden. */
    static HevcHeads read(List<byte[]> sets) {
        Bits sps = null;
        int extraBits = -1;
        for (byte[] set : sets) {
            int type = set.length < 4 ? 0 : (set[0] >> 1) & 0x3f;
            Bits bits = new Bits(ByteBuffer.wrap(set), Math.min(2, set.length), set.length, SET_BYTES);
            if (type == SPS) {
                if (sps != null) {
                    return null;
                }
                sps = bits;
            } else if (type == PPS) {
                int extra = extraBits(bits);
                if (extra < 0 || (extraBits >= 0 && extra != extraBits)) {
                    return null;
                }
                extraBits = extra;
            }
        }
        return sps == null || extraBits < 0 ? null : read(sps, extraBits);
    }

    /** -1 where pictures may say that they are not shown (7.3.2.3.1). */
    private static int extraBits(Bits pps) {
        pps.unsigned(); // id
        pps.unsigned(); // of the SPS
        pps.skip(1); // dependent_slice_segments_enabled_flag
        boolean mayHide = pps.flag();
        int extra = pps.read(3);
        return mayHide || pps.isOver() ? -1 : extra;
    }

    /** 7.3.2.2.1 */
    private static HevcHeads read(Bits bits, int extraBits) {
        bits.skip(4);
        int subLayers = bits.read(3);
        bits.skip(1);
        skipProfiles(bits, subLayers);
        bits.unsigned(); // id
        boolean separatePlanes = bits.unsigned() == 3 && bits.flag();
        bits.unsigned(); // width
        bits.unsigned(); // height
        if (bits.flag()) {
            for (int i = 0; i < 4; i++) {
                bits.unsigned(); // conformance window
            }
        }
        bits.unsigned(); // bit_depth_luma
        bits.unsigned(); // bit_depth_chroma
        int orderBits = bits.unsigned() + 4;
        return bits.isOver() || orderBits > 16 ? null : new HevcHeads(separatePlanes, orderBits, extraBits);
    }

    /** profile_tier_level (7.3.3). */
    private static void skipProfiles(Bits bits, int subLayers) {
        bits.skip(96);
        int[] sizes = new int[subLayers];
        for (int i = 0; i < subLayers; i++) {
            sizes[i] = (bits.flag() ? 88 : 0) + (bits.flag() ? 8 : 0);
        }
        bits.skip(subLayers > 0 ? 2 * (8 - subLayers) : 0);
        for (int size : sizes) {
            bits.skip(size);
        }
    }
}
