package io.millrace.jobs.landmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Reel;
import io.millrace.store.files.EncodedBytes;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.SinkException;
import java.io.ByteArrayInputStream;
import java.io.IOError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandsEncoderTest extends StepContract<FrameHands, EncodedItem> {

    private static final int HEADER_BYTES = 128;

    @TempDir
    Path folder;

    private HandsSpools spools;

    @Override
    protected Step<FrameHands, EncodedItem> open() {
        return new HandsEncoder(spools(1024), Videos.ORIGIN);
    }

    /** A video of one frame. */
    @Override
    protected Item<FrameHands> good(int n) {
        try (Reel reel = new Reel(null, Double.NaN)) {
            reel.ends(1);
            return Videos.item("video-" + n, Videos.frame(reel, 3 * n + 1));
        }
    }

    /** Whatever reaches the encoder can be encoded. */
    @Override
    protected Item<FrameHands> poisoned() {
        return null;
    }

    @Override
    protected Object describe(EncodedItem result) {
        return result.files().stream()
                .map(file -> file.name() + " " + HexFormat.of().formatHex(EncodedBytes.of(file)))
                .toList();
    }

    @Override
    protected Object describeInput(FrameHands input) {
        return List.of(input.index(), Arrays.toString(input.hands().get(0).landmarks()));
    }

    @AfterEach
    void shouldKeepNoSpoolOfAReelThatNobodyHolds() throws Exception {
        assertThat(spools(0).size()).isZero();
        if (Files.exists(folder.resolve("spool"))) {
            assertThat(folder.resolve("spool")).isEmptyDirectory();
        }
        assertThat(openFiles()).isEmpty();
    }

    /** Those of spools, where the system tells; they have no names any more. */
    private List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path handle : handles) {
                String file = Files.isSymbolicLink(handle)
                        ? Files.readSymbolicLink(handle).toString()
                        : "";
                if (file.startsWith(folder.resolve("spool") + "/")) {
                    open.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return open; // a handle that is closed by now, or another system
        }
        return open;
    }

    @Test
    void shouldEmitTheVideoWithItsLastFrameOnly() throws Exception {
        try (Reel reel = Videos.reel(3, false);
                HandsEncoder encoder = new HandsEncoder(spools(1024), Videos.ORIGIN)) {
            assertThat(Videos.put(encoder, "x", Videos.frame(reel, 2))).isNull();
            assertThat(Videos.put(encoder, "x", Videos.frame(reel, 0))).isNull();
            try (EncodedItem encoded = Videos.put(encoder, "x", Videos.frame(reel, 1))) {
                assertThat(encoded.files()).extracting(EncodedFile::name).containsExactly("npz", "json");
            }
        }
    }

    /** A step is applied again when its batch has thrown. */
    @Test
    void shouldCountAFrameOnceThatComesAgain() throws Exception {
        try (Reel reel = Videos.reel(130, false);
                HandsEncoder encoder = new HandsEncoder(spools(64), Videos.ORIGIN)) {
            for (int index = 129; index > 0; index--) {
                assertThat(Videos.put(encoder, "x", Videos.frame(reel, index))).isNull();
                assertThat(Videos.put(encoder, "x", Videos.frame(reel, index))).isNull();
            }
            try (EncodedItem encoded = Videos.put(encoder, "x", Videos.frame(reel, 0));
                    EncodedItem again = Videos.put(encoder, "x", Videos.frame(reel, 0));
                    EncodedItem inOrder = Videos.encoded(spools(64), "x", 130, false)) {
                assertThat(describe(encoded)).isEqualTo(describe(inOrder));
                assertThat(describe(again)).isEqualTo(describe(inOrder));
            }
        }
    }

    /** The source knows the number of frames only when the last one has come. */
    @Test
    void shouldWaitUntilTheNumberOfFramesIsKnown() throws Exception {
        try (Reel reel = new Reel(null, Double.NaN);
                HandsEncoder encoder = new HandsEncoder(spools(1024), Videos.ORIGIN)) {
            assertThat(Videos.put(encoder, "x", Videos.frame(reel, 1))).isNull();
            reel.ends(2);
            try (EncodedItem encoded = Videos.put(encoder, "x", Videos.frame(reel, 0))) {
                assertThat(encoded).isNotNull();
            }
        }
    }

    @Test
    void shouldTellEverythingInTheOrderOfTheContract() throws Exception {
        try (EncodedItem encoded = Videos.encoded(spools(0), "a/x.y", 8, true)) {
            assertThat(new String(bytes(encoded, "json"), UTF_8))
                    .isEqualTo(
                            "{\"id\":\"a/x.y\",\"source\":\"a/x.y.mp4\",\"annotation\":{\"gloss\":\"book\",\"signer\":7},"
                                    + "\"width\":640,\"height\":480,\"fps\":29.97,"
                                    + "\"frames\":7,\"frames_with_hands\":4,\"frames_skipped\":1,"
                                    + "\"handedness\":\"image\",\"mode\":\"static\","
                                    + "\"models\":{\"hand\":\"hand-224\",\"palm\":\"palm-192\"},"
                                    + "\"sizes\":[{\"frame\":0,\"width\":640,\"height\":480}],"
                                    + "\"skipped\":[{\"frame\":5,\"name\":\"5.jpg\",\"why\":\"CorruptImage: it ends early\"}],"
                                    + "\"empty\":[{\"frame\":0,\"why\":\"no_palm\"},{\"frame\":3,\"why\":\"low_presence\"},"
                                    + "{\"frame\":6,\"why\":\"no_palm\"}]}\n");
        }
    }

    @Test
    void shouldWriteNullWhereNothingIsKnownAndEachChangeOfSize() throws Exception {
        int[][] sizes = {{4, 3}, {4, 3}, {3, 4}, {4, 3}};
        try (Reel reel = new Reel(new Footage(Path.of("x"), false, null), Double.NaN);
                HandsEncoder encoder = new HandsEncoder(spools(1024), Videos.ORIGIN)) {
            reel.ends(sizes.length);
            EncodedItem encoded = null;
            for (int index = sizes.length - 1; index >= 0; index--) {
                encoded = Videos.put(
                        encoder,
                        "x",
                        new FrameHands(
                                reel.hold(),
                                index,
                                0,
                                sizes[index][0],
                                sizes[index][1],
                                List.of(Videos.hand(index, 0)),
                                null));
            }
            assertThat(new String(bytes(encoded, "json"), UTF_8))
                    .contains("\"annotation\":null,\"width\":4,\"height\":3,\"fps\":null,")
                    .contains(
                            "\"sizes\":[{\"frame\":0,\"width\":4,\"height\":3},{\"frame\":2,\"width\":3,\"height\":4},"
                                    + "{\"frame\":3,\"width\":4,\"height\":3}],\"skipped\":[],\"empty\":[]}");
            encoded.close();
        }
    }

    @Test
    void shouldPutHandsIntoTheirPlacesAndZerosWhereThereIsNone() throws Exception {
        try (EncodedItem encoded = Videos.encoded(spools(0), "x", 40, true)) {
            Map<String, ByteBuffer> arrays = arrays(bytes(encoded, "npz"));
            assertThat(arrays.keySet())
                    .containsExactly(
                            "landmarks.npy", "world.npy", "score.npy", "handedness.npy", "mask.npy", "frame.npy");
            int row = 0;
            for (int index = 0; index < 40; index++) {
                if (!Videos.isSkipped(index, true)) {
                    checkRow(arrays, row++, index);
                }
            }
            assertThat(arrays.get("frame.npy").remaining()).isEqualTo(row * Integer.BYTES);
        }
    }

    private static void checkRow(Map<String, ByteBuffer> arrays, int row, int index) {
        assertThat(arrays.get("frame.npy").getInt(row * Integer.BYTES)).isEqualTo(index);
        for (int place = 0; place < 2; place++) {
            int n = 1 - place; // the first hand is a right one
            Hand hand = index % 3 > n ? Videos.hand(index, n) : null;
            int at = row * 2 + place;
            assertThat(arrays.get("mask.npy").get(at)).isEqualTo((byte) (hand == null ? 0 : 1));
            assertThat(arrays.get("score.npy").getFloat(at * 4)).isEqualTo(hand == null ? 0 : (float) hand.score());
            assertThat(arrays.get("handedness.npy").getFloat(at * 4))
                    .isEqualTo(hand == null ? 0 : (float) hand.rightness());
            checkPoints(arrays.get("landmarks.npy"), at, hand == null ? null : hand.landmarks());
            checkPoints(arrays.get("world.npy"), at, hand == null ? null : hand.world());
        }
    }

    private static void checkPoints(ByteBuffer array, int at, float[] expected) {
        for (int i = 0; i < Hand.NUMBERS; i++) {
            assertThat(array.getFloat((at * Hand.NUMBERS + i) * 4)).isEqualTo(expected == null ? 0 : expected[i]);
        }
    }

    @Test
    void shouldKnowSizeAndChecksumBeforeAnythingIsWritten() throws Exception {
        try (EncodedItem encoded = Videos.encoded(spools(64), "x", 300, false)) {
            for (EncodedFile file : encoded.files()) {
                byte[] bytes = EncodedBytes.of(file);
                CRC32C crc = new CRC32C();
                crc.update(bytes);
                assertThat(file.size()).isEqualTo(bytes.length);
                assertThat(EncodedBytes.crc32c(file)).isEqualTo((int) crc.getValue());
            }
        }
    }

    @Test
    void shouldComeToNothingAndSayWhyWhenNoFrameHasAHand() throws Exception {
        try (Reel reel = Videos.reel(5, false);
                HandsEncoder encoder = new HandsEncoder(spools(1024), Videos.ORIGIN)) {
            for (int index = 0; index < 5; index++) {
                assertThat(Videos.put(encoder, "x", Videos.frame(reel, index, List.of())))
                        .isNull();
            }
            assertThat(spools(0).of(reel).absence().type()).isEqualTo("NoHand");
            assertThat(spools(0).of(reel).absence().message())
                    .isEqualTo("no hand in 5 frames: 3 no_palm, 2 low_presence");
        }
    }

    @Test
    void shouldLeaveNothingOfAVideoThatDoesNotComeToItsEnd() throws Exception {
        try (Reel reel = Videos.reel(500, false);
                HandsEncoder encoder = new HandsEncoder(spools(64), Videos.ORIGIN)) {
            for (int index = 0; index < 300; index++) {
                assertThat(Videos.put(encoder, "x", Videos.frame(reel, index))).isNull();
            }
            assertThat(spools(0).size()).isEqualTo(1);
            assertThat(folder.resolve("spool")).as("a file without a name").isEmptyDirectory();
            assertThat(openFiles()).hasSize(Files.exists(Path.of("/proc/self/fd")) ? 1 : 0);
        }
        assertThat(spools(0).size()).isZero();
    }

    @Test
    void shouldHoldTheReelUntilTheFilesAreClosed() throws Exception {
        EncodedItem encoded = Videos.encoded(spools(0), "x", 100, false);
        byte[] before = bytes(encoded, "npz");
        assertThat(spools(0).size()).isEqualTo(1);

        assertThat(bytes(encoded, "npz")).isEqualTo(before);
        encoded.close();
        assertThat(spools(0).size()).isZero();
    }

    @Test
    void shouldNotTouchTheDiskForShortVideos() throws Exception {
        try (EncodedItem encoded = Videos.encoded(spools(1024), "x", 1024, false)) {
            assertThat(encoded).isNotNull();
            assertThat(folder.resolve("spool")).doesNotExist();
        }
        try (EncodedItem encoded = Videos.encoded(spools(1024), "x", 1025, false)) {
            assertThat(encoded).isNotNull();
            assertThat(folder.resolve("spool")).exists();
        }
    }

    @Test
    void shouldClearWhatAKilledRunHasLeft() throws Exception {
        Path left = Files.createDirectories(folder.resolve("spool")).resolve("hands-1.spool");
        Files.writeString(left, "rows");
        Path mine = Files.writeString(folder.resolve("spool/mine.txt"), "mine");

        try (EncodedItem encoded = Videos.encoded(spools(0), "x", 10, false)) {
            assertThat(encoded).isNotNull();
        }

        assertThat(left).doesNotExist();
        assertThat(mine).exists();
        Files.delete(mine);
    }

    /** It is the same for every video, so it must not be taken for this one's fault. */
    @Test
    void shouldEndTheRunWhenTheDiskDoesNotTakeRows() throws Exception {
        Files.writeString(folder.resolve("spool"), "in the way");

        assertThatThrownBy(() -> Videos.encoded(spools(0), "x", 10, false))
                .isInstanceOf(IOError.class)
                .hasCauseInstanceOf(SinkException.class)
                .hasMessageContaining(folder.resolve("spool").toString());
        Files.delete(folder.resolve("spool"));
    }

    /** Of one test there is one. */
    private HandsSpools spools(int heapRows) {
        if (spools == null) {
            spools = new HandsSpools(folder.resolve("spool"), heapRows);
        }
        return spools;
    }

    private static byte[] bytes(EncodedItem item, String name) {
        return item.files().stream()
                .filter(file -> file.name().equals(name))
                .map(EncodedBytes::of)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, ByteBuffer> arrays(byte[] npz) throws Exception {
        Map<String, ByteBuffer> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                byte[] array = zip.readAllBytes();
                arrays.put(
                        entry.getName(),
                        ByteBuffer.wrap(array, HEADER_BYTES, array.length - HEADER_BYTES)
                                .slice()
                                .order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return arrays;
    }
}
