package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.PixelLimit;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Picture;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One decoding of a stream that keeps the wanted frames. Owns what it keeps until {@link #release}. */
abstract class KeepingPass implements StreamDecoder.Frames, AutoCloseable {

    protected final Targets wanted;
    protected final KeptPictures pictures;
    private final Budget budget;
    private final long maxPixels;

    KeepingPass(Targets wanted, BufferPool pool, Budget budget, long maxPixels) {
        this.wanted = wanted;
        this.budget = budget;
        this.maxPixels = maxPixels;
        this.pictures = new KeptPictures(pool, budget);
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

    /** The wanted frames in order; the caller owns them now. */
    final List<Picture> release() throws FaultException {
        return pictures.release();
    }

    @Override
    public final void close() {
        pictures.close();
    }
}
