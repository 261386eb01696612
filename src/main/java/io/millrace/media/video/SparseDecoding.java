package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Decodes the packets of one {@link SparsePlan}, from memory or by reading the file again. */
final class SparseDecoding {

    /** Opens the file again, at its beginning. */
    interface Reopen {
        VideoFile open() throws FaultException;
    }

    private final PacketIndex index;
    private final Targets targets;
    private final SparsePlan plan;

    /** @param index a proven one */
    SparseDecoding(PacketIndex index, Targets targets) {
        this.index = index;
        this.targets = targets;
        this.plan = new SparsePlan(index, targets);
    }

    /** The finished pass, the caller's to close; null where the stream is not what the index says. */
    SparsePass decode(
            VideoFile file,
            KeptPackets kept,
            Reopen again,
            AVPacket packet,
            AVFrame frame,
            BufferPool pool,
            Budget budget,
            long maxPixels)
            throws FaultException, InterruptedException {
        SparsePass pass = new SparsePass(index, targets, plan, pool, budget, maxPixels);
        boolean complete = false;
        try (StreamDecoder decoder = new StreamDecoder(file, maxPixels)) {
            complete = kept.hasAll()
                    ? decodeKept(decoder, kept, frame, pass)
                    : decodeAgain(decoder, again, packet, frame, pass);
            return complete ? pass : null;
        } finally {
            avcodec.av_packet_unref(packet);
            avutil.av_frame_unref(frame);
            if (!complete) {
                pass.close();
            }
        }
    }

    private boolean decodeKept(StreamDecoder decoder, KeptPackets kept, AVFrame frame, SparsePass pass)
            throws FaultException, InterruptedException {
        for (int i = 0; i <= plan.last() && isSound(decoder, pass); i++) {
            decode(i, kept.get(i), decoder, frame, pass);
        }
        return finish(decoder, frame, pass);
    }

    private boolean decodeAgain(StreamDecoder decoder, Reopen again, AVPacket packet, AVFrame frame, SparsePass pass)
            throws FaultException, InterruptedException {
        try (VideoFile file = again.open()) {
            for (int i = 0; i <= plan.last() && isSound(decoder, pass); i++) {
                if (!file.read(packet) || !index.matches(i, packet)) {
                    return false;
                }
                decode(i, packet, decoder, frame, pass);
            }
        }
        return finish(decoder, frame, pass);
    }

    private void decode(int position, AVPacket packet, StreamDecoder decoder, AVFrame frame, SparsePass pass)
            throws FaultException, InterruptedException {
        if (plan.restarts(position)) {
            decoder.restart(frame, pass);
        }
        if (plan.sends(position)) {
            decoder.decode(packet, frame, pass);
        }
    }

    private static boolean finish(StreamDecoder decoder, AVFrame frame, SparsePass pass)
            throws FaultException, InterruptedException {
        if (!isSound(decoder, pass)) {
            return false;
        }
        decoder.drain(frame, pass);
        return isSound(decoder, pass) && pass.isComplete();
    }

    private static boolean isSound(StreamDecoder decoder, SparsePass pass) {
        return decoder.errors() == 0 && pass.isSound();
    }
}
