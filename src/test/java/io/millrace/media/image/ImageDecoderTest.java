package io.millrace.media.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.image.header.PngHeader;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.video.Collected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ImageDecoderTest {

    private static final Rgb SCENE = SampleImages.scene(SampleImages.WIDTH, SampleImages.HEIGHT);

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldDecodeEveryFormatTheTestsCanMake() throws Exception {
        for (Map.Entry<String, byte[]> file : SampleImages.all().entrySet()) {
            Rgb rgb = decode(file.getValue());

            boolean lossy = file.getKey().matches(".*jpg|.*gif|lossy.*");
            assertThat(rgb.hasSizeOf(SCENE)).as(file.getKey()).isTrue();
            assertThat(rgb.meanDifference(SCENE)).as(file.getKey()).isLessThan(lossy ? 12 : 1e-9);
        }
    }

    @Test
    void shouldDecodeAnimationsToTheirFirstPicture() throws Exception {
        byte[] png = SampleImages.encode(".png", SCENE);
        byte[] animated = SampleImages.withChunk(png, "acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0});

        assertThat(decode(animated).farthest(SCENE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldTurnJpegUprightWhenExifSaysHowItLies(int orientation) throws Exception {
        byte[] jpeg = SampleImages.encode(".jpg", SCENE);
        Rgb stored = decode(jpeg);

        Rgb upright = decode(SampleImages.lying(jpeg, orientation));

        assertThat(upright).usingRecursiveComparison().isEqualTo(turned(stored, orientation));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7})
    void shouldTurnPngUprightWhenExifSaysHowItLies(int orientation) throws Exception {
        byte[] png = SampleImages.encode(".png", SCENE);

        Rgb upright = decode(SampleImages.withChunk(png, "eXIf", SampleImages.exif(orientation)));

        assertThat(upright).usingRecursiveComparison().isEqualTo(turned(SCENE, orientation));
    }

    @Test
    void shouldTakeExifWithoutSenseForUpright() throws Exception {
        byte[] jpeg = SampleImages.encode(".jpg", SCENE);
        assertThat(decode(SampleImages.lying(jpeg, 9)).width()).isEqualTo(SCENE.width());
        byte[] torn = SampleImages.lying(jpeg, 6);
        torn[18] = (byte) 0x7f; // the place of the directory, of which this is the upper half
        assertThat(decode(torn).width()).isEqualTo(SCENE.width());
    }

    @Test
    void shouldGiveTheWholeSizeAndTheHashOfTheFile() throws Exception {
        byte[] jpeg = SampleImages.lying(SampleImages.encode(".jpg", SampleImages.scene(400, 300)), 6);
        Path file = SampleImages.write(folder.resolve("a.jpg"), jpeg);
        try (ImageDecoder decoder = new ImageDecoder(Rgb.settings(Scale.FAST), 100, pool, 0);
                DecodedImage image = Collected.result(decoder, new ImageFile(file, "a.jpg"))) {
            assertThat(image.width()).isEqualTo(300);
            assertThat(image.height()).isEqualTo(400);
            assertThat(image.picture().width()).isEqualTo(150);
            assertThat(image.picture().height()).isEqualTo(200);
            assertThat(image.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(jpeg)));
            assertThat(image.of().path()).isEqualTo("a.jpg");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 304, 304, 400, 304",
        "400, 304, 152, 200, 152",
        "400, 304, 153, 400, 304",
        "400, 304, 76, 100, 76",
        "400, 304, 38, 50, 38",
        "400, 304, 1, 50, 38",
        "401, 301, 38, 51, 38"
    })
    void shouldDivideJpegOnlyAsFarAsTheTargetAllows(int width, int height, int target, int wide, int high)
            throws Exception {
        Path file = SampleImages.write(
                folder.resolve("a.jpg"), SampleImages.encode(".jpg", SampleImages.scene(width, height)));
        try (ImageDecoder decoder = new ImageDecoder(Rgb.settings(Scale.FAST), target, pool, 0);
                DecodedImage image = Collected.result(decoder, new ImageFile(file, "a"))) {
            assertThat(image.picture().width()).isEqualTo(wide);
            assertThat(image.picture().height()).isEqualTo(high);
            Rgb small = Rgb.of(image);
            assertThat(small.meanDifference(shrunk(Rgb.decoded(file), wide, high)))
                    .isLessThan(width % 8 == 0 ? 3 : 20);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "EXACT"})
    void shouldDecodeEveryPixelWhenNobodySaysFast(Scale scale) throws Exception {
        Path file = SampleImages.write(folder.resolve("a.jpg"), SampleImages.encode(".jpg", SCENE));
        try (ImageDecoder decoder = new ImageDecoder(Rgb.settings(scale), 1, pool, 0);
                DecodedImage image = Collected.result(decoder, new ImageFile(file, "a"))) {
            assertThat(image.picture().width()).isEqualTo(SCENE.width());
        }
    }

    @Test
    void shouldLeaveOtherFormatsWholeWhenFast() throws Exception {
        Path file = SampleImages.write(folder.resolve("a.png"), SampleImages.encode(".png", SCENE));
        try (ImageDecoder decoder = new ImageDecoder(Rgb.settings(Scale.FAST), 1, pool, 0);
                DecodedImage image = Collected.result(decoder, new ImageFile(file, "a"))) {
            assertThat(Rgb.of(image).farthest(SCENE)).isZero();
        }
    }

    @Test
    void shouldKeepTheUpperBytesOfSixteenBits() throws Exception {
        try (Mat bgr = SampleImages.bgr(SCENE);
                Mat wide = new Mat()) {
            bgr.convertTo(wide, opencv_core.CV_16UC3, 256, 255); // each lower byte is 255
            for (String format : new String[] {".png", ".tif", ".ppm"}) {
                assertThat(decode(SampleImages.encode(format, wide)).farthest(SCENE))
                        .as(format)
                        .isLessThanOrEqualTo(format.equals(".tif") ? 1 : 0);
            }
        }
    }

    @Test
    void shouldDropAlphaAndSpreadGrey() throws Exception {
        try (Mat bgr = SampleImages.bgr(SCENE);
                Mat bgra = new Mat();
                Mat grey = new Mat();
                Mat spread = new Mat()) {
            opencv_imgproc.cvtColor(bgr, bgra, opencv_imgproc.COLOR_BGR2BGRA);
            setAlpha(bgra, 7);
            opencv_imgproc.cvtColor(bgr, grey, opencv_imgproc.COLOR_BGR2GRAY);
            opencv_imgproc.cvtColor(grey, spread, opencv_imgproc.COLOR_GRAY2BGR);
            for (String format : new String[] {".png", ".tif"}) {
                assertThat(decode(SampleImages.encode(format, bgra)).farthest(SCENE))
                        .as(format)
                        .isZero();
                Rgb expected = decode(SampleImages.encode(".bmp", spread));
                assertThat(decode(SampleImages.encode(format, grey)).farthest(expected))
                        .as(format)
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif", "webp", "tif", "ppm", "tga"})
    void shouldRefuseBeforeAllocatingWhenTheHeaderClaimsTooMuch(String format) throws Exception {
        byte[] file = huge(format);
        Reservations memory = new Reservations(64 << 20, false, ticket -> {});

        assertThatThrownBy(() -> decode(file, Rgb.settings(Scale.EXACT), memory).close())
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith("TooManyPixels: the header claims 60000x60000 pixels, more than");
        assertThat(memory.reservedBytes()).isLessThan(1 << 20);
    }

    @Test
    void shouldRefuseWhatCanNeverFit() throws Exception {
        byte[] png = SampleImages.encode(".png", SampleImages.scene(1000, 1000));
        assertThatThrownBy(() -> decode(png, Rgb.settings(Scale.EXACT), new Reservations(2 << 20, false, ticket -> {}))
                        .close())
                .hasMessageStartingWith("TooLarge: ");
    }

    @Test
    void shouldGiveBackWhatOnlyDecodingNeeds() throws Exception {
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        try (DecodedImage image = decode(SampleImages.encode(".png", SCENE), Rgb.settings(Scale.EXACT), memory)) {
            assertThat(memory.reservedBytes())
                    .isEqualTo(image.picture().pixels().size() + 1000);
        }
    }

    @Test
    void shouldFailWhatIsNoPictureAndSayWhy() throws Exception {
        assertThatThrownBy(() -> decode(new byte[0])).hasMessageStartingWith("EmptyInput: ");
        assertThatThrownBy(() -> decode("This is a text, not a picture at all.".getBytes(UTF_8)))
                .hasMessageStartingWith("NotAnImage: ");
        assertThatThrownBy(() -> decode(new byte[] {(byte) 0xff, 0x0a, 1, 2, 3, 4, 5}))
                .hasMessage("UnsupportedImage: this is a JPEG XL file, which is not supported");
        assertThatThrownBy(() -> Rgb.decoded(folder.resolve("none.jpg"))).hasMessageStartingWith("MissingInput: ");
        assertThatThrownBy(() -> Rgb.decoded(folder)).hasMessageStartingWith("NotAnImage: ");
    }

    @Test
    void shouldFailWhatIsCutOff() throws Exception {
        for (Map.Entry<String, byte[]> file : SampleImages.all().entrySet()) {
            if (!file.getKey().endsWith("gif") && !file.getKey().endsWith("bmp")) {
                byte[] half = Arrays.copyOf(file.getValue(), file.getValue().length / 2);
                assertThatThrownBy(() -> decode(half))
                        .as(file.getKey())
                        .isInstanceOf(FaultException.class)
                        .hasMessageStartingWith("CorruptImage: ");
            }
        }
    }

    @Test
    void shouldNotUnpackTextsOfAPng() throws Exception {
        ByteArrayOutputStream zeros = new ByteArrayOutputStream();
        zeros.write("Comment\0\0".getBytes(UTF_8));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(zeros)) {
            deflater.write(new byte[64 << 20]);
        }
        byte[] bomb = SampleImages.withChunk(SampleImages.encode(".png", SCENE), "zTXt", zeros.toByteArray());

        assertThat(PngHeader.keepPixels(ByteBuffer.wrap(bomb.clone()))).isEqualTo(bomb.length - 12 - zeros.size());
        assertThat(decode(bomb).farthest(SCENE)).isZero();
    }

    /** Not even looked at: these bytes are no picture. */
    @Test
    void shouldOnlyReadWhatIsKnown() throws Exception {
        byte[] bytes = "what these bytes mean is known".getBytes(UTF_8);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        ImageFile wanted = new ImageFile(SampleImages.write(folder.resolve("known"), bytes), "known");
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        Part<ImageFile> part = Parcel.first(new Ticket(Item.of("item", wanted), 0, 0, memory), wanted);
        try (ImageDecoder decoder = new ImageDecoder(Rgb.settings(Scale.EXACT), 0, pool, 1000, sha256::equals)) {
            assertThat(Collected.result(decoder, part)).isEqualTo(new DecodedImage(wanted, sha256, 0, 0, null));
        }
    }

    private Rgb decode(byte[] bytes) throws Exception {
        return Rgb.decoded(SampleImages.write(folder.resolve("picture"), bytes));
    }

    private DecodedImage decode(byte[] bytes, ImageDecodeSettings settings, Reservations memory) throws Exception {
        Path file = SampleImages.write(folder.resolve("picture"), bytes);
        ImageFile wanted = new ImageFile(file, "picture");
        Part<ImageFile> part = Parcel.first(new Ticket(Item.of("item", wanted), 0, 0, memory), wanted);
        try (ImageDecoder decoder = new ImageDecoder(settings, 0, pool, 1000)) {
            return Collected.result(decoder, part);
        }
    }

    private static Rgb shrunk(Rgb whole, int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        try (Mat from = SampleImages.bgr(whole);
                Mat to = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(from, to, size, 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.cvtColor(to, to, opencv_imgproc.COLOR_BGR2RGB);
            to.data().get(pixels);
        }
        return new Rgb(width, height, pixels);
    }

    private static void setAlpha(Mat bgra, int alpha) {
        ByteBuffer bytes = bgra.createBuffer();
        for (int i = 3; i < bytes.capacity(); i += 4) {
            bytes.put(i, (byte) alpha);
        }
    }

    /** 60000x60000 pixels, in the header only. */
    private static byte[] huge(String format) throws IOException {
        byte[] file = format.equals("gif")
                ? SampleImages.imageIo(SCENE, format)
                : format.equals("tga") ? SampleImages.all().get("plain.tga") : SampleImages.encode("." + format, SCENE);
        byte[] big = {(byte) 0xEA, 0x60};
        byte[] little = {0x60, (byte) 0xEA};
        switch (format) {
            case "png" -> put(file, 18, big, 22, big);
            case "bmp" -> put(file, 18, little, 22, little);
            case "gif" -> put(file, 6, little, 8, little);
            case "tga" -> put(file, 12, little, 14, little);
            case "jpg" -> putFrame(file, big);
            case "tif" -> putDirectory(file, little);
            case "webp" -> {
                byte[] canvas = {0x5F, (byte) 0xEA, 0, 0x5F, (byte) 0xEA, 0};
                byte[] extended = ByteBuffer.allocate(30)
                        .put("RIFF\26\0\0\0WEBPVP8X\12\0\0\0\0\0\0\0".getBytes(UTF_8))
                        .put(canvas)
                        .array();
                return extended;
            }
            default -> {
                return "P6\n# huge\n60000 60000\n255\n".getBytes(UTF_8);
            }
        }
        return file;
    }

    private static void put(byte[] file, int first, byte[] width, int second, byte[] height) {
        System.arraycopy(width, 0, file, first, 2);
        System.arraycopy(height, 0, file, second, 2);
    }

    private static void putFrame(byte[] file, byte[] side) {
        for (int i = 2; i < file.length; i++) {
            if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == 0xC0) {
                put(file, i + 5, side, i + 7, side);
                return;
            }
        }
    }

    private static void putDirectory(byte[] file, byte[] side) {
        int directory =
                ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(4);
        put(file, directory + 2 + 8, side, directory + 14 + 8, side);
    }

    /** The definition of EXIF's numbers, pixel by pixel. */
    private static Rgb turned(Rgb stored, int orientation) {
        int w = stored.width();
        int h = stored.height();
        boolean lying = orientation >= 5;
        int width = lying ? h : w;
        int height = lying ? w : h;
        byte[] pixels = new byte[stored.pixels().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from =
                        switch (orientation) {
                            case 2 -> y * w + (w - 1 - x);
                            case 3 -> (h - 1 - y) * w + (w - 1 - x);
                            case 4 -> (h - 1 - y) * w + x;
                            case 5 -> x * w + y;
                            case 6 -> (h - 1 - x) * w + y;
                            case 7 -> (h - 1 - x) * w + (w - 1 - y);
                            case 8 -> x * w + (w - 1 - y);
                            default -> y * w + x;
                        };
                System.arraycopy(stored.pixels(), 3 * from, pixels, 3 * (y * width + x), 3);
            }
        }
        return new Rgb(width, height, pixels);
    }
}
