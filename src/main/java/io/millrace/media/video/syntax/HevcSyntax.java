package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * HEVC (ISO/IEC 23008-2): one picture a packet, one layer. Decoding begins at IDR and CRA pictures; the standard itself
 * keeps trailing pictures from using what comes before these, and leading ones from being used by trailing ones. A
 * sub-layer non-reference picture is disposable where there are no further temporal layers, which could use it.
 */
public final class HevcSyntax extends NalSyntax {

    private static final int RASL_N = 8;
    private static final int RASL_R = 9;
    private static final int LAST_SUBLAYER = 15;
    private static final int FIRST_IRAP = 16;
    private static final int IDR_W_RADL = 19;
    private static final int IDR_N_LP = 20;
    private static final int CRA = 21;
    private static final int FIRST_OTHER = 32;
    private static final int VPS = 32;
    private static final int PPS = 34;
    private static final int DELIMITER = 35;
    private static final int FIRST_FILLER = 38;

    /** Supplemental information, and what is left to applications: Dolby Vision's lies there. */
    private static final int LAST_SEI = 40;

    private static final int FIRST_UNSPECIFIED = 48;

    private HevcHeads heads;
    private boolean layered;
    private int randomAccesses;

    public HevcSyntax(ByteBuffer extradata) {
        super(2, lengthBytes(extradata), extradata, ParameterSets::takeHvcc);
    }

    private static int lengthBytes(ByteBuffer extradata) {
        boolean counted = extradata.limit() > 22 && (extradata.get(0) != 0 || extradata.get(1) != 0);
        return counted ? (extradata.get(21) & 3) + 1 : 0;
    }

    @Override
    public boolean disposableHolds() {
        return !layered;
    }

    /** The type. */
    @Override
    int head() {
        return (units.unsignedByte(0) >> 1) & 0x3f;
    }

    @Override
    boolean isSlice(int type) {
        return type < FIRST_OTHER;
    }

    private boolean isBaseLayer() {
        return (units.unsignedByte(0) & 1) == 0 && units.unsignedByte(1) >> 3 == 0;
    }

    /** Parameter sets that are known, and what the decoder only passes on. Ends of sequences change how it goes on. */
    @Override
    boolean isHarmless(int type) {
        if (type >= VPS && type <= PPS) {
            return sets.take(units.copy());
        }
        return type == DELIMITER || (type >= FIRST_FILLER && type <= LAST_SEI) || type >= FIRST_UNSPECIFIED;
    }

    @Override
    byte kind(int type) {
        if (type >= FIRST_IRAP) {
            return RANDOM_ACCESS;
        }
        return (type & 1) == 0 && type < LAST_SUBLAYER ? DISPOSABLE : REFERENCE;
    }

    @Override
    boolean continues(Bits slice) {
        return isBaseLayer() && !slice.flag();
    }

    @Override
    void read(List<byte[]> sets) {
        heads = HevcHeads.read(sets);
    }

    @Override
    boolean begin(int type, Bits slice) {
        boolean idr = type == IDR_W_RADL || type == IDR_N_LP;
        boolean irap = idr || type == CRA;
        randomAccesses += irap ? 1 : 0;
        // The leading pictures of a CRA that begins the stream are not shown.
        boolean hidden = (type == RASL_N || type == RASL_R) && randomAccesses < 2;
        if (!isBaseLayer() || heads == null || hidden || randomAccesses == 0 || (type >= FIRST_IRAP && !irap)) {
            return false;
        }
        int temporal = (units.unsignedByte(1) & 7) - 1;
        layered |= temporal != 0;
        boolean first = slice.flag();
        if (!first || (irap && slice.flag())) { // no_output_of_prior_pics_flag
            return false;
        }
        slice.unsigned(); // slice_pic_parameter_set_id
        slice.skip(heads.extraBits());
        slice.unsigned(); // slice_type
        slice.skip(heads.separatePlanes() ? 2 : 0);
        period += idr ? 1 : 0;
        order = (period << 32) + count(idr ? 0 : slice.read(heads.orderBits()), type, temporal);
        return !slice.isOver();
    }

    /** The picture order count (8.3.1). */
    private int count(int lsb, int type, int temporal) {
        boolean begins = type == IDR_W_RADL || type == IDR_N_LP || (type == CRA && randomAccesses == 1);
        boolean leading = type >= 6 && type <= RASL_R;
        boolean nonReference = type < LAST_SUBLAYER && (type & 1) == 0;
        return pictures.count(lsb, heads.orderBits(), begins, temporal == 0 && !leading && !nonReference);
    }
}
