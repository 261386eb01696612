package io.millrace.media.image;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every step, on pictures of several formats. */
class ImageDecoderContractTest extends StepContract<ImageFile, DecodedImage> {

    private static final List<Path> FILES = new ArrayList<>();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        for (var file : SampleImages.all().entrySet()) {
            FILES.add(SampleImages.write(folder.resolve(file.getKey()), file.getValue()));
        }
        byte[] jpeg = SampleImages.lying(SampleImages.all().get("baseline.jpg"), 8);
        FILES.set(1, SampleImages.write(folder.resolve("lying.jpg"), jpeg));
        SampleImages.write(folder.resolve("torn.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    }

    @Override
    protected Step<ImageFile, DecodedImage> open() {
        return new ImageDecoder(Rgb.settings(Scale.EXACT), 0, pool, 0);
    }

    @Override
    protected Item<ImageFile> good(int n) {
        Path file = FILES.get(n % FILES.size());
        return Item.of("image-" + n, new ImageFile(file, "image-" + n));
    }

    @Override
    protected Item<ImageFile> poisoned() {
        return Item.of("torn", new ImageFile(folder.resolve("torn.jpg"), "torn"));
    }

    @Override
    protected Object describe(DecodedImage result) {
        Rgb rgb = Rgb.of(result);
        return List.of(result.of(), result.sha256(), result.width(), rgb.width(), ByteBuffer.wrap(rgb.pixels()));
    }

    @Override
    protected Object describeInput(ImageFile input) {
        try {
            return List.of(input, ByteBuffer.wrap(Files.readAllBytes(input.file())));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
