package io.millrace.media.video.syntax;

import java.util.Set;

/**
 * What of a sequence parameter set (H.264 7.3.2.1.1) the head of a slice is read with.
 *
 * @param separatePlanes whether each colour has slices of its own
 * @param frameNumberBits of frame_num
 * @param orderBits of pic_order_cnt_lsb; 0 where pictures are shown as they are decoded
 */
record H264Sps(boolean separatePlanes, int frameNumberBits, int orderBits) {

    /** Profiles that say more about their colours. */
    private static final Set<Integer> HIGH = Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

    /** Null for interlaced streams, for picture order count type 1, and for what is damaged. */
    static H264Sps read(Bits bits) {
        int profile = bits.read(8);
        bits.skip(16); // constraints, level
        bits.unsigned(); // id
        boolean separatePlanes = HIGH.contains(profile) && readColours(bits);
        int frameNumberBits = bits.unsigned() + 4;
        int orderType = bits.unsigned();
        int orderBits = orderType == 0 ? bits.unsigned() + 4 : 0;
        bits.unsigned(); // max_num_ref_frames
        boolean gaps = bits.flag();
        bits.unsigned(); // width
        bits.unsigned(); // height
        boolean progressive = bits.flag();
        boolean proven = progressive && !gaps && orderType != 1 && orderType <= 2 && !bits.isOver();
        return proven && frameNumberBits <= 16 && orderBits <= 16
                ? new H264Sps(separatePlanes, frameNumberBits, orderBits)
                : null;
    }

    /** frame_num of the picture that follows one in whose place a reference had {@code reference}. */
    int nextNumber(int reference) {
        return (reference + 1) & ((1 << frameNumberBits) - 1);
    }

    /** Returns separate_colour_plane_flag. */
    private static boolean readColours(Bits bits) {
        int chroma = bits.unsigned();
        boolean separatePlanes = chroma == 3 && bits.flag();
        bits.unsigned(); // bit_depth_luma
        bits.unsigned(); // bit_depth_chroma
        bits.skip(1); // lossless bypass
        if (bits.flag()) {
            for (int i = 0; i < (chroma == 3 ? 12 : 8); i++) {
                if (bits.flag()) {
                    skipScalingList(bits, i < 6 ? 16 : 64);
                }
            }
        }
        return separatePlanes;
    }

    private static void skipScalingList(Bits bits, int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = (last + bits.signed() + 256) & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }
}
