package io.millrace.media.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import io.millrace.media.video.Collected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImageAlignerTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final int[] GOLDEN_4X4 = {
        78, 81, 112, 124, 142, 185, 96, 131, 119, 128, 165, 101, 143, 98, 126, 142, 142, 109, 90, 102, 136, 145, 124,
                167,
        78, 116, 144, 122, 163, 131, 114, 120, 159, 166, 145, 85, 100, 125, 157, 166, 82, 120, 105, 142, 175, 83, 120,
                117
    };
    private static final int[] GOLDEN_CROP = {
        105, 84, 115, 128, 135, 170, 88, 121, 121, 105, 107, 134, 135, 162, 110, 109, 110, 148, 94, 125, 156, 151, 100,
        131, 104, 138, 173
    };

    private final BufferPool pool = new BufferPool(64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldSeeEverythingWhenStretched() throws Exception {
        byte[] picture = DecodedImages.ramp(4 * 3);
        assertThat(aligned(picture, 4, 3, new Alignment(3, 4, Fit.STRETCH, Filter.LINEAR)))
                .isEqualTo(picture);
        assertThat(aligned(picture, 4, 3, new Alignment(1, 1, Fit.STRETCH, Filter.AREA)))
                .hasSize(3);
    }

    /** Pillow's own answers. */
    @Test
    void shouldGivePillowsBytes() throws Exception {
        byte[] picture = DecodedImages.ramp(7 * 5);
        assertThat(unsigned(aligned(picture, 7, 5, new Alignment(4, 4, Fit.STRETCH, Filter.PILLOW_BICUBIC))))
                .isEqualTo(GOLDEN_4X4);
        assertThat(unsigned(aligned(picture, 7, 5, new Alignment(3, 3, Fit.CENTRE_CROP, Filter.PILLOW_BICUBIC))))
                .isEqualTo(GOLDEN_CROP);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldCropTheCentreAsClipDoesWhenPillowIsInstalled() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON) && python("import PIL, numpy") == 0, "needs Python with Pillow");
        for (int[] size : new int[][] {{333, 217}, {217, 334}, {224, 224}, {100, 301}, {640, 225}, {1, 5}}) {
            byte[] picture = new byte[3 * size[0] * size[1]];
            new Random(size[0]).nextBytes(picture);
            Files.write(folder.resolve("picture"), picture);
            Alignment clip = new Alignment(224, 224, Fit.CENTRE_CROP, Filter.PILLOW_BICUBIC);
            Files.write(folder.resolve("aligned"), aligned(picture, size[0], size[1], clip));
            String compare = "import numpy as n, sys; from PIL import Image; w, h = map(int, sys.argv[2:4]);"
                    + " a = n.fromfile(sys.argv[1] + '/picture', n.uint8).reshape(h, w, 3);"
                    + " b = n.fromfile(sys.argv[1] + '/aligned', n.uint8).reshape(224, 224, 3);"
                    + " t = (224, int(224 * h / w)) if w <= h else (int(224 * w / h), 224);"
                    + " x, y = (int(round((s - 224) / 2.0)) for s in t);"
                    + " c = n.asarray(Image.fromarray(a).resize(t, Image.BICUBIC).crop((x, y, x + 224, y + 224)));"
                    + " sys.exit(min(100, int(abs(b.astype(int) - c).max())))";
            assertThat(python(compare, folder.toString(), "" + size[0], "" + size[1]))
                    .as(size[0] + "x" + size[1])
                    .isZero();
        }
    }

    @Test
    void shouldPutThePictureInTheMiddleOfBlackWhenLetterboxed() throws Exception {
        byte[] white = new byte[4 * 2 * 3];
        Arrays.fill(white, (byte) 255);
        for (Filter filter : Filter.values()) {
            byte[] wide = aligned(white, 4, 2, new Alignment(4, 4, Fit.LETTERBOX, filter));
            assertThat(reds(wide)).as("wide, " + filter).isEqualTo("0000" + "1111" + "1111" + "0000");
            byte[] tall = aligned(white, 2, 4, new Alignment(2, 4, Fit.LETTERBOX, filter));
            assertThat(reds(tall)).as("tall, " + filter).isEqualTo("0100" + "0100");
        }
    }

    /** What is cut off is not computed: this would be 224 x 22,400,000 pixels. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldTakeLittleForAStripOfPaper() throws Exception {
        byte[] strip = new byte[2 * 200_000 * 3];
        Alignment clip = new Alignment(224, 224, Fit.CENTRE_CROP, Filter.PILLOW_BICUBIC);
        assertThat(aligned(strip, 2, 200_000, clip)).hasSize(clip.bytes());
        assertThatThrownBy(() -> aligned(new byte[300_000 * 3], 1, 300_000, clip))
                .isInstanceOf(FaultException.class)
                .hasMessage("TooLarge: a side of 300000 pixels; pillow-bicubic takes at most 262144");
    }

    @Test
    void shouldCountThePictureAndWhatWasMadeOfIt() throws Exception {
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        Alignment alignment = new Alignment(4, 5, Fit.STRETCH, Filter.LINEAR);
        try (DecodedImage image = DecodedImages.of(pool, new byte[6], 2, 1);
                ImageAligner aligner = new ImageAligner(alignment, pool)) {
            Part<DecodedImage> part = Parcel.first(new Ticket(Item.of("item", image), 0, 0, memory), image);
            part.reserve(1 << 20);
            AlignedImage aligned = Collected.result(aligner, part);
            assertThat(aligned.width()).isEqualTo(image.width());
            assertThat(aligned.pixels().shape()).containsExactly(4, 5, 3);
            aligned.close();
            assertThat(memory.reservedBytes()).isEqualTo(6 + 4 * 5 * 3);
        }
    }

    @Test
    void shouldRefuseACropThatCannotBeMade() {
        assertThatThrownBy(() -> new Alignment(224, 200, Fit.CENTRE_CROP, Filter.PILLOW_BICUBIC))
                .hasMessage("centre-crop is for square sizes, not 224x200");
        assertThatThrownBy(() -> new Alignment(224, 224, Fit.CENTRE_CROP, Filter.AREA))
                .hasMessage("centre-crop goes with filter = pillow-bicubic only");
    }

    private byte[] aligned(byte[] rgb, int width, int height, Alignment alignment) throws Exception {
        try (DecodedImage image = DecodedImages.of(pool, rgb, width, height);
                ImageAligner aligner = new ImageAligner(alignment, pool);
                AlignedImage aligned = Collected.result(aligner, image)) {
            byte[] bytes = new byte[aligned.pixels().data().size()];
            aligned.pixels().data().buffer().get(bytes);
            return bytes;
        }
    }

    private static String reds(byte[] rgb) {
        StringBuilder reds = new StringBuilder();
        for (int i = 0; i < rgb.length; i += 3) {
            reds.append(rgb[i] == 0 ? '0' : '1');
        }
        return reds.toString();
    }

    private static int[] unsigned(byte[] bytes) {
        int[] numbers = new int[bytes.length];
        Arrays.setAll(numbers, i -> bytes[i] & 0xff);
        return numbers;
    }

    private static int python(String code, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-c", code));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
