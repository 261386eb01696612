package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Item;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    private static final int MPEG4 = avcodec.AV_CODEC_ID_MPEG4;
    private static final int H264 = avcodec.AV_CODEC_ID_H264;

    private final Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
    private final Budget budget = new Budget(Parcel.first(new Ticket(Item.of("item", ""), 0, 0, memory), ""), 0);

    /** Expected by hand from H.264 table A-1 and HEVC A.4.2, and two frames on their way. */
    @ParameterizedTest
    @CsvSource({
        "h264, 40, 1920, 1080, 6",
        "h264, 31, 1280, 720, 7",
        "h264, 0, 1920, 1080, 18",
        "h264, 30, 3840, 2160, 18",
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
        Shape stream = shape(codec, level, width, height);
        assertThat(Budget.decoderFrames(stream)).isEqualTo(frames);
    }

    @Test
    void shouldReserveTheDecodersFramesWhenTheyGrow() throws Exception {
        budget.begin(shape("mpeg4", 0, 160, 120), 1);
        long small = memory.reservedBytes();
        budget.decoding(shape("mpeg4", 0, 3840, 2160));
        assertThat(memory.reservedBytes()).isGreaterThan(small + 4 * 3840 * 2160 * 3 / 2);
    }

    @Test
    void shouldReserveTheFramesWhenTheHeaderNamesNoSize() throws Exception {
        budget.begin(new Shape(MPEG4, 0, -1, 0, 0, 0, 0), 1);
        assertThat(memory.reservedBytes()).isLessThan(4 << 20);
        budget.decoding(shape("mpeg4", 0, 1920, 1080));
        assertThat(memory.reservedBytes()).isGreaterThan(4 * 1920 * 1080 * 3 / 2);
    }

    @Test
    void shouldReserveTheConversionWhenALargerPictureIsKept() throws Exception {
        budget.begin(shape("mjpeg", 0, 160, 120), 4);
        budget.keep(avutil.AV_PIX_FMT_YUV420P, 3840, 2160, 3840 * 2160 * 3 / 2);
        assertThat(memory.reservedBytes()).isGreaterThan((6 + 11) * 3840L * 2160);
        budget.decoded();
        assertThat(memory.reservedBytes()).isBetween((1 + 11) * 3840L * 2160, (2 + 12) * 3840L * 2160);
    }

    /** A clip that waited for its peak would wait for it again. */
    @Test
    void shouldKeepWhatItHasWhenASecondPassBegins() throws Exception {
        budget.begin(shape("mpeg4", 0, 160, 120), 4);
        budget.decoding(shape("mpeg4", 0, 1920, 1080));
        long peak = memory.reservedBytes();
        budget.begin(shape("mpeg4", 0, 160, 120), 3);
        assertThat(memory.reservedBytes()).isEqualTo(peak);
    }

    /** What the last rows and columns of blocks hold beyond the picture is in the first reservation. */
    @Test
    void shouldNotGrowWhenTheDecoderCropsItsBlocks() throws Exception {
        budget.begin(shape("h264", 40, 1920, 1080), 4);
        long header = memory.reservedBytes();
        budget.decoding(new Shape(H264, 40, avutil.AV_PIX_FMT_YUV420P, 1920, 1080, 1920, 1088));
        assertThat(memory.reservedBytes()).isEqualTo(header);
    }

    private static Shape shape(String codec, int level, int width, int height) {
        int number = avcodec.avcodec_descriptor_get_by_name(codec).id();
        return new Shape(number, level, avutil.AV_PIX_FMT_YUV420P, width, height, width, height);
    }
}
