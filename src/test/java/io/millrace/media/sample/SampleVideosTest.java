package io.millrace.media.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Picture;
import io.millrace.media.video.Collected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The videos made here, decoded again: every sampled frame says its number. */
class SampleVideosTest {

    private static final BufferPool POOL = new BufferPool(64 << 20);

    @TempDir
    private static Path folder;

    private static List<SampleVideo> videos;

    @BeforeAll
    static void write() throws Exception {
        videos = SampleVideos.writeAll(folder);
    }

    @AfterAll
    static void allLeasesAreHome() {
        assertThat(POOL.leases()).isZero();
    }

    @Test
    void shouldSampleTheFramesAskedForWhenTheyDecode() throws Exception {
        for (SampleVideo video : videos) {
            if (video.decodable()) {
                checkFrames(video);
            }
        }
    }

    @Test
    void shouldFailAsCorruptWhenNothingDecodes() throws Exception {
        for (SampleVideo video : videos) {
            if (!video.decodable()) {
                assertThatThrownBy(() -> clip(video, 4))
                        .as(video.file().toString())
                        .isInstanceOf(FaultException.class)
                        .hasMessageStartingWith("CorruptVideo")
                        .hasMessageNotContaining(folder.toString());
            }
        }
    }

    @Test
    void shouldGiveTheSameBytesWhenWrittenTwice(@TempDir Path again) throws Exception {
        for (SampleVideo video : SampleVideos.writeAll(again)) {
            Path first = folder.resolve(video.file().getFileName());
            assertThat(Files.mismatch(first, video.file())).as(first.toString()).isEqualTo(-1);
        }
    }

    @Test
    void shouldKeepUnevenTimesWhenFramesLastDifferently() throws Exception {
        SampleVideo uneven = named("uneven.mp4");
        try (Clip clip = clip(uneven, uneven.frames())) {
            for (Clip.Sample sample : clip.samples()) {
                assertThat(sample.ptsS()).isCloseTo(SampleVideos.unevenTick(sample.index()) / 25.0, within(1e-4));
            }
        }
    }

    private static void checkFrames(SampleVideo video) throws Exception {
        try (Clip clip = clip(video, 7)) {
            assertThat(clip.facts().framesTotal()).as(video.file().toString()).isEqualTo(video.frames());
            assertThat(clip.facts().width()).isEqualTo(video.width());
            assertThat(clip.facts().height()).isEqualTo(video.height());
            assertThat(clip.facts().rotation()).as(video.file().toString()).isEqualTo(video.rotation());
            assertThat(clip.samples()).extracting(Clip.Sample::index).last().isEqualTo(video.frames() - 1);
            for (Clip.Sample sample : clip.samples()) {
                Picture picture = clip.pictures().get(sample.picture());
                int number = FramePattern.read(picture.pixels().buffer(), picture.width(), picture.height(), 1);
                assertThat(number).as(video.file().toString()).isEqualTo(sample.index());
            }
        }
    }

    private static SampleVideo named(String name) {
        return videos.stream().filter(v -> v.file().endsWith(name)).findFirst().orElseThrow();
    }

    private static Clip clip(SampleVideo video, int frames) throws Exception {
        return Collected.clip(POOL, Collected.whole(video.file()), frames);
    }
}
