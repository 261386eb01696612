package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.resize.DecodedImages;
import io.millrace.media.video.Collected;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract of every step, on pictures of noise whose size changes from one to the next. */
class StatisticalStepContractTest extends StepContract<DecodedImage, Embedding> {

    @Test
    void shouldHaveNoVectorForWhatIsKnown() throws Exception {
        DecodedImage known = new DecodedImage(new ImageFile(Path.of("a.png"), "a.png"), "0".repeat(64), 0, 0, null);
        try (Step<DecodedImage, Embedding> step = open()) {
            assertThat(Collected.result(step, known).vector()).isNull();
        }
    }

    /** A vector may wait long for its transaction: it must not hold the memory of its picture. */
    @Test
    void shouldGiveTheMemoryOfThePictureBack() throws Exception {
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        Item<DecodedImage> item = good(1);
        Part<DecodedImage> part = Parcel.first(new Ticket(item, 0, 0, memory), item.body());
        part.reserve(1 << 20);
        try (Step<DecodedImage, Embedding> step = open()) {
            Collected.result(step, part);
        }
        assertThat(memory.reservedBytes()).isZero();
        item.body().close();
    }

    @Override
    protected Step<DecodedImage, Embedding> open() {
        return new StatisticalStep();
    }

    @Override
    protected Item<DecodedImage> good(int n) {
        int width = n % 2 == 0 ? 40 : 90;
        byte[] noise = new byte[width * 35 * 3];
        new Random(n).nextBytes(noise);
        return Item.of("image-" + n, DecodedImages.of(pool, noise, width, 35));
    }

    @Override
    protected Item<DecodedImage> poisoned() {
        return null;
    }

    @Override
    protected Object describe(Embedding result) {
        return List.of(result.of(), result.sha256(), result.width(), Arrays.toString(result.vector()));
    }

    @Override
    protected Object describeInput(DecodedImage input) {
        ByteBuffer data = input.picture().pixels().buffer();
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }
}
