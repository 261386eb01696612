package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * Reads of a codec's packets what tells which of them can be left out, without decoding any. One for one stream; it
 * sees every packet once, in decoding order. What it does not know for sure it calls {@link #UNPROVEN}.
 */
public abstract class Syntax {

    /** Not exactly one frame that is shown, or nothing that was proven. */
    public static final byte UNPROVEN = -1;

    /** Decoding can begin here. What is decoded later and shown later needs nothing from before. */
    public static final byte RANDOM_ACCESS = 0;

    /** Others may need it. */
    public static final byte REFERENCE = 1;

    /** No other picture needs it. */
    public static final byte DISPOSABLE = 2;

    /** Of the packet at hand, as {@link #order} has it. */
    protected long order;

    /** What the packet is. */
    public abstract byte kind(ByteBuffer packet);

    /** Where its frame belongs among all of the stream, as the codec itself says: it rises in presentation order. */
    public final long order() {
        return order;
    }

    /** Whether pictures called disposable are so, now that the whole stream was seen. */
    public boolean disposableHolds() {
        return true;
    }
}
