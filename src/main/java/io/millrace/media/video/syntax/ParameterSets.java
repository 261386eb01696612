package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parameter sets of an H.264 or HEVC stream, from its extradata and its first packet. They may be repeated anywhere
 * and changed nowhere: a change is lost on whoever leaves out the packet that brings it.
 */
final class ParameterSets {

    private final List<byte[]> sets = new ArrayList<>();
    private boolean sealed;

    /** From now on nothing new is taken. */
    void seal() {
        sealed = true;
    }

    /** False where it is a new one too late. */
    boolean take(byte[] set) {
        if (sets.stream().anyMatch(known -> Arrays.equals(known, set))) {
            return true;
        }
        if (!sealed) {
            sets.add(set);
        }
        return !sealed;
    }

    List<byte[]> all() {
        return sets;
    }

    /** Those of avcC: 5 bytes, then twice a count and that many sets, each behind its two bytes of length. */
    void takeAvcc(ByteBuffer extradata) {
        extradata.position(5);
        takeCounted(extradata, extradata.get() & 0x1f);
        takeCounted(extradata, extradata.get() & 0xff);
    }

    /** Those of hvcC: 22 bytes, a count of lists, each of a type, a count and that many sets. */
    void takeHvcc(ByteBuffer extradata) {
        extradata.position(22);
        for (int lists = extradata.get() & 0xff; lists > 0; lists--) {
            extradata.get();
            takeCounted(extradata, extradata.getShort() & 0xffff);
        }
    }

    void takeCoded(ByteBuffer extradata) {
        NalUnits units = new NalUnits(0);
        units.begin(extradata);
        while (units.next()) {
            take(units.copy());
        }
    }

    private void takeCounted(ByteBuffer extradata, int count) {
        for (int i = 0; i < count; i++) {
            byte[] set = new byte[extradata.getShort() & 0xffff];
            extradata.get(set);
            take(set);
        }
    }
}
