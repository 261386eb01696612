package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.image.header.PixelLimit;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** One decoding of a stream that keeps the wanted frames. Owns what it keeps until {@link #release}. */
abstract class KeepingPass implements StreamDecoder.Frames, AutoCloseable {

    protected final Targets wanted;
    private final List<Picture> pictures = new ArrayList<>();
    private final BufferPool pool;
    private final Budget budget;
    private final long maxPixels;

    KeepingPass(Targets wanted, BufferPool pool, Budget budget, long maxPixels) {
        this.wanted = wanted;
        this.pool = pool;
        this.budget = budget;
        this.maxPixels = maxPixels;
    }

    @Override
    public final void shaped(Shape shape) throws FaultException {
        if ((long) shape.codedWidth() * shape.codedHeight() <= maxPixels) { // it makes none of any other
            budget.decoding(shape);
        }
    }

    @Override
    public final void accept(AVFrame frame) throws FaultException {
        PixelLimit.check(frame.width(), frame.height(), maxPixels);
        take(frame);
    }

    /** Takes a frame of a size that is allowed. */
    abstract void take(AVFrame frame) throws FaultException;

    /** Copies a wanted frame into leased memory. Reserves where the picture is larger than those before. */
    final void keep(AVFrame frame) throws FaultException {
        int format = frame.format();
        int width = frame.width();
        int height = frame.height();
        int bytes = Pixels.bytes(format, width, height);
        budget.keep(format, width, height, bytes);
        Lease lease = pool.filled(bytes, memory -> {
            int code = avutil.av_image_copy_to_buffer(
                    new BytePointer(memory), bytes, frame.data(), frame.linesize(), format, width, height, 1);
            if (code < 0) {
                throw Libav.fault("CorruptVideo", "a decoded frame cannot be copied", code);
            }
        });
        pictures.add(new Picture(RgbConverter.layout(frame), width, height, lease));
    }

    /** The wanted frames in order; the caller owns them now. The decoder is closed, or has nothing left to do. */
    final List<Picture> release() throws FaultException {
        budget.decoded();
        List<Picture> released = List.copyOf(pictures);
        pictures.clear();
        return released;
    }

    @Override
    public final void close() {
        pictures.forEach(Picture::close);
    }
}
