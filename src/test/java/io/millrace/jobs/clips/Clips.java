package io.millrace.jobs.clips;

import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Tensor;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.media.pixel.VideoText;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Small clips as the transform stage hands them on. */
final class Clips {

    static final int[] SHAPE = {2, 3, 4, 3};

    private Clips() {}

    /** Its content depends on {@code seed} alone. */
    static Item<ClipTensor> clip(BufferPool pool, String id, long seed) {
        VideoText of = new VideoText(Path.of("/somewhere/else/" + id + ".mp4"), "a caption, " + seed, 0, 1, null);
        return item(id, tensor(pool, of, seed));
    }

    static Item<ClipTensor> item(String id, ClipTensor clip) {
        return new Item<>(new ItemId(id), id + ".mp4", Identity.NONE, clip, null);
    }

    /** Shares out everything to training. */
    static Splits allTrain() {
        return splits(SplitSettings.Mode.ALL_TRAIN, 0, "0.8", "0.1", "0.1");
    }

    static Splits splits(SplitSettings.Mode mode, long seed, String... ratios) {
        return new Splits(new SplitSettings(mode, List.of(ratios), seed));
    }

    static ClipTensor withTokens(ClipTensor clip, long... tokens) {
        return new ClipTensor(
                clip.of(),
                tokens,
                clip.frames(),
                clip.samples(),
                clip.facts(),
                clip.decoding(),
                clip.filter(),
                clip.channelOrder());
    }

    static ClipTensor tensor(BufferPool pool, VideoText of, long seed) {
        Lease data = pool.lease(2 * 3 * 4 * 3);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[data.size()];
        random.nextBytes(pixels);
        data.buffer().put(pixels);
        List<Clip.Sample> samples = List.of(new Clip.Sample(0, 0, 0), new Clip.Sample(7, 7 / 30.0, 1));
        VideoFacts facts = new VideoFacts("h264", 640, 360, 90, 30000 / 1001.0, 0.26693333333333336, 8, 3);
        return new ClipTensor(of, null, new Tensor(SHAPE, data), samples, facts, "sequential", "linear", "rgb");
    }
}
