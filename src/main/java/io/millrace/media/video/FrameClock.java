package io.millrace.media.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** When the frames of a stream that is decoded in order are shown, in ticks of its time base. */
final class FrameClock {

    private final long frameTicks;
    private long nextTick;
    private long lastTicks;

    FrameClock(VideoFile file) {
        this.frameTicks = file.frameTicks();
    }

    /**
     * Of the next frame. One without a time (raw streams have none) follows the one before it by that one's duration.
     */
    long tick(AVFrame frame) {
        long stated = frame.best_effort_timestamp();
        long tick = stated == AV_NOPTS_VALUE ? nextTick : stated;
        lastTicks = frame.duration() > 0 ? frame.duration() : frameTicks;
        nextTick = tick + lastTicks;
        return tick;
    }

    /** How long the last one is shown. */
    long lastTicks() {
        return lastTicks;
    }
}
