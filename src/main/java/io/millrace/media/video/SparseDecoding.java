package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Decodes the packets of one {@link SparsePlan}, from memory or by reading the file again. */
final class SparseDecoding {

    /** Opens the file again, at its beginning. */
    interface Reopen {
        VideoFile open() throws FaultException;
    }

    private final PacketIndex index;
    private final SparsePlan plan;
    private final SparsePass pass;

    /** @param index a proven one */
    SparseDecoding(PacketIndex index, SparsePlan plan, SparsePass pass) {
        this.index = index;
        this.plan = plan;
        this.pass = pass;
    }

    /** Whether the pass is complete; not where the stream is not what the index says. */
    boolean decode(StreamDecoder decoder, KeptPackets kept, Reopen again) throws FaultException, InterruptedException {
        boolean sent = kept.hasAll() ? sendKept(decoder, kept) : sendAgain(decoder, again);
        if (!sent || !isSound(decoder)) {
            return false;
        }
        decoder.drain(pass);
        return isSound(decoder) && pass.isComplete();
    }

    private boolean sendKept(StreamDecoder decoder, KeptPackets kept) throws FaultException, InterruptedException {
        for (int i = 0; i <= plan.last() && isSound(decoder); i++) {
            send(i, kept.get(i), decoder);
        }
        return true;
    }

    private boolean sendAgain(StreamDecoder decoder, Reopen again) throws FaultException, InterruptedException {
        try (VideoFile file = again.open()) {
            for (int i = 0; i <= plan.last() && isSound(decoder); i++) {
                AVPacket packet = file.next();
                if (packet == null || !index.matches(i, packet)) {
                    return false;
                }
                send(i, packet, decoder);
            }
        }
        return true;
    }

    private void send(int position, AVPacket packet, StreamDecoder decoder)
            throws FaultException, InterruptedException {
        if (plan.restarts(position)) {
            decoder.restart(pass);
        }
        if (plan.sends(position)) {
            decoder.decode(packet, pass);
        }
    }

    private boolean isSound(StreamDecoder decoder) {
        return decoder.errors() == 0 && pass.isSound();
    }
}
