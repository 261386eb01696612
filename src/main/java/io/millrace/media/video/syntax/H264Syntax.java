package io.millrace.media.video.syntax;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * H.264 (ISO/IEC 14496-10): one progressive picture a packet, one sequence parameter set, picture order count of type 0
 * or 2. Decoding begins at IDR pictures only, behind which nothing from before is used; an I picture with a recovery
 * point proves nothing about the pictures behind it. A picture of nal_ref_idc 0 is no reference. Frame numbers without
 * gaps show that no reference is missing.
 */
public final class H264Syntax implements Syntax {

    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int SPS_EXTENSION = 13;

    /** First slice headers are read up to the picture order count, parameter sets up to the macroblocks. */
    private static final int SLICE_BYTES = 32;

    private static final int SET_BYTES = 1024;

    private final ParameterSets sets = new ParameterSets();
    private final PictureOrder pictures = new PictureOrder();
    private final NalUnits units;
    private H264Sps sps;
    private boolean started;
    private boolean sound;
    private long period;
    private int lastReferenceNumber;
    private long order;

    public H264Syntax(ByteBuffer extradata) {
        boolean counted = extradata.limit() > 6 && extradata.get(0) == 1;
        units = new NalUnits(counted ? (extradata.get(4) & 3) + 1 : 0);
        try {
            if (counted) {
                sets.takeAvcc(extradata);
            } else {
                sets.takeCoded(extradata);
            }
            sound = true;
        } catch (BufferUnderflowException e) {
            sound = false;
        }
    }

    @Override
    public byte kind(ByteBuffer packet) {
        byte kind = sound ? walk(packet) : UNPROVEN;
        sound = kind != UNPROVEN;
        return kind;
    }

    @Override
    public long order() {
        return order;
    }

    private byte walk(ByteBuffer packet) {
        int type = 0;
        int reference = 0;
        units.begin(packet);
        while (units.next()) {
            int header = units.unsignedByte(0);
            switch (header & 0x1f) {
                case SPS, PPS, SPS_EXTENSION -> {
                    if (!sets.take(units.copy())) {
                        return UNPROVEN;
                    }
                }
                case SEI, DELIMITER, FILLER -> {}
                case SLICE, IDR_SLICE -> {
                    boolean first = type == 0;
                    if (first ? !begin(header) : header != ((reference << 5) | type) || beginsPicture()) {
                        return UNPROVEN;
                    }
                    type = header & 0x1f;
                    reference = header >> 5;
                }
                default -> {
                    return UNPROVEN;
                }
            }
        }
        if (type == 0 || units.isTorn()) {
            return UNPROVEN;
        }
        return type == IDR_SLICE ? RANDOM_ACCESS : reference > 0 ? REFERENCE : DISPOSABLE;
    }

    private boolean beginsPicture() {
        return units.bits(1, SLICE_BYTES).unsigned() == 0;
    }

    /** Reads the first slice of a picture. */
    private boolean begin(int header) {
        if (!started) {
            started = true;
            sets.seal();
            sps = onlySps(sets.all());
        }
        if (sps == null) {
            return false;
        }
        boolean idr = (header & 0x1f) == IDR_SLICE;
        boolean reference = header >> 5 != 0;
        Bits slice = units.bits(1, SLICE_BYTES);
        if (slice.unsigned() != 0) { // first_mb_in_slice
            return false;
        }
        slice.unsigned(); // slice_type
        slice.unsigned(); // pic_parameter_set_id
        if (sps.separatePlanes()) {
            slice.skip(2);
        }
        int number = slice.read(sps.frameNumberBits());
        if (idr) {
            slice.unsigned(); // idr_pic_id
        }
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
