package io.millrace.jobs.clips;

import io.millrace.config.Auto;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.media.resize.Matrix;
import io.millrace.media.video.Collected;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The contract of every step, on clips of noise whose size and rotation change from one to the next. */
class ClipTransformContractTest extends StepContract<Clip, ClipTensor> {

    /** So many frames of the size below make more than 2 GiB. */
    private static final int TOO_MANY = 1_000_000;

    @Override
    protected Step<Clip, ClipTensor> open() {
        TransformSettings settings = new TransformSettings(
                Auto.AUTO, 4, new FrameSize(24, 32), Filter.LINEAR, ChannelOrder.RGB, Matrix.STREAM, null);
        return new ClipTransform(settings, null, pool);
    }

    @Override
    protected Item<Clip> good(int n) {
        Random random = new Random(n);
        List<Picture> pictures = List.of(picture(random, n), picture(random, n), picture(random, n));
        List<Clip.Sample> samples = List.of(sample(0), sample(1), sample(1), sample(2));
        return Item.of("clip-" + n, clip(pictures, samples, n % 4 * 90));
    }

    /** A tensor that cannot be addressed. */
    @Override
    protected Item<Clip> poisoned() {
        List<Clip.Sample> samples = Collections.nCopies(TOO_MANY, sample(0));
        return Item.of("endless", clip(List.of(picture(new Random(0), 0)), samples, 0));
    }

    @Override
    protected Object describe(ClipTensor result) {
        ByteBuffer data = result.frames().data().buffer();
        return List.of(
                result.samples(),
                result.facts(),
                ByteBuffer.allocate(data.remaining()).put(data).flip());
    }

    @Override
    protected Object describeInput(Clip input) {
        return Collected.describe(input);
    }

    /** One of two sizes: a converter is kept from clip to clip while they stay the same. */
    private Picture picture(Random random, int n) {
        int width = n % 2 == 0 ? 40 : 30;
        Lease pixels = pool.lease(width * 20 * 3);
        byte[] noise = new byte[width * 20 * 3];
        random.nextBytes(noise);
        pixels.buffer().put(noise);
        return new Picture(PixelLayout.RGB24, width, 20, pixels);
    }

    private static Clip.Sample sample(int picture) {
        return new Clip.Sample(picture, picture, picture);
    }

    private static Clip clip(List<Picture> pictures, List<Clip.Sample> samples, int rotation) {
        VideoFacts facts = new VideoFacts("rawvideo", 40, 20, rotation, 1, 3, 3, 0);
        return new Clip(Collected.whole(Path.of("noise")), pictures, samples, facts, "sequential");
    }
}
