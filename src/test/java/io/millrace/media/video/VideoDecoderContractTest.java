package io.millrace.media.video;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every step, on decoding videos of several codecs. */
class VideoDecoderContractTest extends StepContract<VideoText, Clip> {

    private static final List<Coding> CODINGS =
            List.of(Coding.MPEG4_MP4, Coding.H264_MKV, Coding.VP9_WEBM, Coding.MPEG2_TS);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        for (int i = 0; i < CODINGS.size(); i++) {
            SampleVideos.write(video(i), CODINGS.get(i), 160, 120, 20 + i);
        }
        SampleVideos.truncated(video(0), folder.resolve("truncated"));
    }

    @Override
    protected Step<VideoText, Clip> open() {
        return new VideoDecoder(Collected.settings(5, Sampling.ENDPOINT_INCLUDED), pool);
    }

    @Override
    protected Item<VideoText> good(int n) {
        return Item.of("video-" + n, Collected.whole(video(n % CODINGS.size())));
    }

    @Override
    protected Item<VideoText> poisoned() {
        return Item.of("truncated", Collected.whole(folder.resolve("truncated")));
    }

    @Override
    protected Object describe(Clip result) {
        return Collected.describe(result);
    }

    @Override
    protected Object describeInput(VideoText input) {
        return input;
    }

    private static Path video(int i) {
        return folder.resolve("video-" + i);
    }
}
