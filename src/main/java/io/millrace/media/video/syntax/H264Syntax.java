package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * H.264 (ISO/IEC 14496-10): one progressive picture a packet, one sequence parameter set, picture order count of type 0
 * or 2. Decoding begins at IDR pictures only, behind which nothing from before is used; an I picture with a recovery
 * point proves nothing about the pictures behind it. A picture of nal_ref_idc 0 is no reference. Frame numbers without
 * gaps show that no reference is missing.
 */
public final class H264Syntax extends NalSyntax {

    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int SPS_EXTENSION = 13;

    /** Parameter sets are read up to the macroblocks. */
    private static final int SET_BYTES = 1024;

    private H264Sps sps;
    private int lastReferenceNumber;

    public H264Syntax(ByteBuffer extradata) {
        super(1, lengthBytes(extradata), extradata, ParameterSets::takeAvcc);
    }

    private static int lengthBytes(ByteBuffer extradata) {
        boolean counted = extradata.limit() > 6 && extradata.get(0) == 1;
        return counted ? (extradata.get(4) & 3) + 1 : 0;
    }

    /** nal_ref_idc and the type. */
    @Override
    int head() {
        return units.unsignedByte(0);
    }

    @Override
    boolean isSlice(int head) {
        return type(head) == SLICE || type(head) == IDR_SLICE;
    }

    @Override
    boolean isHarmless(int head) {
        return switch (type(head)) {
            case SPS, PPS, SPS_EXTENSION -> sets.take(units.copy());
            case SEI, DELIMITER, FILLER -> true;
            default -> false;
        };
    }

    @Override
    byte kind(int head) {
        return type(head) == IDR_SLICE ? RANDOM_ACCESS : isReference(head) ? REFERENCE : DISPOSABLE;
    }

    @Override
    boolean continues(Bits slice) {
        return slice.unsigned() != 0; // first_mb_in_slice
    }

    @Override
    void read(List<byte[]> sets) {
        sps = onlySps(sets);
    }

    @Override
    boolean begin(int head, Bits slice) {
        if (sps == null || slice.unsigned() != 0) { // first_mb_in_slice
            return false;
        }
        boolean idr = type(head) == IDR_SLICE;
        slice.unsigned(); // slice_type
        slice.unsigned(); // pic_parameter_set_id
        if (sps.separatePlanes()) {
            slice.skip(2);
        }
        int number = slice.read(sps.frameNumberBits());
        if (idr) {
            slice.unsigned(); // idr_pic_id
        }
        boolean reference = isReference(head);
        boolean follows = idr ? number == 0 && reference : number == sps.nextNumber(lastReferenceNumber);
        if (!follows || (period == 0 && !idr)) {
            return false;
        }
        lastReferenceNumber = reference ? number : lastReferenceNumber;
        period += idr ? 1 : 0;
        order = sps.orderBits() == 0
                ? order + 1
                : (period << 32) + pictures.count(slice.read(sps.orderBits()), sps.orderBits(), idr, reference);
        return !slice.isOver();
    }

    private static int type(int head) {
        return head & 0x1f;
    }

    private static boolean isReference(int head) {
        return head >> 5 != 0;
    }

    /** Null where there is none, several or one of a kind that is not proven. */
    private static H264Sps onlySps(List<byte[]> sets) {
        H264Sps only = null;
        for (byte[] set : sets) {
            if (set.length > 4 && (set[0] & 0x1f) == SPS) {
                if (only != null) {
                    return null;
                }
                only = H264Sps.read(new Bits(ByteBuffer.wrap(set), 1, set.length, SET_BYTES));
                if (only == null) {
                    return null;
                }
            }
        }
        return only;
    }
}
