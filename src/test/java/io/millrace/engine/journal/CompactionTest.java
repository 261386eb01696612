package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.InMemory;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.journal.record.RunHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class CompactionTest {

    private static final int COUNT = 200;

    @TempDir(factory = InMemory.class)
    Path output;

    private final Map<String, Outcome> model = new HashMap<>();

    @Test
    void shouldSayTheSameWhenCompacted() throws Exception {
        run("1", Samples.FINGERPRINT, 0, COUNT);
        run("2", "another", COUNT / 2, COUNT + 50);
        compact(step -> {});
        assertThat(folder().generations()).isEmpty();
        assertThat(folder().snapshots()).containsExactly(2);
        assertSame(2);
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.settings("another")).isEqualTo("settings of another");
            assertThat(journal.find(new ItemId("item-0")).fingerprint()).isEqualTo(Samples.FINGERPRINT);
            assertThat(journal.find(new ItemId("item-" + COUNT)).fingerprint()).isEqualTo("another");
            assertThat(journal.replay().runs()).isEqualTo(3);
        }
        assertThat(folder().generations()).containsExactly(3, 4);
    }

    /** The process may be gone after any step, and what it was about to do is not done. */
    @ParameterizedTest
    @EnumSource
    void shouldSayTheSameWhicheverStepItEndsBefore(Compaction.Step last) throws Exception {
        run("1", Samples.FINGERPRINT, 0, COUNT);
        run("2", Samples.FINGERPRINT, 0, COUNT / 2);
        try {
            compact(step -> {
                if (step == last) {
                    throw new IOException("the end");
                }
            });
        } catch (IOException e) {
            assertThat(e).hasMessage("the end");
        }
        assertSame(2);
        run("4", Samples.FINGERPRINT, 10, 20);
        compact(step -> {});
        assertSame(4);
        assertThat(folder().generations()).hasSize(1);
        assertThat(folder().snapshots()).hasSize(1);
    }

    @Test
    void shouldCompactByItselfWhenThereAreManyGenerations() throws Exception {
        for (int i = 1; i <= 6; i++) {
            run(Integer.toString(i), Samples.FINGERPRINT, 10 * i, 10 * i + 15);
        }
        assertThat(folder().snapshots()).containsExactly(5);
        assertThat(folder().generations()).containsExactly(6);
        assertSame(6);
    }

    @Test
    void shouldCompactByItselfWhenMostRecordsAreDead() throws Exception {
        run("1", Samples.FINGERPRINT, 0, 1200);
        run("2", Samples.FINGERPRINT, 0, 1190);
        assertSame(2);
        assertThat(folder().snapshots()).isEmpty();
        run("4", Samples.FINGERPRINT, 0, 1190);
        assertSame(4);
        assertThat(folder().snapshots()).containsExactly(4);
    }

    @Test
    void shouldSeeWhenSnapshotHasLostRecords() throws Exception {
        run("1", Samples.FINGERPRINT, 0, COUNT);
        compact(step -> {});
        Path snapshot = folder().snapshot(1);
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);
        try (Journal journal = Journal.open(output, Samples.run("2"), JournalSettings.DEFAULT, true, Outputs.NONE)) {
            assertThat(journal.replay().lost()).isEqualTo(1);
            assertThat(journal.replay().missing()).isEqualTo(1);
            assertThat(journal.replay().items()).isEqualTo(COUNT - 1);
            assertThat(journal.quarantine().resolve("snapshot-00000001")).hasBinaryContent(bytes);
        }
    }

    /** Of runs with the same settings a snapshot keeps the first one's header and the last one's. */
    @Test
    void shouldNotNameARunThatItDoesNotKnowAnyMore() throws Exception {
        run("1", Samples.FINGERPRINT, 0, 1);
        run("2", Samples.FINGERPRINT, 1, 2);
        run("3", Samples.FINGERPRINT, 2, 3);
        compact(step -> {});
        run("4", Samples.FINGERPRINT, 3, 4);
        try (JournalView view = JournalView.open(output, JournalSettings.DEFAULT)) {
            assertThat(view.history(new ItemId("item-1")))
                    .singleElement()
                    .extracting(ItemEnd::run)
                    .isEqualTo("");
            assertThat(view.history(new ItemId("item-3")))
                    .singleElement()
                    .extracting(ItemEnd::run)
                    .isEqualTo("4");
        }
    }

    private void run(String id, String fingerprint, int from, int to) throws Exception {
        RunHeader header = new RunHeader(id, "clips", fingerprint, "settings of " + fingerprint, "1", "");
        try (Journal journal = Journal.open(output, header, JournalSettings.DEFAULT)) {
            for (int i = from; i < to; i++) {
                ItemId item = new ItemId("item-" + i);
                Entry before = journal.find(item);
                long ordinal = before == null ? journal.listing().ordinalOf(item, "source") : before.ordinal();
                Outcome outcome = i % 7 == 0 ? Samples.failed("run " + id) : Samples.done("out/" + i + "/" + id, i, i);
                journal.append(
                        new Entry(item, outcome, 1, io.millrace.engine.item.Identity.NONE, fingerprint, ordinal));
                model.put(item.value(), outcome);
            }
        }
    }

    private void compact(Compaction.Watch watch) throws IOException {
        try (Closeable lock = folder().lock(MachineIdentity.current());
                Replayer replayer = new Replayer(folder(), 4096)) {
            assertThat(lock).isNotNull();
            replayer.replay();
            new Compaction(folder(), replayer, watch).run();
        }
    }

    private void assertSame(int runs) throws Exception {
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().runs()).isEqualTo(runs);
            assertThat(journal.replay().missing() + journal.replay().lost()).isZero();
            assertThat(journal.replay().items()).isEqualTo(model.size());
            for (Map.Entry<String, Outcome> item : model.entrySet()) {
                assertThat(journal.find(new ItemId(item.getKey())).outcome()).isEqualTo(item.getValue());
            }
        }
    }

    private JournalFolder folder() {
        return JournalFolder.of(output, null);
    }
}
