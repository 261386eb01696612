package io.millrace.stage.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.millrace.item.FaultException;
import io.millrace.media.BufferPool;
import io.millrace.media.Lease;
import io.millrace.media.Picture;
import io.millrace.media.PixelLayout;
import io.millrace.media.VideoFacts;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * One decoding of a whole stream: counts and times every frame, keeps the wanted ones. Owns what it keeps until
 * {@link #release}.
 */
final class Pass implements StreamDecoder.Frames, AutoCloseable {

    private final Targets wanted;
    private final BufferPool pool;
    private final Budget budget;
    private final long maxPixels;
    private final long frameTicks;
    private final FrameTimes times;
    private final List<Picture> pictures = new ArrayList<>();
    private long nextTick;
    private long lastTicks;
    private int width;
    private int height;
    private int rotation;
    private int decodeErrors;

    Pass(Targets wanted, VideoFile file, BufferPool pool, Budget budget, long maxPixels) {
        this.wanted = wanted;
        this.pool = pool;
        this.budget = budget;
        this.maxPixels = maxPixels;
        this.times = file.newTimes();
        this.frameTicks = file.fps() > 0 ? Math.round(1 / (file.fps() * file.tickS())) : 0;
    }

    @Override
    public void shaped(Shape shape) throws FaultException {
        if ((long) shape.codedWidth() * shape.codedHeight() <= maxPixels) { // it makes none of any other
            budget.decoding(shape);
        }
    }

    @Override
    public void accept(AVFrame frame) throws FaultException {
        Pixels.check(frame.width(), frame.height(), maxPixels);
        int index = times.count();
        if (index == 0) {
            width = frame.width();
            height = frame.height();
            rotation = Rotation.clockwise(frame);
        }
        time(frame);
        if (wanted.contains(index)) {
            pictures.add(copy(frame));
        }
    }

    FrameTimes times() {
        return times;
    }

    /** What the decoder passed over in the whole stream. */
    void note(int errors) {
        decodeErrors = errors;
    }

    /** What the stream turned out to be; at least one frame has decoded. */
    VideoFacts facts(String codec, double fps) {
        int last = times.count() - 1;
        double durationS = times.sinceFirst(last) + times.seconds(lastTicks);
        boolean lying = rotation % 180 != 0;
        return new VideoFacts(
                codec,
                lying ? height : width,
                lying ? width : height,
                rotation,
                fps,
                durationS,
                times.count(),
                decodeErrors);
    }

    /** The wanted frames in order; the caller owns them now. */
    List<Picture> release() throws FaultException {
        budget.decoded();
        List<Picture> released = List.copyOf(pictures);
        pictures.clear();
        return released;
    }

    @Override
    public void close() {
        pictures.forEach(Picture::close);
        pictures.clear();
    }

    /** A frame without a time (raw streams have none) follows the one before it by that one's duration. */
    private void time(AVFrame frame) {
        long stated = frame.best_effort_timestamp();
        long tick = stated == AV_NOPTS_VALUE ? nextTick : stated;
        lastTicks = frame.duration() > 0 ? frame.duration() : frameTicks;
        nextTick = tick + lastTicks;
        times.add(tick);
    }

    private Picture copy(AVFrame frame) throws FaultException {
        int bytes = Pixels.bytes(frame.format(), frame.width(), frame.height());
        budget.keep(frame.format(), frame.width(), frame.height(), bytes);
        Lease lease = pool.lease(bytes);
        int code = avutil.av_image_copy_to_buffer(
                new BytePointer(lease.buffer()),
                bytes,
                frame.data(),
                frame.linesize(),
                frame.format(),
                frame.width(),
                frame.height(),
                1);
        if (code < 0) {
            lease.close();
            throw Libav.fault("CorruptVideo", "a decoded frame cannot be copied", code);
        }
        return new Picture(layout(frame), frame.width(), frame.height(), lease);
    }

    private static PixelLayout layout(AVFrame frame) {
        return new PixelLayout(
                avutil.av_get_pix_fmt_name(frame.format()).getString(),
                avutil.av_color_space_name(frame.colorspace()).getString(),
                avutil.av_color_range_name(frame.color_range()).getString());
    }
}
