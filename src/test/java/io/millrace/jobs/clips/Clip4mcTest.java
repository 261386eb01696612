package io.millrace.jobs.clips;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.format.Python;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Tensor;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.video.Collected;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The {@code clip4mc} format as CLIP4MC reads it. */
class Clip4mcTest extends StepContract<ClipTensor, EncodedItem> {

    private static final int TOKENS = 77;

    @TempDir
    Path folder;

    @Override
    protected Step<ClipTensor, EncodedItem> open() {
        return new ClipEncoder(ClipLayout.of(ClipsFormat.CLIP4MC), Clips.allTrain());
    }

    /** Some with tokens, some without. */
    @Override
    protected Item<ClipTensor> good(int n) {
        ClipTensor clip = Clips.clip(pool, "clip-" + n, n).body();
        return Clips.item("clip-" + n, n % 2 == 0 ? clip : Clips.withTokens(clip, n, 49407));
    }

    /** Whatever reaches the encoder can be encoded. */
    @Override
    protected Item<ClipTensor> poisoned() {
        return null;
    }

    @Override
    protected Object describe(EncodedItem result) {
        return result.files().stream()
                .map(file -> file.name() + " " + HexFormat.of().formatHex(ClipEncoderTest.bytes(file)))
                .toList();
    }

    @Override
    protected Object describeInput(ClipTensor input) {
        return List.of(input.frames().data().buffer(), input.samples(), input.facts(), input.of());
    }

    @Test
    void shouldHaveTheFilesOfALoaderAndTheSealLast() throws Exception {
        assertThat(names(good(0))).containsExactly("size.json", "video_input.pkl", "meta.json");
        assertThat(names(good(1))).containsExactly("text_input.pkl", "size.json", "video_input.pkl", "meta.json");
        assertThat(ClipLayout.NAMES).containsAll(names(good(1)));
    }

    @Test
    void shouldWriteTheSizeAsAnArrayWhetherThereIsOneOrNot() throws Exception {
        VideoText sized = new VideoText(Path.of("x"), "", 0, 1, List.of(0.25, 3.0));
        VideoText unsized = new VideoText(Path.of("x"), "", 0, 1, null);

        assertThat(size(sized)).isEqualTo("[0.25,3.0]\n");
        assertThat(size(unsized)).isEqualTo("[0.0]\n");
    }

    /** What its data set class does with a sample, whichever way round the colours are. */
    @Test
    @Timeout(120)
    void shouldBearWhatTheLoaderOfClip4mcDoesWithIt() throws Exception {
        Python python = Python.withNumpy();
        save(sixteenFrames());

        python.check(
                """
                import json, os, pickle, sys, numpy
                sample = lambda name: os.path.join(sys.argv[1], name)
                with open(sample('text_input.pkl'), 'rb') as file:
                    tokens = pickle.load(file)['tokens']
                assert tokens.dtype == numpy.int64 and tokens.shape == (77,), (tokens.dtype, tokens.shape)
                assert tokens.tolist() == [49406] + list(range(1, 77)), tokens
                with open(sample('video_input.pkl'), 'rb') as file:
                    video = pickle.load(file)
                assert video.dtype == numpy.uint8 and video.shape == (16, 4, 6, 3), (video.dtype, video.shape)
                assert (video == (numpy.arange(16 * 4 * 6 * 3) % 251).reshape(16, 4, 6, 3)).all()
                k = len(video) // 16
                taken = video[::k, ::-1]
                assert taken.shape == (16, 4, 6, 3) and (taken[3, 0] == video[3, -1]).all()
                assert numpy.ascontiguousarray(video[::k, ..., ::-1]).shape == taken.shape
                with open(sample('size.json')) as file:
                    assert json.load(file) == [0.0]
                with open(sample('meta.json')) as file:
                    meta = json.load(file)
                assert meta['text'] == 'a caption' and meta['split'] == 'train', meta
                """,
                folder.toString());
    }

    private Item<ClipTensor> sixteenFrames() {
        VideoText of = new VideoText(Path.of("/somewhere/x.mp4"), "a caption", 0, 1, null);
        ClipTensor small = Clips.tensor(pool, of, 1);
        small.close();
        Lease data = pool.lease(16 * 4 * 6 * 3);
        for (int i = 0; i < data.size(); i++) {
            data.buffer().put(i, (byte) (i % 251));
        }
        long[] tokens = new long[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            tokens[i] = i == 0 ? 49406 : i;
        }
        Tensor frames = new Tensor(new int[] {16, 4, 6, 3}, data);
        return Clips.item(
                "x", new ClipTensor(of, tokens, frames, small.samples(), small.facts(), "sequential", "linear", "rgb"));
    }

    private void save(Item<ClipTensor> item) throws Exception {
        try (ClipTensor clip = item.body();
                EncodedItem encoded = encode(item)) {
            assertThat(clip.tokens()).isNotNull();
            for (EncodedFile file : encoded.files()) {
                Files.write(folder.resolve(file.name()), ClipEncoderTest.bytes(file));
            }
        }
    }

    private List<String> names(Item<ClipTensor> item) throws Exception {
        try (ClipTensor clip = item.body();
                EncodedItem encoded = encode(item)) {
            assertThat(clip).isNotNull();
            return encoded.files().stream().map(EncodedFile::name).toList();
        }
    }

    private String size(VideoText of) throws Exception {
        try (ClipTensor clip = Clips.tensor(pool, of, 1);
                EncodedItem encoded = encode(Clips.item("x", clip))) {
            return new String(ClipEncoderTest.bytes(encoded.files().get(0)), UTF_8);
        }
    }

    private EncodedItem encode(Item<ClipTensor> item) throws Exception {
        try (Step<ClipTensor, EncodedItem> encoder = open()) {
            return Collected.result(encoder, Part.alone(item));
        }
    }
}
