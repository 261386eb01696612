package io.millrace.stage.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    /** Expected by hand from H.264 table A-1 and HEVC A.4.2, and two frames on their way. */
    @ParameterizedTest
    @CsvSource({
        "h264, 40, 1920, 1080, 6",
        "h264, 31, 1280, 720, 7",
        "h264, 0, 1920, 1080, 18",
        "hevc, 183, 7680, 4320, 8",
        "hevc, 153, 3840, 2160, 8",
        "hevc, 120, 1280, 720, 14",
        "hevc, 93, 640, 360, 18",
        "hevc, 93, 7680, 4320, 18",
        "hevc, -99, 1920, 1080, 18",
        "vp9, 0, 1920, 1080, 10",
        "mjpeg, 0, 1920, 1080, 2",
        "mpeg4, 0, 1920, 1080, 4"
    })
    void shouldCountTheFramesADecoderHoldsWhenLevelAndSizeAreKnown(
            String codec, int level, int width, int height, int frames) {
        try (AVCodecParameters stream = avcodec.avcodec_parameters_alloc()) {
            stream.codec_id(avcodec.avcodec_descriptor_get_by_name(codec).id());
            stream.level(level).width(width).height(height);
            assertThat(Budget.decoderFrames(stream)).isEqualTo(frames);
            avcodec.avcodec_parameters_free(stream);
        }
    }
}
