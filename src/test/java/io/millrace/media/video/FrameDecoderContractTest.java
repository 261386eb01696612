package io.millrace.media.video;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Frame;
import io.millrace.media.sample.SamplePhotos;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every step, on every frame of videos and folders. */
class FrameDecoderContractTest extends StepContract<Footage, Frame> {

    private static final List<Coding> CODINGS = List.of(Coding.MPEG4_MP4, Coding.TURNED_MP4, Coding.VP9_WEBM);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        for (int i = 0; i < CODINGS.size(); i++) {
            SampleVideos.write(video(i), CODINGS.get(i), 160, 120, 6 + i);
        }
        SampleVideos.truncated(video(0), folder.resolve("truncated"));
        SamplePhotos.writeAll(Files.createDirectory(folder.resolve("photos")));
    }

    @Override
    protected Step<Footage, Frame> open() {
        return Streamed.decoder(pool, FrameError.SKIP);
    }

    @Override
    protected Item<Footage> good(int n) {
        return Item.of(
                "video-" + n,
                n == CODINGS.size()
                        ? Streamed.folder(folder.resolve("photos"))
                        : Streamed.video(video(n % CODINGS.size())));
    }

    @Override
    protected Item<Footage> poisoned() {
        return Item.of("truncated", Streamed.video(folder.resolve("truncated")));
    }

    @Override
    protected Object describe(Frame result) {
        ByteBuffer pixels = result.picture().pixels().buffer();
        return List.of(
                result.index(),
                result.ptsS(),
                result.width(),
                result.reel().fps(),
                result.reel().frames(),
                result.reel().skipped(),
                ByteBuffer.allocate(pixels.remaining()).put(pixels).flip());
    }

    @Override
    protected Object describeInput(Footage input) {
        return input;
    }

    private static Path video(int i) {
        return folder.resolve("video-" + i);
    }
}
