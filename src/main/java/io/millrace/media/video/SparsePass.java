package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.VideoFacts;
import java.util.BitSet;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One decoding of a part of a stream. What comes out is held against the index: every frame that was sent, once, in
 * order, alike in size and format, and undamaged. Anything else makes the pass {@linkplain #isSound unsound}. Owns what
 * it keeps until {@link #release}.
 */
final class SparsePass extends KeepingPass {

    private final PacketIndex index;
    private final BitSet awaited;
    private FirstFrame first;
    private int format;
    private int lastFrame = -1;
    private boolean sound = true;

    SparsePass(PacketIndex index, Targets wanted, SparsePlan plan, BufferPool pool, Budget budget, long maxPixels) {
        super(wanted, pool, budget, maxPixels);
        this.index = index;
        this.awaited = plan.frames();
    }

    @Override
    void take(AVFrame frame) throws FaultException {
        int number = index.times().indexOf(frame.pts());
        sound &= number > lastFrame && awaited.get(number) && !DamagedFrames.isDamaged(frame) && isAlike(frame);
        if (!sound) {
            return;
        }
        lastFrame = number;
        awaited.clear(number);
        if (wanted.contains(number)) {
            keep(frame);
        }
    }

    /** Whether all went as the index says so far. */
    boolean isSound() {
        return sound;
    }

    /** Whether every frame has come. */
    boolean isComplete() {
        return sound && awaited.isEmpty();
    }

    VideoFacts facts(VideoFile file) {
        long lastTicks = index.lastTicks() > 0 ? index.lastTicks() : file.frameTicks();
        return first.facts(file, index.times(), lastTicks, 0);
    }

    private boolean isAlike(AVFrame frame) {
        if (first == null) {
            first = FirstFrame.of(frame);
            format = frame.format();
        }
        return frame.width() == first.width() && frame.height() == first.height() && frame.format() == format;
    }
}
