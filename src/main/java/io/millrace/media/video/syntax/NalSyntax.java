package io.millrace.media.video.syntax;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What H.264 and HEVC have in common: packets of NAL units, of which those of one picture's slices and harmless ones
 * prove something; parameter sets that stay what they are. After the first packet that proves nothing none does.
 */
abstract class NalSyntax extends Syntax {

    private static final int SLICE_BYTES = 32;
    private static final int NONE = -1;

    protected final ParameterSets sets = new ParameterSets();
    protected final PictureOrder pictures = new PictureOrder();
    protected final NalUnits units;

    /** How often decoding has begun anew. */
    protected long period;

    private final int headerBytes;
    private boolean started;
    private boolean sound;

    /**
     * @param headerBytes of a unit
     * @param lengthBytes before a unit; 0 where units stand behind start codes, in the extradata, too
     * @param counted takes the parameter sets of extradata in which they stand behind their lengths
     */
    NalSyntax(int headerBytes, int lengthBytes, ByteBuffer extradata, BiConsumer<ParameterSets, ByteBuffer> counted) {
        this.headerBytes = headerBytes;
        this.units = new NalUnits(lengthBytes);
        try {
            if (lengthBytes > 0) {
                counted.accept(sets, extradata);
            } else {
                sets.takeCoded(extradata);
            }
            sound = true;
        } catch (BufferUnderflowException e) {
            sound = false;
        }
    }

    @Override
    public final byte kind(ByteBuffer packet) {
        byte kind = sound ? walk(packet) : UNPROVEN;
        sound = kind != UNPROVEN;
        return kind;
    }

    private byte walk(ByteBuffer packet) {
        int picture = NONE;
        units.begin(packet);
        while (units.next()) {
            int head = head();
            if (isSlice(head)) {
                boolean follows = picture == NONE ? begins(head) : head == picture && continues(slice());
                if (!follows) {
                    return UNPROVEN;
                }
                picture = head;
            } else if (!isHarmless(head)) {
                return UNPROVEN;
            }
        }
        return picture == NONE || units.isTorn() ? UNPROVEN : kind(picture);
    }

    private boolean begins(int head) {
        if (!started) {
            started = true;
            sets.seal();
            read(sets.all());
        }
        return begin(head, slice());
    }

    /** The head of the slice at hand, up to the picture order count. */
    private Bits slice() {
        return units.bits(headerBytes, SLICE_BYTES);
    }

    /** What of the header of the unit at hand all slices of a picture agree in; not negative. */
    abstract int head();

    abstract boolean isSlice(int head);

    /** Whether a unit that is no slice changes nothing. */
    abstract boolean isHarmless(int head);

    /** All parameter sets, before the first slice. */
    abstract void read(List<byte[]> sets);

    /** Whether the first slice of a picture can be proven; {@link #order} is its picture's then. */
    abstract boolean begin(int head, Bits slice);

    /** Whether a slice belongs to the picture that was begun. */
    abstract boolean continues(Bits slice);

    /** What the picture is. */
    abstract byte kind(int head);
}
