package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Tensor;
import java.util.List;

/**
 * Cuts out what the hand model is to see: the region of each palm, upright, square. Needs 3 x side x side bytes a palm
 * beside the frame, which is not needed any more behind it.
 */
public final class HandCropper implements Step<FramePalms, FrameCrops> {

    private final int side;
    private final BufferPool pool;
    private final RegionSampler sampler = new RegionSampler(RegionSampler.Border.EDGE);

    /** @param side of a crop, in pixels */
    public HandCropper(int side, BufferPool pool) {
        this.side = side;
        this.pool = pool;
    }

    @Override
    public void apply(List<Part<FramePalms>> batch, Output<FrameCrops> out) {
        for (Part<FramePalms> part : batch) {
            List<Region> regions =
                    part.payload().palms().stream().map(Palm::region).toList();
            out.emit(part, crop(part.payload().frame(), regions));
        }
    }

    /** The frame stays the caller's. */
    public FrameCrops crop(Frame frame, List<Region> regions) {
        Tensor pixels = regions.isEmpty() ? null : pixels(frame, regions);
        return new FrameCrops(
                frame.reel().hold(), frame.index(), frame.ptsS(), frame.width(), frame.height(), regions, pixels);
    }

    private Tensor pixels(Frame frame, List<Region> regions) {
        int bytes = 3 * side * side;
        Lease pixels = pool.filled(regions.size() * bytes, all -> {
            for (int i = 0; i < regions.size(); i++) {
                sampler.sample(frame.picture(), regions.get(i), all.slice(i * bytes, bytes), side, side);
            }
        });
        return new Tensor(new int[] {regions.size(), side, side, 3}, pixels);
    }
}
