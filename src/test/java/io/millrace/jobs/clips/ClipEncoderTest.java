package io.millrace.jobs.clips;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Item;
import io.millrace.media.format.Npy;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.video.Collected;
import io.millrace.store.files.EncodedBytes;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ClipEncoderTest extends StepContract<ClipTensor, EncodedItem> {

    @Override
    protected Step<ClipTensor, EncodedItem> open() {
        return encoder(ClipsFormat.NPY);
    }

    @Override
    protected Item<ClipTensor> good(int n) {
        return Clips.clip(pool, "clip-" + n, n);
    }

    /** Whatever reaches the encoder can be encoded. */
    @Override
    protected Item<ClipTensor> poisoned() {
        return null;
    }

    @Override
    protected Object describe(EncodedItem result) {
        return result.files().stream()
                .map(file -> file.name() + " " + HexFormat.of().formatHex(bytes(file)))
                .toList();
    }

    @Override
    protected Object describeInput(ClipTensor input) {
        return List.of(input.frames().data().buffer(), input.samples(), input.facts(), input.of());
    }

    @Test
    void shouldWriteTheMetaDataInTheOrderOfTheContract() throws Exception {
        VideoText of =
                new VideoText(Path.of("/data/x.mp4"), "Grüße \"an\"\nalle \uD83C\uDF0A", 0, 1, List.of(3.5, 1e21));

        assertThat(text(Clips.item("a/x", Clips.tensor(pool, of, 1)), "meta.json"))
                .isEqualTo("{\"id\":\"a/x\",\"source\":\"a/x.mp4\",\"decoding\":\"sequential\","
                        + "\"text\":\"Grüße \\\"an\\\"\\nalle \uD83C\uDF0A\",\"fps\":29.97002997002997,"
                        + "\"duration_s\":0.26693333333333336,\"codec\":\"h264\",\"width\":640,\"height\":360,"
                        + "\"rotation\":90,\"frames_total\":8,\"decode_errors\":3,\"frames\":[{\"index\":0,\"pts_s\":0.0},"
                        + "{\"index\":7,\"pts_s\":0.23333333333333334}],\"channel_order\":\"rgb\","
                        + "\"filter\":\"linear\",\"split\":\"train\",\"size\":[3.5,1.0E21]}\n");
    }

    @Test
    void shouldWriteNullWhenTheContainerDoesNotTellAndAZeroWhenThereIsNoSize() throws Exception {
        VideoText of = new VideoText(Path.of("/data/x.mp4"), "", Double.NaN, Double.NaN, null);
        ClipTensor known = Clips.tensor(pool, of, 1);
        ClipTensor clip = new ClipTensor(
                of,
                null,
                known.frames(),
                List.of(new Clip.Sample(0, Double.NaN, 0)),
                new VideoFacts("vp9", 1, 1, 0, Double.POSITIVE_INFINITY, 0, 1, 0),
                "sparse",
                "area",
                "bgr");

        assertThat(text(Clips.item("x", clip), "meta.json"))
                .contains("\"fps\":null", "\"pts_s\":null", "\"size\":[0.0]", "\"decoding\":\"sparse\"");
    }

    @Test
    void shouldKeepTheCaptionAsItIs() throws Exception {
        String caption = "  two  spaces, a tab\t, no newline at the end: Ω";
        VideoText of = new VideoText(Path.of("x"), caption, 0, 1, null);

        assertThat(text(Clips.item("x", Clips.tensor(pool, of, 1)), "text.txt")).isEqualTo(caption);
    }

    @Test
    void shouldStillHoldTheFramesAndTheirChecksumWhenTheTensorIsClosed() throws Exception {
        Item<ClipTensor> item = Clips.clip(pool, "x", 5);
        ByteBuffer pixels = item.body().frames().data().buffer();
        byte[] expected = new byte[pixels.remaining()];
        pixels.get(expected);
        EncodedItem encoded = encode(item);
        item.body().close();

        EncodedFile frames = encoded.files().get(0);
        byte[] written = bytes(frames);
        CRC32C crc = new CRC32C();
        crc.update(written);

        assertThat(frames.name()).isEqualTo("frames.npy");
        assertThat(written).startsWith(Npy.header(Npy.UINT8, Clips.SHAPE)).endsWith(expected);
        assertThat(frames.size()).isEqualTo(written.length).isEqualTo(128 + expected.length);
        assertThat(frames.at("x").crc32c()).isEqualTo((int) crc.getValue());
        encoded.close();
    }

    @Test
    void shouldWriteTokensWhenTheTextHasSome() throws Exception {
        ClipTensor clip = Clips.withTokens(Clips.clip(pool, "x", 5).body(), 49406, 320, 49407, 0);

        try (clip;
                EncodedItem encoded = encode(Clips.item("x", clip))) {
            assertThat(encoded.files())
                    .extracting(EncodedFile::name)
                    .containsExactly("frames.npy", "tokens.npy", "text.txt", "meta.json");
            assertThat(bytes(encoded.files().get(1)))
                    .startsWith(Npy.header("<i8", 4))
                    .endsWith(0xff, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                    .hasSize(128 + 32);
        }
    }

    @Test
    void shouldCountOnlyTheFramesWhenThePicturesAreGone() throws Exception {
        Item<ClipTensor> item = Clips.clip(pool, "x", 5);
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        Part<ClipTensor> part = Parcel.first(new Ticket(item, 0, 0, memory), item.body());
        part.reserve(1 << 30);
        try (ClipTensor clip = item.body();
                ClipEncoder encoder = encoder(ClipsFormat.NPY);
                EncodedItem encoded = Collected.result(encoder, part)) {
            assertThat(encoded.files()).isNotEmpty();
            assertThat(memory.reservedBytes()).isEqualTo(clip.frames().data().size());
        }
    }

    private static String text(Item<ClipTensor> item, String name) throws Exception {
        try (ClipTensor clip = item.body();
                EncodedItem encoded = encode(item)) {
            assertThat(clip).isNotNull();
            return encoded.files().stream()
                    .filter(file -> file.name().equals(name))
                    .map(file -> new String(bytes(file), UTF_8))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static EncodedItem encode(Item<ClipTensor> item) throws Exception {
        return encode(item, ClipsFormat.NPY);
    }

    private static EncodedItem encode(Item<ClipTensor> item, ClipsFormat format) throws Exception {
        try (ClipEncoder encoder = encoder(format)) {
            return Collected.result(encoder, Part.alone(item));
        }
    }

    private static ClipEncoder encoder(ClipsFormat format) {
        return new ClipEncoder(ClipLayout.of(format), Clips.allTrain());
    }

    static byte[] bytes(EncodedFile file) {
        return EncodedBytes.of(file);
    }
}
