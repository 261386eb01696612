package io.millrace.media.resize;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** The contract of every step, on pictures of noise whose size changes from one to the next. */
class ImageAlignerContractTest extends StepContract<DecodedImage, AlignedImage> {

    @Override
    protected Step<DecodedImage, AlignedImage> open() {
        return new ImageAligner(new Alignment(24, 24, Fit.CENTRE_CROP, Filter.PILLOW_BICUBIC), pool);
    }

    @Override
    protected Item<DecodedImage> good(int n) {
        int width = n % 2 == 0 ? 40 : 30;
        byte[] noise = new byte[width * 35 * 3];
        new Random(n).nextBytes(noise);
        return Item.of("image-" + n, DecodedImages.of(pool, noise, width, 35));
    }

    /** Longer than the filter bears. */
    @Override
    protected Item<DecodedImage> poisoned() {
        return Item.of("endless", DecodedImages.of(pool, new byte[300_000 * 3], 1, 300_000));
    }

    @Override
    protected Object describe(AlignedImage result) {
        return List.of(
                result.of(),
                result.sha256(),
                result.width(),
                bytes(result.pixels().data().buffer()));
    }

    @Override
    protected Object describeInput(DecodedImage input) {
        return bytes(input.picture().pixels().buffer());
    }

    private static ByteBuffer bytes(ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }
}
