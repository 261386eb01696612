package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Fixtures;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.RgbFrames;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RegionSamplerTest {

    private static final int TOLERANCE = 7;

    private final BufferPool pool = new BufferPool(0);

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldGiveThePictureItselfWhenThatIsTheRegion() throws Exception {
        try (Frame frame = Frames.noise(pool, 1, 12, 12)) {
            byte[] sample = sample(frame, Region.letterbox(12, 12), RegionSampler.Border.BLACK, 12, 12);
            assertThat(ByteBuffer.wrap(sample))
                    .isEqualTo(Frames.bytes(frame.picture().pixels().buffer()));
        }
    }

    /** Twice as many pixels: each second is one of the picture's, and those between are in the middle. */
    @Test
    void shouldSampleAtWholeFractions() throws Exception {
        try (Frame frame = ramp(8, 8)) {
            byte[] sample = sample(frame, Region.letterbox(8, 8), RegionSampler.Border.EDGE, 16, 16);
            for (int x = 0; x < 15; x++) {
                assertThat(sample[3 * x] & 0xff).as("column " + x).isEqualTo(10 * x);
            }
            assertThat(sample[3 * 15] & 0xff).as("beyond the last column").isEqualTo(140);
        }
    }

    @Test
    void shouldTurnClockwise() throws Exception {
        try (Frame frame = ramp(8, 8)) {
            Region turned = new Region(4, 4, 8, 8, Math.PI / 2);
            byte[] sample = sample(frame, turned, RegionSampler.Border.EDGE, 8, 8);
            // What is on the right of the picture is on top of the sample.
            for (int y = 1; y < 8; y++) {
                assertThat(sample[3 * 8 * y] & 0xff).as("row " + y).isEqualTo(20 * (8 - y));
            }
        }
    }

    @Test
    void shouldFillWhatLiesOutside() throws Exception {
        byte[] white = new byte[3 * 4 * 4];
        java.util.Arrays.fill(white, (byte) 255);
        try (Frame frame = Frames.of(pool, 0, white, 4, 4)) {
            Region around = new Region(2, 2, 12, 12, 0);
            assertThat(sample(frame, around, RegionSampler.Border.BLACK, 12, 12)[0])
                    .isZero();
            assertThat(sample(frame, around, RegionSampler.Border.EDGE, 12, 12)[0])
                    .isEqualTo((byte) 255);
        }
    }

    /** Whichever way it is made faster: results are kept, so not a bit of them may change. */
    @Test
    void shouldGiveWhatTheFormulaSays() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            try (Frame frame = Frames.noise(pool, i, 1 + random.nextInt(40), 1 + random.nextInt(40))) {
                Region region =
                        i % 4 == 0 ? Region.letterbox(frame.width(), frame.height()) : any(random, frame, i % 3);
                int width = 1 + random.nextInt(30);
                int height = 1 + random.nextInt(30);
                for (RegionSampler.Border border : RegionSampler.Border.values()) {
                    assertThat(sample(frame, region, border, width, height))
                            .as("%s of %d x %d as %d x %d", region, frame.width(), frame.height(), width, height)
                            .isEqualTo(plain(frame, region, border, width, height));
                }
            }
        }
    }

    private static Region any(Random random, Frame frame, int quarters) {
        double x = random.nextInt(2 * frame.width()) - 0.5 * frame.width();
        double y = random.nextDouble() * frame.height();
        double rotation = quarters == 0 ? 4 * random.nextDouble() : (quarters - 1) * Math.PI / 2;
        return new Region(x, y, 60 * random.nextDouble(), 60 * random.nextDouble(), rotation);
    }

    private static byte[] plain(Frame frame, Region region, RegionSampler.Border border, int width, int height) {
        byte[] sample = new byte[3 * width * height];
        Point corner = region.at(0, 0);
        Point right = region.at(1, 0);
        Point bottom = region.at(0, 1);
        long stepX = place((right.x() - corner.x()) / width);
        long stepY = place((right.y() - corner.y()) / width);
        for (int i = 0; i < sample.length; i++) {
            int line = i / 3 / width;
            int column = i / 3 % width;
            double v = (double) line / height;
            long x = place(corner.x() + v * (bottom.x() - corner.x())) + column * stepX;
            long y = place(corner.y() + v * (bottom.y() - corner.y())) + column * stepY;
            sample[i] = (byte) plain(frame, border, x / PLACES, y / PLACES, i % 3);
        }
        return sample;
    }

    /** Places are whole numbers of so many to a pixel. */
    private static final double PLACES = 1 << 24;

    private static long place(double pixels) {
        return Math.round(pixels * PLACES);
    }

    private static int plain(Frame frame, RegionSampler.Border border, double x, double y, int colour) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        long across = Math.round((x - left) * 2048);
        long down = Math.round((y - top) * 2048);
        long upper = (2048 - across) * at(frame, border, left, top, colour)
                + across * at(frame, border, left + 1, top, colour);
        long lower = (2048 - across) * at(frame, border, left, top + 1, colour)
                + across * at(frame, border, left + 1, top + 1, colour);
        return (int) (((2048 - down) * upper + down * lower + (1 << 21)) >> 22);
    }

    private static int at(Frame frame, RegionSampler.Border border, int x, int y, int colour) {
        int column = Math.max(0, Math.min(frame.width() - 1, x));
        int row = Math.max(0, Math.min(frame.height() - 1, y));
        boolean black = border == RegionSampler.Border.BLACK && (column != x || row != y);
        return black ? 0 : frame.picture().pixels().buffer().get(3 * (row * frame.width() + column) + colour) & 0xff;
    }

    /** Whatever a model says: regions without end or that are no numbers are sampled somewhere. */
    @Test
    void shouldTakeAnyRegion() throws Exception {
        double[] sides = {0, 1e-300, 1e12, 1e300, Double.POSITIVE_INFINITY, Double.NaN};
        try (Frame frame = Frames.noise(pool, 1, 5, 4)) {
            for (double side : sides) {
                for (RegionSampler.Border border : RegionSampler.Border.values()) {
                    assertThat(sample(frame, new Region(side, 2, 3, side, 1), border, 7, 7))
                            .hasSize(3 * 7 * 7);
                }
            }
        }
    }

    @Test
    void shouldMeetTheCropsOfOthers() throws Exception {
        Path folder = Fixtures.path("hands");
        HandTruth truth = new HandTruth(Fixtures.path("."), HandModels::newer, pool);
        List<String> checked = new ArrayList<>();
        for (JsonNode crop : truth.read("golden_roi.json").get("cases")) {
            RgbFrames.ofImage(folder.resolve(crop.get("input").asText()), pool, frame -> {
                assertThat(farthest(frame, crop, folder))
                        .as(crop.get("name").asText())
                        .isLessThanOrEqualTo(TOLERANCE);
                checked.add(crop.get("name").asText());
            });
        }
        assertThat(checked).hasSize(7);
    }

    /** A point of the letterbox is found again in the frame, whichever way it was made. */
    @Test
    void shouldKnowWhichPartOfTheFrameALetterboxShows() throws Exception {
        for (Filter filter : new Filter[] {Filter.LINEAR, Filter.AREA}) {
            byte[] rgb = new byte[3 * 99 * 60];
            for (int y = 28; y < 36; y++) {
                for (int x = 68; x < 76; x++) {
                    rgb[3 * (99 * y + x)] = (byte) 200;
                }
            }
            try (Letterboxer letterboxer = new Letterboxer(new Alignment(32, 32, Fit.LETTERBOX, filter), pool);
                    Frame frame = Frames.of(pool, 0, rgb, 99, 60);
                    FittedFrame fitted = letterboxer.fit(frame)) {
                Point middle = middle(fitted.pixels().data().buffer(), 32);
                Point there = fitted.region().at(middle.x() / 32, middle.y() / 32);
                assertThat(there.x()).as("x, " + filter).isCloseTo(71.5, within(0.75));
                assertThat(there.y()).as("y, " + filter).isCloseTo(31.5, within(0.75));
            }
        }
    }

    /** Of what is red. */
    private static Point middle(ByteBuffer rgb, int side) {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < side * side; i++) {
            int red = rgb.get(3 * i) & 0xff;
            sum += red;
            x += red * (i % side);
            y += red * (i / side);
        }
        return new Point(x / sum, y / sum);
    }

    private int farthest(Frame frame, JsonNode crop, Path folder) throws Exception {
        BufferedImage golden =
                ImageIO.read(folder.resolve(crop.get("expected").asText()).toFile());
        int width = crop.get("output_width").asInt();
        int height = crop.get("output_height").asInt();
        boolean keep = crop.get("keep_aspect_ratio").asBoolean();
        Region region = HandTruth.region(crop.get("roi"), frame, keep ? (double) width / height : 0);
        byte[] sample = sample(frame, region, RegionSampler.Border.EDGE, width, height);
        int farthest = 0;
        for (int i = 0; i < sample.length; i++) {
            int rgb = golden.getRGB(i / 3 % width, i / 3 / width);
            farthest = Math.max(farthest, Math.abs((sample[i] & 0xff) - (rgb >> (16 - 8 * (i % 3)) & 0xff)));
        }
        return farthest;
    }

    /** Red is 20 times the column. */
    private Frame ramp(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (20 * (i % width));
        }
        return Frames.of(pool, 0, rgb, width, height);
    }

    private byte[] sample(Frame frame, Region region, RegionSampler.Border border, int width, int height)
            throws Exception {
        try (Lease into = pool.lease(3 * width * height)) {
            new RegionSampler(border).sample(frame.picture(), region, into.buffer(), width, height);
            byte[] bytes = new byte[3 * width * height];
            into.buffer().get(bytes);
            return bytes;
        }
    }
}
