package io.millrace.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.millrace.Fixtures;
import io.millrace.config.Auto;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.video.Collected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with bytes turned at random, or cut off: each is decoded, or fails with a class of ours, and everything comes
 * home.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HostileImagesTest {

    private static final int FLIPS_PER_FILE = 120;

    private static final Set<String> CLASSES = Set.of(
            "NotAnImage", "UnsupportedImage", "CorruptImage", "TooManyPixels", "TooLarge", "NativeMemoryExhausted");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @Test
    void shouldEndInAnOutcomeWhateverBytesAreTurned() throws Exception {
        Map<String, Integer> ends = new TreeMap<>();
        try (BufferPool pool = new BufferPool(0);
                ImageDecoder decoder = new ImageDecoder(settings(), 0, pool, 0)) {
            for (Map.Entry<String, byte[]> file : files().entrySet()) {
                for (int i = 0; i < FLIPS_PER_FILE; i++) {
                    byte[] hostile = hostile(file.getValue());
                    ends.merge(end(decoder, hostile, file.getKey()), 1, Integer::sum);
                    assertThat(pool.leases())
                            .as(file.getKey() + ", seed " + seed)
                            .isZero();
                }
            }
        }
        assertThat(ends).as("seed " + seed).containsKeys("decoded", "CorruptImage");
    }

    private String end(ImageDecoder decoder, byte[] bytes, String name) throws Exception {
        Path file = SampleImages.write(folder.resolve("hostile"), bytes);
        ImageFile wanted = new ImageFile(file, name);
        Reservations memory = new Reservations(256 << 20, false, ticket -> {});
        Part<ImageFile> part = Parcel.first(new Ticket(Item.of("item", wanted), 0, 0, memory), wanted);
        try (DecodedImage image = Collected.result(decoder, part)) {
            assertThat(image.picture().pixels().size()).isEqualTo(3 * image.width() * image.height());
            return "decoded";
        } catch (FaultException e) {
            assertThat(CLASSES).as(name + ", seed " + seed).contains(e.fault().type());
            return e.fault().type();
        } catch (RuntimeException e) {
            return fail(name + ", seed " + seed, e);
        }
    }

    /** A few bytes turned, most of them in the head, where they hurt; or the end missing. */
    private byte[] hostile(byte[] file) {
        byte[] hostile = file.clone();
        int turned = 1 + random.nextInt(6);
        for (int i = 0; i < turned; i++) {
            int most = random.nextBoolean() ? Math.min(200, file.length) : file.length;
            hostile[random.nextInt(most)] = (byte) random.nextInt(256);
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(hostile, 1 + random.nextInt(file.length)) : hostile;
    }

    /** What the tests make, and of the fixtures, where they are, the formats that cannot be made. */
    private static Map<String, byte[]> files() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>(SampleImages.all());
        if (Fixtures.present()) {
            for (String name : new String[] {
                "plain/tc_gradient.avif",
                "limited/still_photo.heic",
                "plain/hopper.ico",
                "plain/p_16.tga",
                "plain/pil_sample_cmyk.jpg",
                "plain/tiff_16bit_RGB.tiff",
                "plain/g4_orientation_6.tif",
                "plain/transparent.webp",
                "plain/hopper_rle8.bmp",
                "plain/pal8rletrns.png"
            }) {
                files.put(name, Files.readAllBytes(Fixtures.path("images").resolve(name)));
            }
        }
        return files;
    }

    /** A quarter of a gigapixel would be within the limit otherwise, and every flip would take seconds. */
    private static ImageDecodeSettings settings() {
        return new ImageDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(30), 16 << 20, Scale.EXACT);
    }
}
