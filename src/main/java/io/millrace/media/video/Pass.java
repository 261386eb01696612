package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.VideoFacts;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One decoding of a whole stream: counts and times every frame, keeps the wanted ones. Owns what it keeps until
 * {@link #release}.
 */
final class Pass extends KeepingPass {

    private final FrameClock clock;
    private final FrameTimes times;
    private final DamagedFrames damaged = new DamagedFrames();
    private FirstFrame first;
    private long packets;
    private int errors;

    Pass(Targets wanted, VideoFile file, BufferPool pool, Budget budget, long maxPixels) {
        super(wanted, pool, budget, maxPixels);
        this.times = file.newTimes();
        this.clock = new FrameClock(file);
    }

    @Override
    void take(AVFrame frame) throws FaultException {
        int index = times.count();
        if (index == 0) {
            first = FirstFrame.of(frame);
        }
        times.add(clock.tick(frame));
        boolean isWanted = wanted.contains(index);
        if (isWanted) {
            keep(frame);
        }
        if (DamagedFrames.isDamaged(frame)) {
            damaged.add(frame, index, isWanted);
        }
    }

    FrameTimes times() {
        return times;
    }

    /** What became of the whole stream. */
    void end(StreamDecoder decoder) {
        packets = decoder.packets();
        errors = decoder.errors();
    }

    /** @throws FaultException {@code CorruptVideo}, when a wanted frame is damaged */
    void checkWanted() throws FaultException {
        damaged.checkWanted(wanted, times, packets);
    }

    /** What the stream turned out to be; at least one frame has decoded. */
    VideoFacts facts(VideoFile file) {
        return first.facts(file, times, clock.lastTicks(), errors + damaged.count());
    }
}
