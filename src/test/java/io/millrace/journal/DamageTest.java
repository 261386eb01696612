package io.millrace.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.item.ItemId;
import io.millrace.item.Outcome;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose files were damaged while nobody held it. */
@Timeout(30)
final class DamageTest {

    private static final int COUNT = 500;

    @TempDir
    Path output;

    private Path file;
    private long lastRecordAt;

    @BeforeEach
    void write() throws Exception {
        try (Journal journal = Samples.open(output)) {
            for (int i = 0; i < COUNT; i++) {
                Samples.append(journal, "item-" + i, Samples.done("item-" + i, i, i));
            }
            lastRecordAt = ItemIndex.offset(journal.placeOf(new ItemId("item-" + (COUNT - 1))));
        }
        file = Samples.records(output, 1);
    }

    @Test
    void shouldGoOnWhenPageIsZeroed() throws Exception {
        overwrite(lastRecordAt - 20_000, new byte[4096]);
        try (Journal journal = Samples.open(output)) {
            long lost = COUNT - journal.replay().items();
            assertThat(lost).isBetween(10L, 40L);
            assertThat(journal.replay().missing()).isEqualTo(lost);
            assertThat(journal.find(new ItemId("item-0"))).isNotNull();
            assertThat(journal.find(new ItemId("item-" + (COUNT - 1)))).isNotNull();
            for (int i = 0; i < COUNT; i++) {
                if (journal.find(new ItemId("item-" + i)) == null) {
                    Samples.append(journal, "item-" + i, Outcome.EMPTY);
                }
            }
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().items()).isEqualTo(COUNT);
            assertThat(journal.replay().empty()).isBetween(10L, 40L);
        }
    }

    @Test
    void shouldFindWhatIsLeftWhenTailIsCut() throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(lastRecordAt + 10);
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().items()).isEqualTo(COUNT - 1);
        }
    }

    @Test
    void shouldFindEverythingWhenOnlyTheQueuesOwnPartsAreLost() throws Exception {
        overwrite(0, new byte[60_000]);
        Files.delete(file.resolveSibling("metadata.cq4t"));
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().items()).isEqualTo(COUNT);
            assertThat(journal.replay().missing() + journal.replay().corrupt()).isZero();
        }
    }

    @Test
    void shouldNotBelieveRecordWhenOneBitIsWrong() throws Exception {
        byte[] last = Files.readAllBytes(file);
        last[(int) lastRecordAt + RecordFormat.STATUS_AT] ^= 1;
        Files.write(file, last);
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(new ItemId("item-" + (COUNT - 1)))).isNull();
            assertThat(journal.replay().corrupt()).isEqualTo(1);
            assertThat(journal.replay().missing()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetTheNewestWinWhenPagesHaveChangedPlaces() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "item-0", Outcome.EMPTY);
        }
        Path home = JournalFolder.hidden(output);
        Files.move(home.resolve("gen-00000001"), home.resolve("gen-00000007"));
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(new ItemId("item-0")).outcome()).isEqualTo(Outcome.EMPTY);
            assertThat(journal.replay().items()).isEqualTo(COUNT);
        }
        assertThat(home.resolve("gen-00000008")).isDirectory();
    }

    @Test
    void shouldNotNumberFingerprintTwiceWhenHeaderIsLost() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int header = new String(bytes, ISO_8859_1).indexOf("\u00feMRJ");
        overwrite(header, new byte[4]);
        RunHeader other = Samples.run("2", "clips", "another");
        try (Journal journal = Journal.open(output, other, JournalSettings.DEFAULT)) {
            assertThat(journal.find(new ItemId("item-1")).fingerprint()).isEmpty();
        }
    }

    private void overwrite(long at, byte[] bytes) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
