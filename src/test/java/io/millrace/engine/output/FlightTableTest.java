package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightTableTest {

    private static final ItemId LONGEST = new ItemId("é".repeat(ItemId.MAX_BYTES / 2));

    @TempDir
    private Path output;

    @BeforeEach
    void makeFolder() throws Exception {
        Files.createDirectories(JournalFolder.hidden(output));
    }

    @Test
    void shouldTellWhatEachWorkerHasInHand() throws Exception {
        FlightTable table = FlightTable.create(output, 3);
        FlightTable.Slot first = table.slot("decode");
        FlightTable.Slot second = table.slot("decode");
        FlightTable.Slot third = table.slot("infer");

        first.board(LONGEST);
        second.board(new ItemId("over"));
        second.land();
        third.board(new ItemId("a/b"));
        third.board(new ItemId("c"));

        LastFlight last = LastFlight.of(output);
        assertThat(last.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(last.items())
                .containsExactly(
                        entry(LONGEST, "decode"), entry(new ItemId("a/b"), "infer"), entry(new ItemId("c"), "infer"));
    }

    @Test
    void shouldUseASlotAgainAndAgain() throws Exception {
        FlightTable.Slot slot = FlightTable.create(output, 1).slot("decode");

        for (int i = 0; i < 1000; i++) {
            slot.board(new ItemId("item-" + i));
            assertThat(LastFlight.of(output).items()).containsOnlyKeys(new ItemId("item-" + i));
            slot.land();
        }

        assertThat(LastFlight.of(output).items()).isEmpty();
    }

    /** Workers come and go; the table has slots for those that can be there at once. */
    @Test
    void shouldGiveTheSlotOfAWorkerThatHasEndedToAnother() throws Exception {
        FlightTable table = FlightTable.create(output, 2);
        table.slot("infer").board(new ItemId("stays"));

        for (int i = 0; i < 100; i++) {
            FlightTable.Slot slot = table.slot(i % 2 == 0 ? "transform" : "decode");
            slot.board(new ItemId("item-" + i));
            assertThat(LastFlight.of(output).items())
                    .containsOnly(
                            entry(new ItemId("stays"), "infer"),
                            entry(new ItemId("item-" + i), i % 2 == 0 ? "transform" : "decode"));
            slot.close();
        }

        assertThat(LastFlight.of(output).items()).containsOnlyKeys(new ItemId("stays"));
    }

    /** The first id always has room; of a large batch, ids for which there is none are left out. */
    @Test
    void shouldHoldAsManyOfABatchAsHaveRoom() throws Exception {
        FlightTable.Slot slot = FlightTable.create(output, 1).slot("infer");
        ItemId other = new ItemId("x".repeat(ItemId.MAX_BYTES - 70));

        slot.board(LONGEST);
        slot.board(new ItemId("y".repeat(ItemId.MAX_BYTES)));
        slot.board(other);

        assertThat(LastFlight.of(output).items()).containsOnlyKeys(LONGEST, other);
    }

    @Test
    void shouldTellNothingWhenTheProcessHasEndedItsItems() throws Exception {
        FlightTable table = FlightTable.create(output, 1);
        table.slot("decode").board(new ItemId("stuck"));

        table.close();

        assertThat(LastFlight.of(output)).isNull();
    }

    @Test
    void shouldTakeThePlaceOfWhatAnEarlierProcessLeft() throws Exception {
        FlightTable.create(output, 2).slot("decode").board(new ItemId("before"));

        FlightTable.create(output, 1);

        assertThat(LastFlight.of(output).items()).isEmpty();
    }

    @Test
    void shouldMakeNothingOfAFileThatIsDamaged() throws Exception {
        Path file = FlightTable.file(output);
        Files.writeString(file, "short");
        assertThat(LastFlight.of(output)).isNull();

        FlightTable.create(output, 1).slot("decode").board(new ItemId("a"));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, FlightTable.HEADER_BYTES, bytes.length, (byte) 0xff);
        Files.write(file, bytes);

        assertThat(LastFlight.of(output).items()).isEmpty();
    }
}
