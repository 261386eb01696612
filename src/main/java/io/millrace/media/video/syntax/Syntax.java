package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * Reads of a codec's packets what tells which of them can be left out, without decoding any. One for one stream; it
 * sees every packet once, in decoding order. What it does not know for sure it calls {@link #UNPROVEN}.
 */
public interface Syntax {

    /** Not exactly one frame that is shown, or nothing that was proven. */
    byte UNPROVEN = -1;

    /** Decoding can begin here. What is decoded later and shown later needs nothing from before. */
    byte RANDOM_ACCESS = 0;

    /** Others may need it. */
    byte REFERENCE = 1;

    /** No other picture needs it. */
    byte DISPOSABLE = 2;

    /** What the packet is. */
    byte kind(ByteBuffer packet);

    /** Where its frame belongs among all of the stream, as the codec itself says: it rises in presentation order. */
    long order();

    /** Whether pictures called disposable are so, now that the whole stream was seen. */
    default boolean disposableHolds() {
        return true;
    }
}
