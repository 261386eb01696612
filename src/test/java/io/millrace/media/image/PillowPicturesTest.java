package io.millrace.media.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Some hundred pictures that Pillow writes, in every kind it knows, and what Pillow reads of them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PillowPicturesTest {

    @TempDir
    private Path folder;

    /** Equal, except that OpenCV and FFmpeg round CMYK and JPEG 2000's lossy wavelet otherwise, by 1. */
    @Test
    void shouldGiveThePixelsOfPillow() throws Exception {
        Pillow pillow = Pillow.found();
        pillow.make(new String(getClass().getResourceAsStream("pictures.py").readAllBytes(), UTF_8), folder);
        int compared = 0;
        for (Path file : FixtureImagesTest.files(folder)) {
            Rgb truth = pillow.decode(file);
            String name = file.getFileName().toString();
            if (truth != null) {
                Rgb ours = Rgb.decoded(file);
                assertThat(ours.hasSizeOf(truth)).as(name).isTrue();
                assertThat(ours.farthest(truth)).as(name).isLessThanOrEqualTo(name.matches("cmyk.*|.*l.jp2") ? 1 : 0);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(100);
    }
}
