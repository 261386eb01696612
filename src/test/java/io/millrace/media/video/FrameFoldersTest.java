package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.Reservations;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Reel;
import io.millrace.media.video.Streamed.Left;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of pictures as videos. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FrameFoldersTest {

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(pool.leases()).isZero();
    }

    /** Widths tell which file a frame is of. */
    @Test
    void shouldTakePicturesInNaturalOrderEachInItsSize() throws Exception {
        write("frame_10.png", 14);
        write("frame_9.JPG", 13);
        write("Frame_1.png", 11);
        write("frame_011.png", 15);
        write("frame_2.png", 12);
        write(".hidden.png", 99);
        write("other.bmp", 98);
        Files.createDirectory(folder.resolve("below"));
        write("below/frame_3.png", 97);

        List<Left> left = frames(frame -> {
            assertThat(frame.reel().fps()).isNaN();
            assertThat(frame.reel().of().path()).isEqualTo(folder);
            assertThat(frame.height()).isEqualTo(2 * frame.width());
            assertThat(frame.picture().pixels().size()).isEqualTo(3 * frame.width() * frame.height());
        });

        assertThat(left).extracting(Left::width).containsExactly(11, 12, 13, 14, 15);
        assertThat(left).extracting(Left::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(left).extracting(Left::count).containsExactly(-1, -1, -1, -1, 5);
        assertThat(left).extracting(Left::ptsS).allMatch(pts -> pts.isNaN());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void shouldPassOverAPictureThatCannotBeReadAndSayWhich(int broken) throws Exception {
        for (int i = 0; i < 6; i++) {
            write(i + ".png", 20 + i);
        }
        tear(broken + ".png");
        List<List<Reel.SkippedFrame>> skipped = new ArrayList<>();

        List<Left> left = frames(frame -> skipped.add(frame.reel().skipped()));

        assertThat(left)
                .extracting(Left::index)
                .hasSize(5)
                .doesNotContain(broken)
                .isSorted();
        assertThat(left.get(4).count()).isEqualTo(5);
        assertThat(skipped.get(4))
                .containsExactly(
                        new Reel.SkippedFrame(broken, broken + ".png", "CorruptImage: the PNG file does not decode"));
    }

    @Test
    void shouldFailWhenAPictureCannotBeReadAndNoneMayBeMissing() throws Exception {
        for (int i = 0; i < 4; i++) {
            write(i + ".png", 20);
        }
        tear("2.png");
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.FAIL)) {
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.folder(folder), frame -> {}))
                    .isInstanceOf(FaultException.class)
                    .hasMessage("CorruptImage: 2.png: the PNG file does not decode");
        }
    }

    @Test
    void shouldFailWhenNoPictureCanBeRead() throws Exception {
        Files.createFile(folder.resolve("1.png"));
        Files.writeString(folder.resolve("2.png"), "no picture");

        assertFault("EmptyInput: none of the 2 frames can be read; the first, 1.png: the file has no bytes", folder);
    }

    @Test
    void shouldFailWhenThereIsNoFolderOfPictures() throws Exception {
        write("only.bmp", 10);

        assertFault("EmptyInput: the folder holds no picture, none of its names ends in jpg, png", folder);
        assertFault("MissingInput: there is no such folder", folder.resolve("missing"));
        assertFault("NotAFolder: this is a file", folder.resolve("only.bmp"));
    }

    /** A disk that is away is no reason to leave frames out. */
    @Test
    void shouldFailPassinglyWhenAPictureGoesAway() throws Exception {
        for (int i = 0; i < 4; i++) {
            write(i + ".png", 20);
        }
        assertThatThrownBy(() -> frames(frame -> Files.deleteIfExists(folder.resolve("3.png"))))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault().passing()).isTrue())
                .hasMessage("MissingInput: 3.png: there is no such file");
    }

    @Test
    void shouldHoldFewFramesHoweverManyThereAre() throws Exception {
        byte[] picture = png(32);
        for (int i = 0; i < 300; i++) {
            Files.write(folder.resolve(i + ".png"), picture);
        }
        Reservations memory = memory(64);
        AtomicInteger most = new AtomicInteger();
        long[] held = {Long.MAX_VALUE, 0};
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            List<Left> left = Streamed.frames(decoder, Streamed.folder(folder), memory, frame -> {
                most.accumulateAndGet(pool.leases(), Math::max);
                held[0] = Math.min(held[0], memory.reservedBytes());
                held[1] = Math.max(held[1], memory.reservedBytes());
            });
            assertThat(left).hasSize(300).extracting(Left::most).containsOnly(Streamed.AHEAD);
        }
        assertThat(most.get()).as("leases at once").isEqualTo(2);
        assertThat(held[0]).as("reserved from the first to the last").isEqualTo(held[1]);
        assertThat(memory.reservedBytes()).isEqualTo(Streamed.AHEAD * 3L * 32 * 64);
    }

    @Test
    void shouldBringEverythingHomeWhenTheWorkerIsToLeave() throws Exception {
        for (int i = 0; i < 6; i++) {
            write(i + ".png", 20);
        }
        assertThatThrownBy(() -> frames(frame -> {
                    if (frame.index() == 2) {
                        throw new InterruptedException("the output was left");
                    }
                }))
                .hasMessage("the output was left");
        assertThat(pool.leases()).isZero();
        assertThatThrownBy(() -> frames(frame -> {
                    if (frame.index() == 2) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(InterruptedException.class);
    }

    /** A frame of 250x500 is 0.4 MB; one of 1000x2000 is 6 MB, and making it takes 16. */
    @Test
    void shouldLetFewerFramesBeUnderWayWhenALargerOneComes() throws Exception {
        for (int i = 0; i < 5; i++) {
            write(i + ".png", 250);
        }
        write("5.png", 1000);
        write("6.png", 250);

        assertThat(withAhead(75))
                .extracting(Left::most)
                .startsWith(75, 75, 75, 75)
                .endsWith(1, 1, 1);
        assertThat(withAhead(200).get(6).most()).isBetween(2, 12);
    }

    @Test
    void shouldPassOverAPictureThatDoesNotFitBesideThoseBeforeIt() throws Exception {
        for (int i = 0; i < 4; i++) {
            write(i + ".png", 40);
        }
        write("4.png", 1500);
        write("5.png", 40);
        List<String> faults = new ArrayList<>();

        List<Left> left = frames(frame -> frame.reel().skipped().forEach(skipped -> faults.add(skipped.fault())));

        assertThat(left).extracting(Left::index).containsExactly(0, 1, 2, 3, 5);
        assertThat(left).extracting(Left::most).containsOnly(Streamed.AHEAD);
        assertThat(faults).isNotEmpty().allMatch(fault -> fault.startsWith("TooLarge: a frame that needs "));
    }

    /** A file that is a little larger, a frame that is: both are usual, and neither makes many frames wait. */
    @Test
    void shouldLetNearlyAsManyBeUnderWayWhenFramesDifferALittle() throws Exception {
        for (int i = 0; i < 20; i++) {
            write(i + ".png", 200 + i);
        }

        assertThat(frames(frame -> {}))
                .extracting(Left::most)
                .hasSize(20)
                .containsOnly(Streamed.AHEAD, Streamed.AHEAD - 1);
    }

    /** As long as none has left everything can be had. */
    @Test
    void shouldReserveMoreWhenTheSecondPictureIsLarger() throws Exception {
        write("0.png", 40);
        write("1.png", 1000);
        write("2.png", 40);

        assertThat(frames(frame -> {})).extracting(Left::most).containsOnly(Streamed.AHEAD);
    }

    /** It was let out for one that could not be read, and so nobody was told that it was the last. */
    @Test
    void shouldFailWhenTheLastFrameIsALargerOneThatCannotBeRead() throws Exception {
        for (int i = 0; i < 3; i++) {
            write(i + ".png", 250);
        }
        write("3.png", 1000);
        tear("3.png");
        assertThatThrownBy(() -> withAhead(75)).hasMessage("CorruptImage: 3.png: the PNG file does not decode");

        write("4.png", 250);
        assertThat(withAhead(75)).extracting(Left::index).containsExactly(0, 1, 2, 4);
    }

    private List<Left> withAhead(int ahead) throws Exception {
        FrameDecodeSettings settings = Streamed.settings(FrameError.SKIP);
        try (FrameDecoder<Frame> decoder =
                new FrameDecoder<>(settings, ahead, Streamed.EXTENSIONS, pool, 0, () -> Frame::share)) {
            return Streamed.frames(decoder, Streamed.folder(folder), memory(200), frame -> {});
        }
    }

    private void assertFault(String beginning, Path path) {
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.folder(path), frame -> {}))
                    .isInstanceOf(FaultException.class)
                    .hasMessageStartingWith(beginning);
        }
    }

    private List<Left> frames(Streamed.Look look) throws Exception {
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            return Streamed.frames(decoder, Streamed.folder(folder), memory(64), look);
        }
    }

    private static Reservations memory(int mebibytes) {
        return new Reservations((long) mebibytes << 20, false, ticket -> {});
    }

    private void write(String name, int width) throws Exception {
        Files.write(folder.resolve(name), png(width)); // the bytes tell, not the name
    }

    /** Twice as high as wide, and of little to decode. */
    private static byte[] png(int width) throws Exception {
        BufferedImage image = new BufferedImage(width, 2 * width, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width; i++) {
            image.setRGB(i, i, 0x00ff00 + i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private void tear(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        Files.write(folder.resolve(name), Arrays.copyOf(bytes, bytes.length / 2));
    }
}
