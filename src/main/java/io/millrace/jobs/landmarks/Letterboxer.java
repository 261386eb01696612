package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Letterbox;
import io.millrace.media.pixel.Tensor;
import io.millrace.media.resize.ImageAligner;
import java.util.List;

/**
 * Makes of each frame the square that a palm detector sees: all of it, in proportion, in the middle of black. Needs
 * {@link Alignment#bytes} beside the frame.
 *
 * <p>With {@link Filter#LINEAR} it is sampled as MediaPipe does it: four pixels of the frame for each, however many
 * there are. With another filter it is resized, which the coarser detectors are the better for.
 *
 * <p>Fault: {@code TooLarge}, from the filter {@code pillow-bicubic} only.
 */
public final class Letterboxer implements Step<Frame, FittedFrame> {

    private final Alignment alignment;
    private final BufferPool pool;
    private final RegionSampler sampler = new RegionSampler(RegionSampler.Border.BLACK);
    private final ImageAligner aligner;

    /** @param alignment of the palm detector's card: a square, {@link Fit#LETTERBOX} */
    public Letterboxer(Alignment alignment, BufferPool pool) {
        if (alignment.fit() != Fit.LETTERBOX || alignment.width() != alignment.height()) {
            throw new IllegalArgumentException("palms are looked for in a square letterbox, not with " + alignment);
        }
        this.alignment = alignment;
        this.pool = pool;
        this.aligner = new ImageAligner(alignment, pool);
    }

    @Override
    public void apply(List<Part<Frame>> batch, Output<FittedFrame> out) throws FaultException {
        for (Part<Frame> part : batch) {
            out.emit(part, fit(part.payload()));
        }
    }

    /** The frame stays the caller's as well. */
    public FittedFrame fit(Frame frame) throws FaultException {
        boolean sampled = alignment.filter() == Filter.LINEAR;
        Tensor pixels = sampled ? sample(frame) : aligner.align(frame.picture());
        return new FittedFrame(frame.share(), pixels, sampled ? all(frame) : resized(frame));
    }

    @Override
    public void close() {
        aligner.close();
    }

    private Tensor sample(Frame frame) {
        int side = alignment.width();
        Lease pixels = pool.filled(
                alignment.bytes(), memory -> sampler.sample(frame.picture(), all(frame), memory, side, side));
        return new Tensor(new int[] {side, side, 3}, pixels);
    }

    private static Region all(Frame frame) {
        return Region.letterbox(frame.width(), frame.height());
    }

    /**
     * What a resized picture shows, which ends at whole pixels. A pixel of it is the middle of what it covers: seen as
     * an index into the frame, that is half of what it covers beyond where it begins, less half a pixel.
     */
    private Region resized(Frame frame) {
        int side = alignment.width();
        Letterbox box = Letterbox.of(frame.width(), frame.height(), side, side);
        double across = (double) frame.width() / box.width();
        double down = (double) frame.height() / box.height();
        double left = (0.5 - box.left()) * across - 0.5;
        double top = (0.5 - box.top()) * down - 0.5;
        return new Region(left + across * side / 2, top + down * side / 2, across * side, down * side, 0);
    }
}
