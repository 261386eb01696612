package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.Fixtures;
import io.millrace.config.Auto;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.media.resize.Matrix;
import io.millrace.media.resize.Resizer;
import io.millrace.media.sample.FramePattern;
import io.millrace.media.sample.SampleVideo;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import io.millrace.media.video.Collected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ClipTransformTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final BufferPool pool = new BufferPool(64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldKeepFramesInOrderWhenResized() throws Exception {
        Path file = SampleVideos.write(folder.resolve("v.mp4"), Coding.MPEG4_MP4, 320, 240, 50)
                .file();
        try (Clip clip = Collected.clip(pool, Collected.whole(file), 16);
                ClipTensor tensor = transform(clip, "160x256", Filter.LINEAR, ChannelOrder.RGB)) {
            assertThat(tensor.frames().shape()).containsExactly(16, 160, 256, 3);
            for (int i = 0; i < 16; i++) {
                assertThat(number(tensor, i)).isEqualTo(clip.samples().get(i).index());
            }
        }
    }

    @Test
    void shouldRepeatFramesWhenTheVideoIsShort() throws Exception {
        Path file = SampleVideos.write(folder.resolve("v.mkv"), Coding.FFV1_MKV, 160, 120, 2)
                .file();
        try (Clip clip = Collected.clip(pool, Collected.whole(file), 4);
                ClipTensor tensor = transform(clip, "60x80", Filter.AREA, ChannelOrder.RGB)) {
            assertThat(List.of(number(tensor, 0), number(tensor, 1), number(tensor, 2), number(tensor, 3)))
                    .containsExactly(0, 0, 0, 1);
        }
    }

    /** A picture of 2 x 3 pixels, each with its own colour, resized to its own size: the turn alone. */
    @Test
    void shouldTurnThePictureUprightWhenTheContainerSaysSo() throws Exception {
        byte[] stored = {1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0, 6, 0, 0};
        assertThat(reds(stored, 0, "2x3")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(reds(stored, 90, "3x2")).containsExactly(4, 1, 5, 2, 6, 3);
        assertThat(reds(stored, 180, "2x3")).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(reds(stored, 270, "3x2")).containsExactly(3, 6, 2, 5, 1, 4);
    }

    @Test
    void shouldTurnARealVideoWhenItsContainerSaysSo() throws Exception {
        SampleVideo video = SampleVideos.write(folder.resolve("t.mp4"), Coding.TURNED_MP4, 320, 240, 10);
        try (Clip clip = Collected.clip(pool, Collected.whole(video.file()), 1);
                ClipTensor tensor = transform(clip, "320x240", Filter.LINEAR, ChannelOrder.RGB)) {
            // Frame 0 has only black blocks in its lower half, which a quarter turn clockwise puts on the left.
            int row = 160 * 240;
            assertThat(tensor.frames().data().buffer().get((row + 20) * 3 + 2) & 0xff)
                    .isLessThan(40);
            assertThat(tensor.frames().data().buffer().get((row + 220) * 3 + 2) & 0xff)
                    .isGreaterThan(40);
        }
    }

    @Test
    void shouldSwapTheOuterChannelsWhenBgrIsAsked() throws Exception {
        byte[] stored = {10, 20, 30, 40, 50, 60};
        try (Clip clip = clip(stored, 2, 1, 0);
                ClipTensor tensor = transform(clip, "1x2", Filter.LINEAR, ChannelOrder.BGR)) {
            assertThat(bytes(tensor)).containsExactly(30, 20, 10, 60, 50, 40);
            assertThat(tensor.channelOrder()).isEqualTo("bgr");
        }
    }

    /** They are closed when the tensor has found room in the next link. */
    @Test
    void shouldStillCountThePicturesWhenTheTensorIsMade() throws Exception {
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        try (Clip clip = clip(new byte[6], 2, 1, 0);
                ClipTransform transform =
                        new ClipTransform(settings("4x5", Filter.LINEAR, ChannelOrder.RGB), null, pool)) {
            Part<Clip> part = Parcel.first(new Ticket(Item.of("item", clip), 0, 0, memory), clip);
            part.reserve(1 << 30);
            Collected.result(transform, part).close();
            assertThat(memory.reservedBytes()).isEqualTo(6 + 4 * 5 * 3);
        }
    }

    @Test
    void shouldFailWhenTheTensorCannotBeAddressed() throws Exception {
        try (Clip one = clip(new byte[6], 2, 1, 0)) {
            List<Clip.Sample> many = Collections.nCopies(50_000, one.samples().get(0));
            Clip clip = new Clip(one.of(), one.pictures(), many, one.facts(), one.decoding());
            assertThatThrownBy(() -> transform(clip, "160x256", Filter.LINEAR, ChannelOrder.RGB))
                    .isInstanceOf(FaultException.class)
                    .hasMessageStartingWith("TooLarge");
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldResizeAsPythonsOpenCvDoesWhenThatIsInstalled() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON) && python("import cv2, numpy") == 0, "needs Python with OpenCV");
        byte[] stored = new byte[333 * 217 * 3];
        new Random(7).nextBytes(stored);
        Files.write(folder.resolve("stored"), stored);
        for (Filter filter : EnumSet.complementOf(EnumSet.of(Filter.PILLOW_BICUBIC))) {
            try (Clip clip = clip(stored, 333, 217, 0);
                    ClipTensor tensor = transform(clip, "160x256", filter, ChannelOrder.RGB)) {
                Files.write(folder.resolve("resized"), bytes(tensor));
            }
            String compare = "import cv2, numpy as n, sys; a = n.fromfile(sys.argv[1] + '/stored', n.uint8)"
                    + ".reshape(217, 333, 3); b = n.fromfile(sys.argv[1] + '/resized', n.uint8).reshape(160, 256, 3);"
                    + " c = cv2.resize(a, (256, 160), interpolation=int(sys.argv[2]));"
                    + " sys.exit(min(100, int(abs(b.astype(int) - c).max())))";
            int most = python(compare, folder.toString(), "" + Resizer.interpolation(filter));
            assertThat(most).as(filter.name()).isZero();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldResizeAsPillowDoesWhenThatIsInstalled() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON) && python("import PIL, numpy") == 0, "needs Python with Pillow");
        byte[] stored = new byte[333 * 217 * 3];
        new Random(7).nextBytes(stored);
        Files.write(folder.resolve("stored"), stored);
        for (String size : List.of("160x256", "500x400", "217x100", "1x1")) {
            try (Clip clip = clip(stored, 333, 217, 0);
                    ClipTensor tensor = transform(clip, size, Filter.PILLOW_BICUBIC, ChannelOrder.RGB)) {
                Files.write(folder.resolve("resized"), bytes(tensor));
            }
            String compare = "import numpy as n, sys; from PIL import Image; h, w = map(int, sys.argv[2].split('x'));"
                    + " a = n.fromfile(sys.argv[1] + '/stored', n.uint8).reshape(217, 333, 3);"
                    + " b = n.fromfile(sys.argv[1] + '/resized', n.uint8).reshape(h, w, 3);"
                    + " c = n.asarray(Image.fromarray(a).resize((w, h), Image.BICUBIC));"
                    + " sys.exit(min(100, int(abs(b.astype(int) - c).max())))";
            assertThat(python(compare, folder.toString(), size)).as(size).isZero();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldGiveTheColoursOfPythonsOpenCvWhenBt601IsAsked() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON) && python("import cv2, numpy") == 0, "needs Python with OpenCV");
        // A stream that names BT.709, which that OpenCV overlooks.
        Path video = Fixtures.path("video/plain/nasa_13013.mp4");
        TransformSettings settings = new TransformSettings(
                Auto.AUTO, 4, new FrameSize(180, 320), Filter.LINEAR, ChannelOrder.BGR, Matrix.BT601, null);
        try (ClipTransform transform = new ClipTransform(settings, null, pool);
                Clip clip = Collected.clip(pool, Collected.whole(video), 1);
                ClipTensor tensor = Collected.result(transform, clip)) {
            Files.write(folder.resolve("ours"), bytes(tensor));
        }
        String compare = "import cv2, numpy as n, sys; a = n.fromfile(sys.argv[1] + '/ours', n.uint8)"
                + ".reshape(180, 320, 3).astype(int); b = cv2.VideoCapture(sys.argv[2]).read()[1];"
                + " sys.exit(min(100, int(abs(a - b).max())))";
        assertThat(python(compare, folder.toString(), video.toString())).isLessThanOrEqualTo(2);
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

    private int[] reds(byte[] stored, int rotation, String size) throws Exception {
        try (Clip clip = clip(stored, 3, 2, rotation);
                ClipTensor tensor = transform(clip, size, Filter.LINEAR, ChannelOrder.RGB)) {
            byte[] bytes = bytes(tensor);
            int[] reds = new int[bytes.length / 3];
            Arrays.setAll(reds, i -> bytes[3 * i]);
            return reds;
        }
    }

    private Clip clip(byte[] rgb, int width, int height, int rotation) {
        Lease pixels = pool.lease(rgb.length);
        pixels.buffer().put(rgb);
        return new Clip(
                Collected.whole(folder),
                List.of(new Picture(PixelLayout.RGB24, width, height, pixels)),
                List.of(new Clip.Sample(0, 0, 0)),
                new VideoFacts("rawvideo", width, height, rotation, 1, 1, 1, 0),
                "sequential");
    }

    private ClipTensor transform(Clip clip, String size, Filter filter, ChannelOrder order) throws Exception {
        try (ClipTransform transform = new ClipTransform(settings(size, filter, order), null, pool)) {
            return Collected.result(transform, clip);
        }
    }

    private static TransformSettings settings(String size, Filter filter, ChannelOrder order) {
        return new TransformSettings(Auto.AUTO, 4, FrameSize.parse(size), filter, order, Matrix.STREAM, null);
    }

    private static byte[] bytes(ClipTensor tensor) {
        byte[] bytes = new byte[tensor.frames().data().size()];
        tensor.frames().data().buffer().get(bytes);
        return bytes;
    }

    private static int number(ClipTensor tensor, int frame) {
        int[] shape = tensor.frames().shape();
        int frameBytes = shape[1] * shape[2] * 3;
        return FramePattern.read(
                tensor.frames().data().buffer().slice(frame * frameBytes, frameBytes), shape[2], shape[1], 3);
    }
}
