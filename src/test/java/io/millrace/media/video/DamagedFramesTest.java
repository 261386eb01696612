package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Auto;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedFramesTest {

    private static final int FRAMES = 30;

    /** Of packets without B-frames, and so of frames. */
    private static final int DAMAGED = 12;

    private final BufferPool pool = new BufferPool(64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailWhenAWantedFrameIsDamaged(Method method) throws Exception {
        for (Coding coding : List.of(Coding.H264_MP4, Coding.H264_MKV, Coding.UNEVEN_MP4)) {
            Path file = DamagedVideo.inPacket(sound(coding), folder.resolve("damaged"), DAMAGED);
            assertThatThrownBy(() -> clip(file, FRAMES, method, Corrupt.FAIL))
                    .as(coding + "")
                    .isInstanceOf(FaultException.class)
                    .hasMessageStartingWith("CorruptVideo: damaged frames: 1 of the 30 wanted ones, the first at ")
                    .hasMessageEndingWith(" s; stages.decode.corrupt = keep-decoded takes them as they are");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeDamagedFramesWhenToldTo(Method method) throws Exception {
        for (Coding coding : List.of(Coding.H264_MP4, Coding.H264_MKV, Coding.UNEVEN_MP4)) {
            Path file = DamagedVideo.inPacket(sound(coding), folder.resolve("damaged"), DAMAGED);
            try (Clip clip = clip(file, FRAMES, method, Corrupt.KEEP_DECODED)) {
                assertThat(clip.pictures()).as(coding + "").hasSize(FRAMES);
                assertThat(clip.facts().decodeErrors()).as(coding + "").isEqualTo(1);
                assertThat(clip.decoding()).as(coding + "").isEqualTo("sequential");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameWhateverIsSetWhenNoWantedFrameIsDamaged(Method method) throws Exception {
        for (Coding coding : List.of(Coding.H264_MP4, Coding.UNEVEN_MP4)) {
            Path file = DamagedVideo.inPacket(sound(coding), folder.resolve("damaged"), DAMAGED);
            try (Clip failing = clip(file, 2, method, Corrupt.FAIL);
                    Clip keeping = clip(file, 2, method, Corrupt.KEEP_DECODED)) {
                assertThat(failing.facts().framesTotal()).as(coding + "").isEqualTo(FRAMES);
                assertThat(failing.facts().decodeErrors()).as(coding + "").isEqualTo(1);
                assertThat(Collected.describe(failing)).as(coding + "").isEqualTo(Collected.describe(keeping));
            }
        }
    }

    /** T counts the frames that decode, so one that does not is not wanted. */
    @Test
    void shouldSampleWhatDecodesWhenAPacketDoesNot() throws Exception {
        for (Coding coding : List.of(Coding.H264_MKV, Coding.MJPEG_AVI, Coding.VP9_WEBM)) {
            Path file = DamagedVideo.withoutPacket(sound(coding), folder.resolve("damaged"), DAMAGED);
            try (Clip clip = clip(file, 4, Method.SEQUENTIAL, Corrupt.FAIL)) {
                assertThat(clip.facts().framesTotal()).as(coding + "").isEqualTo(FRAMES - 1);
                assertThat(clip.facts().decodeErrors()).as(coding + "").isEqualTo(1);
            }
        }
    }

    /** The last packet is torn, and whether its frame comes out is the decoder's affair. */
    @ParameterizedTest
    @EnumSource
    void shouldSampleWhatDecodesWhenTheFileIsCutOff(Method method) throws Exception {
        List<Coding> codings = List.of(
                Coding.MPEG2_TS,
                Coding.MPEG4_AVI,
                Coding.MJPEG_AVI,
                Coding.H264_MKV,
                new Coding("libopenh264", "mpegts", 0, 0, false, false));
        for (Coding coding : codings) {
            Path file = DamagedVideo.cutInPacket(sound(coding), folder.resolve("cut"), DAMAGED);
            try (Clip clip = clip(file, 16, method, Corrupt.FAIL)) {
                assertThat(clip.facts().framesTotal()).as(coding + "").isBetween(DAMAGED - 1, DAMAGED + 1);
            }
        }
    }

    private Path sound(Coding coding) throws Exception {
        return SampleVideos.write(folder.resolve("sound"), coding, 160, 120, FRAMES)
                .file();
    }

    private Clip clip(Path file, int frames, Method method, Corrupt corrupt) throws Exception {
        DecodeSettings settings =
                new DecodeSettings(Auto.AUTO, 4, frames, Sampling.ENDPOINT_INCLUDED, 178_956_970, method, corrupt);
        try (VideoDecoder decoder = new VideoDecoder(settings, pool)) {
            return Collected.result(decoder, Collected.whole(file));
        }
    }
}
