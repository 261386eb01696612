package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.InMemory;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class JournalTest {

    @TempDir(factory = InMemory.class)
    Path output;

    @Test
    void shouldFindWholeEntryWhenOpenedAgain() throws Exception {
        Fault fault = new Fault("IoTransient", "decode", "the disk w\u00e4nt away", true);
        Outcome outcome = new Outcome(
                Status.FAILED, fault, List.of(new Artifact("a/b.npy", 1L << 40, -7), new Artifact("\u65e5", 0, 0)));
        Entry written;
        try (Journal journal = Samples.open(output)) {
            long ordinal = journal.listing().ordinalOf(new ItemId("a/\u65e5"), "a.mp4");
            written = new Entry(
                    new ItemId("a/\u65e5"), outcome, 3, new Identity(1, 2, 3, 4), Samples.FINGERPRINT, ordinal);
            journal.append(written);
            assertThat(journal.find(written.id())).isEqualTo(written);
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(written.id())).isEqualTo(written);
            assertThat(journal.find(new ItemId("b"))).isNull();
        }
    }

    @Test
    void shouldCountWhatAPowerCutWouldLose() throws Exception {
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.unsynced()).isZero();
            assertThat(journal.sinceRecord()).isNull();
            Samples.append(journal, "a", Outcome.EMPTY);
            Samples.append(journal, "b", Outcome.EMPTY);
            assertThat(journal.unsynced()).isEqualTo(2);
            assertThat(journal.sinceRecord()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
            journal.sync();
            assertThat(journal.unsynced()).isZero();
        }
    }

    @Test
    void shouldKnowTheSettingsThatAnItemWasMadeWith() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "a", Outcome.EMPTY);
        }
        try (Journal journal = Journal.open(output, Samples.run("2", "clips", "other"), JournalSettings.DEFAULT)) {
            Entry found = journal.find(new ItemId("a"));
            assertThat(found.outcome().status()).isEqualTo(Status.EMPTY);
            assertThat(found.attempt()).isEqualTo(1);
            assertThat(found.fingerprint()).isEqualTo(Samples.FINGERPRINT);
            assertThat(journal.settings(Samples.FINGERPRINT)).isEqualTo("stages.transform.size = 224");
            assertThat(journal.find(new ItemId("b"))).isNull();
        }
    }

    @Test
    void shouldCountByStatusWhenItemsEndAgain() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "a", Samples.failed("bad"));
            Samples.append(journal, "b", Outcome.EMPTY);
        }
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "a", Outcome.DONE);
            assertThat(journal.items(Status.DONE)).isEqualTo(1);
            assertThat(journal.items(Status.FAILED)).isZero();
            assertThat(journal.items(Status.EMPTY)).isEqualTo(1);
            Replay replay = journal.replay();
            assertThat(replay.failed()).isEqualTo(1);
            assertThat(replay.items()).isEqualTo(2);
            assertThat(replay.runs()).isEqualTo(1);
            assertThat(replay.previous()).isEqualTo(Samples.run("run"));
            assertThat(replay.missing() + replay.corrupt() + replay.listingCutBytes())
                    .isZero();
        }
    }

    @Test
    void shouldFindItemsWhenTheRunWasAbandoned() throws Exception {
        Journal journal = Samples.open(output);
        Samples.append(journal, "a", Outcome.DONE);
        journal.abandon();
        journal.close();
        try (Journal again = Samples.open(output)) {
            assertThat(again.find(new ItemId("a")).outcome().status()).isEqualTo(Status.DONE);
        }
    }

    /** Else it would be written over what the run promises that has found no LOCK. */
    @Test
    void shouldPromiseNothingMoreWhenItsLockWasTakenAway() throws Exception {
        Journal journal = Samples.open(output);
        Samples.append(journal, "a", Outcome.DONE);
        journal.requireLocked();
        Path lock = JournalFolder.hidden(output).resolve("LOCK");
        Files.delete(lock);
        Files.writeString(lock, "somebody else's");
        Path manifest = JournalFolder.hidden(output).resolve("MANIFEST");
        String promised = Files.readString(manifest);

        assertThatThrownBy(journal::requireLocked).hasMessageContaining(lock + " was taken away");
        assertThatThrownBy(() -> journal.checkpoint(Outputs.NONE)).hasMessageContaining("was taken away");
        assertThat(journal.end()).isNull();
        journal.close();
        assertThat(manifest).hasContent(promised);
    }

    @Test
    void shouldCountWhatAKilledRunLeftWithoutARecord() throws Exception {
        Outputs twoLeft = new LeftBehind(Set.of("b", "d"));
        Journal killed = Samples.open(output);
        Samples.append(killed, "a", Outcome.DONE);
        for (String id : List.of("b", "c", "d")) {
            killed.listing().ordinalOf(new ItemId(id), id);
        }
        killed.sync();
        killed.abandon();
        try (Journal next = Journal.open(output, Samples.run("2"), JournalSettings.DEFAULT, false, twoLeft)) {
            assertThat(next.replay().unrecorded()).isEqualTo(2);
            for (String id : List.of("b", "c", "d")) {
                Samples.append(next, id, Outcome.DONE);
            }
        }
        try (Journal afterAllAreDone =
                Journal.open(output, Samples.run("3"), JournalSettings.DEFAULT, false, twoLeft)) {
            assertThat(afterAllAreDone.replay().unrecorded()).isZero();
        }
    }

    /** Outputs in which these items have results. */
    private record LeftBehind(Set<String> results) implements Outputs {

        @Override
        public void force(Recorded items) {}

        @Override
        public void verify(Recorded items, Visitor wrong) {}

        @Override
        public void disown(Entry item) {}

        @Override
        public long unrecorded(Recorded items, Unrecorded others) throws IOException {
            long[] count = new long[1];
            others.forEach(id -> {
                boolean there = results.contains(id.value());
                count[0] += there ? 1 : 0;
                return there;
            });
            return count[0];
        }
    }

    @Test
    void shouldCrossBlocksWhenThereAreManyRecords() throws Exception {
        int count = 30_000;
        try (Journal journal = Samples.open(output)) {
            for (int i = 0; i < count; i++) {
                Samples.append(journal, "folder/item-" + i, Samples.done("folder/item-" + i + ".npy", i, i));
            }
            assertThat(Files.size(Samples.records(output, 1))).isGreaterThan(4L * Prefill.BLOCK_BYTES);
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.items(Status.DONE)).isEqualTo(count);
            for (int i = 0; i < count; i += 997) {
                Outcome outcome = journal.find(new ItemId("folder/item-" + i)).outcome();
                assertThat(outcome).isEqualTo(Samples.done("folder/item-" + i + ".npy", i, i));
            }
        }
    }

    @Test
    void shouldKeepLargestRecordWhenTextsAreLong() throws Exception {
        String id = "x".repeat(ItemId.MAX_BYTES);
        String message = "\u00e4".repeat(5000);
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, id, Samples.failed(message));
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(new ItemId(id)).outcome().fault().message()).isEqualTo("\u00e4".repeat(2048));
        }
    }

    @Test
    void shouldRefuseAndGoOnWhenOutputsDoNotFit() throws Exception {
        List<Artifact> many = IntStream.range(0, 3000)
                .mapToObj(i -> new Artifact("some/folder/file-" + i, 1, 1))
                .toList();
        try (Journal journal = Samples.open(output)) {
            assertThatThrownBy(() -> Samples.append(journal, "many", Outcome.done(many)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'many' has 3000 outputs");
            Samples.append(journal, "next", Samples.done("n", 1, 1));
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(new ItemId("many"))).isNull();
            assertThat(journal.find(new ItemId("next")).outcome()).isEqualTo(Samples.done("n", 1, 1));
            assertThat(journal.replay().missing()).isZero();
        }
    }

    @Test
    void shouldRefuseEntryWhenItsOrdinalWasNotListed() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Entry entry = new Entry(new ItemId("a"), Outcome.DONE, 1, Identity.NONE, Samples.FINGERPRINT, 0);
            assertThatThrownBy(() -> journal.append(entry)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseEverythingWhenItHasDied() throws Exception {
        Journal journal = Samples.open(output);
        Samples.append(journal, "a", Outcome.DONE);
        Path file = Samples.records(output, 1);
        Files.move(file, file.resolveSibling(file.getFileName() + ".discard"));
        Files.createFile(file);

        assertThatThrownBy(journal::sync)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("was replaced while it was written");
        Files.delete(file);
        Files.move(file.resolveSibling(file.getFileName() + ".discard"), file);
        assertThatThrownBy(() -> Samples.append(journal, "b", Outcome.DONE))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("failed before");
        journal.close();
        try (Journal again = Samples.open(output)) {
            assertThat(again.find(new ItemId("a"))).isNotNull();
            assertThat(again.find(new ItemId("b"))).isNull();
        }
    }

    @Test
    void shouldLieElsewhereWhenToldTo() throws Exception {
        Path dir = output.resolve("elsewhere");
        Path out = output.resolve("out");
        JournalSettings apart = new JournalSettings(Durability.POWER, JournalSettings.DEFAULT.sync(), dir.toString());
        try (Journal journal = Journal.open(out, Samples.run("1"), apart)) {
            Samples.append(journal, "a", Outcome.DONE);
            journal.sync();
        }
        assertThat(dir.resolve("gen-00000001")).isDirectory();
        try (Journal journal = Journal.open(out, Samples.run("2"), apart)) {
            assertThat(journal.find(new ItemId("a"))).isNotNull();
        }
        assertThatThrownBy(() -> Samples.open(out))
                .hasMessageContaining("set journal.dir to that")
                .extracting("kind")
                .isEqualTo(JournalException.Kind.LOST);
        assertThatThrownBy(() -> Journal.open(output.resolve("second"), Samples.run("3"), apart))
                .hasMessageContaining("belongs to another output")
                .extracting("kind")
                .isEqualTo(JournalException.Kind.OTHER_JOB);
    }

    @Test
    void shouldNameBothJobsWhenTheOutputIsAnothers() throws Exception {
        Samples.open(output).close();
        RunHeader other = Samples.run("2", "embed", "f");
        assertThatThrownBy(() -> Journal.open(output, other, JournalSettings.DEFAULT))
                .hasMessageContainingAll("'clips'", "'embed'", output.toString())
                .extracting("kind")
                .isEqualTo(JournalException.Kind.OTHER_JOB);
        Files.delete(JournalFolder.hidden(output).resolve("MANIFEST"));
        assertThatThrownBy(() -> Journal.open(output, other, JournalSettings.DEFAULT))
                .hasMessageContainingAll("'clips'", "'embed'");
        Samples.open(output).close();
    }

    @Test
    void shouldNameTheFileWhenItIsWhereAFolderBelongs() throws Exception {
        Path file = Files.createFile(output.resolve("file"));
        assertThatThrownBy(() -> Samples.open(file.resolve("out")))
                .hasMessageContaining(file + " is a file")
                .extracting("kind")
                .isEqualTo(JournalException.Kind.NOT_A_FOLDER);
        assertThatThrownBy(() -> Samples.open(file)).hasMessageContaining(file + " is a file");
    }

    @Test
    void shouldGoOnWhenItsThreadIsInterrupted() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 8000; i++) {
                Samples.append(journal, "item-" + i, Samples.done("some/folder/item-" + i, i, i));
            }
            journal.sync();
            assertThat(journal.find(new ItemId("item-1")).outcome())
                    .isEqualTo(Samples.done("some/folder/item-1", 1, 1));
            assertThat(Thread.interrupted()).isTrue();
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().done()).isEqualTo(8000);
        }
    }

    @Test
    void shouldKeepOneGenerationPerRunWhenOpenedAgain() throws IOException, JournalException {
        for (int i = 0; i < 3; i++) {
            Samples.open(output).close();
        }
        assertThat(JournalFolder.hidden(output).resolve("gen-00000003")).isDirectory();
        assertThat(JournalFolder.hidden(output).resolve("gen-00000004")).doesNotExist();
    }
}
