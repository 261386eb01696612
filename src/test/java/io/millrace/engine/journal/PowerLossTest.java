package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.InMemory;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.upkeep.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine is started anew between two runs, or is not. */
class PowerLossTest {

    private static final MachineIdentity MONDAY = new MachineIdentity("host", 1, "monday");
    private static final MachineIdentity TUESDAY = new MachineIdentity("host", 2, "tuesday");

    @TempDir(factory = InMemory.class)
    Path output;

    @TempDir(factory = InMemory.class)
    Path copies;

    private final Disk disk = new Disk();

    /** Outputs of which some are gone, and who was asked to look at them or force them. */
    private static final class Disk implements Outputs {

        final Set<String> gone = new LinkedHashSet<>();
        final List<String> verified = new ArrayList<>();
        final List<String> forced = new ArrayList<>();
        final List<String> disowned = new ArrayList<>();
        boolean broken;

        @Override
        public void force(Recorded items) throws IOException {
            if (broken) {
                throw new IOException("Input/output error");
            }
            items.forEach(entry -> forced.add(entry.id().value()));
        }

        @Override
        public void verify(Recorded items, Visitor wrong) throws IOException {
            items.forEach(entry -> {
                verified.add(entry.id().value());
                if (gone.contains(entry.id().value())) {
                    wrong.item(entry);
                }
            });
        }

        @Override
        public void disown(Entry item) {
            disowned.add(item.id().value());
        }
    }

    @Test
    void shouldDoAgainWhatTheMachineHasNotWrittenAndNothingElse() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b", "c");
        }
        disk.gone.add("b");
        try (Journal journal = open(TUESDAY)) {
            assertThat(journal.replay().unwritten()).isEqualTo(1);
            assertThat(disk.verified).containsExactly("a", "b", "c");
            assertThat(disk.disowned).containsExactly("b");
            assertThat(journal.find(new ItemId("b"))).isNull();
            assertThat(journal.find(new ItemId("a"))).isNotNull();
            assertThat(journal.items(Outcome.Status.DONE)).isEqualTo(2);
        }
    }

    @Test
    void shouldLookOnceOnly() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b");
        }
        disk.gone.add("b");
        open(TUESDAY).abandon();
        disk.verified.clear();
        disk.gone.clear();
        try (Journal journal = open(new MachineIdentity("host", 3, "wednesday"))) {
            assertThat(disk.verified).isEmpty();
            assertThat(journal.find(new ItemId("b"))).isNull();
            append(journal, "b");
        }
        try (Journal journal = open(new MachineIdentity("host", 3, "wednesday"))) {
            assertThat(journal.find(new ItemId("b"))).isNotNull();
        }
    }

    /** kill -9 loses nothing: nobody has to look. */
    @Test
    void shouldNotLookWhileTheMachineIsUp() throws Exception {
        Journal killed = open(MONDAY);
        append(killed, "a");
        killed.abandon();
        disk.gone.add("a");
        try (Journal journal = open(MONDAY)) {
            assertThat(disk.verified).isEmpty();
            assertThat(journal.find(new ItemId("a"))).isNotNull();
        }
    }

    @Test
    void shouldNotLookAtWhatACheckpointHasBroughtToTheDisk() throws Exception {
        Journal journal = open(MONDAY);
        append(journal, "a", "b");
        journal.checkpoint(disk);
        append(journal, "c");
        journal.abandon();
        assertThat(disk.forced).containsExactly("a", "b");

        open(TUESDAY).abandon();

        assertThat(disk.verified).containsExactly("c");
    }

    @Test
    void shouldForceWithEachCheckpointWhatIsNew() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a");
            journal.checkpoint(disk);
            journal.checkpoint(disk);
            append(journal, "b", "c");
            journal.checkpoint(disk);
        }
        assertThat(disk.forced).containsExactly("a", "b", "c");
    }

    /** What a killed run has left may still be with the system only. */
    @Test
    void shouldForceWhatTheRunBeforeLeftWithTheFirstCheckpoint() throws Exception {
        Journal killed = open(MONDAY);
        append(killed, "a");
        killed.abandon();
        try (Journal journal = open(MONDAY)) {
            append(journal, "b");
            journal.checkpoint(disk);
        }
        assertThat(disk.forced).containsExactly("a", "b");
    }

    /** A snapshot does not say when the machine was started. */
    @Test
    void shouldForceEverythingBeforeItIsCompacted() throws Exception {
        Journal killed = open(MONDAY);
        append(killed, "a", "b");
        killed.abandon();
        new Upkeep(output, disk, MONDAY).compact();
        assertThat(disk.forced).containsExactly("a", "b");
        disk.gone.add("a");
        open(TUESDAY).abandon();
        assertThat(disk.verified).isEmpty();
    }

    /** Found out, compacted, and killed before the old files were gone: what they say of it must not come back. */
    @Test
    void shouldNotBringBackWhatWasUnwrittenWhenACompactionIsCutShort() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b");
        }
        disk.gone.add("b");
        for (Compaction.Step last : Compaction.Step.values()) {
            Path copy = copies.resolve(last.name());
            copyTree(output, copy);
            compactUntil(copy, last);
            try (Journal journal = Journal.open(
                    JournalFolder.of(copy, null),
                    Samples.run("2"),
                    JournalSettings.DEFAULT,
                    false,
                    disk,
                    TUESDAY,
                    ChronicleLog::create)) {
                assertThat(journal.find(new ItemId("a"))).as("before " + last).isNotNull();
                assertThat(journal.find(new ItemId("b"))).as("before " + last).isNull();
            }
        }
    }

    private void compactUntil(Path copy, Compaction.Step last) throws Exception {
        JournalFolder folder = JournalFolder.of(copy, null);
        try (Replayer replayer = new Replayer(folder, 4096);
                Listing listing = Listing.open(folder.listing(), ListingSeal.NONE)) {
            replayer.replay();
            assertThat(new PowerLoss(replayer, disk, TUESDAY.bootId()).find(listing))
                    .hasSize(1);
            new Compaction(folder, replayer, step -> {
                        if (step == last) {
                            throw new IllegalStateException("killed");
                        }
                    })
                    .run();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("killed");
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** What is appended meanwhile is the next one's, or a checkpoint of a fast run would never end. */
    @Test
    void shouldForceWhatWasThereWhenACheckpointBegan() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b");
            int[] more = {0};
            journal.checkpoint(new Outputs() {
                @Override
                public void force(Recorded items) throws IOException {
                    items.forEach(entry -> {
                        disk.forced.add(entry.id().value());
                        append(journal, "more-" + more[0]++);
                    });
                }

                @Override
                public void verify(Recorded items, Visitor wrong) {}

                @Override
                public void disown(Entry item) {}
            });
        }
        assertThat(disk.forced).containsExactly("a", "b");
    }

    @Test
    void shouldTakeNoCheckpointWhereNothingHasEnded() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a");
            journal.checkpoint(disk);
        }
        long records =
                new Upkeep(output, disk, MONDAY).check(entry -> {}).replay().records();
        try (Journal journal = open(MONDAY)) {
            journal.checkpoint(disk);
            journal.checkpoint(disk);
        }
        assertThat(new Upkeep(output, disk, MONDAY).check(entry -> {}).replay().records())
                .isEqualTo(records + 2);
        open(TUESDAY).abandon();
        assertThat(disk.verified).isEmpty();
    }

    /** The system may have dropped what it was to write, and says so once only. */
    @Test
    void shouldDoAgainWhatADiskHasNotTaken() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a");
            journal.checkpoint(disk);
            append(journal, "b");
            disk.broken = true;
            assertThatThrownBy(() -> journal.checkpoint(disk)).isInstanceOf(JournalException.class);
        }
        disk.broken = false;
        try (Journal journal = open(MONDAY)) {
            assertThat(journal.find(new ItemId("a"))).isNotNull();
            assertThat(journal.find(new ItemId("b"))).isNull();
        }
    }

    @Test
    void shouldTakeNoCheckpointsWhereEachResultIsForced() throws Exception {
        JournalSettings power = new JournalSettings(Durability.POWER, Duration.ZERO, null);
        try (Journal journal = Journal.open(
                JournalFolder.of(output, null), Samples.run("1"), power, false, disk, MONDAY, ChronicleLog::create)) {
            append(journal, "a");
            journal.sync();
            journal.checkpoint(disk);
        }
        assertThat(disk.forced).isEmpty();
    }

    @Test
    void shouldNotLookWhereEachResultWasForcedBeforeItsRecord() throws Exception {
        JournalSettings power = new JournalSettings(Durability.POWER, Duration.ZERO, null);
        try (Journal journal = Journal.open(
                JournalFolder.of(output, null), Samples.run("1"), power, false, disk, MONDAY, ChronicleLog::create)) {
            append(journal, "a");
        }
        open(TUESDAY).abandon();
        assertThat(disk.verified).isEmpty();
    }

    /** The records came to the disk, the listing did not: they say where their items stood. */
    @Test
    void shouldPutBackWhatHasLostItsPlaceInTheListing() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b");
        }
        Path listing = JournalFolder.of(output, null).listing();
        byte[] bytes = Files.readAllBytes(listing);
        Files.write(listing, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        try (Journal journal = open(TUESDAY)) {
            assertThat(journal.find(new ItemId("b"))).isNotNull();
            assertThat(journal.listing().find(new ItemId("b"))).isEqualTo(1);
            assertThat(journal.replay().unwritten()).isZero();
        }
    }

    /** What stood between is not known any more, and would be given another place. */
    @Test
    void shouldDoAgainWhatStandsBehindAPlaceThatNobodyKnows() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a");
            journal.listing().ordinalOf(new ItemId("never ended"), "x.mp4");
            append(journal, "b");
        }
        Files.delete(JournalFolder.of(output, null).listing());
        try (Journal journal = open(MONDAY)) {
            assertThat(journal.listing().size()).isEqualTo(1);
            assertThat(journal.replay().unplaced()).isEqualTo(1);
            assertThat(journal.find(new ItemId("a"))).isNotNull();
            assertThat(journal.find(new ItemId("b"))).isNull();
        }
        try (Journal journal = open(MONDAY)) {
            assertThat(journal.replay().unplaced()).isZero();
            assertThat(journal.find(new ItemId("b"))).isNull();
        }
    }

    @Test
    void shouldNotTakeBackWhatARetryHasTakenBackAlready() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b");
            journal.retry(new ItemId("a"));
            journal.settle();
        }
        try (Journal journal = open(TUESDAY)) {
            assertThat(disk.verified).containsExactly("b");
            assertThat(journal.find(new ItemId("a"))).isNull();
            assertThat(journal.items(Outcome.Status.DONE)).isEqualTo(1);
        }
    }

    @Test
    void shouldCountNoMoreWhatIsRetriedUntilItHasEndedAgain() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b");
            Entry entry = journal.find(new ItemId("a"));
            journal.retry(entry.id());
            assertThat(journal.find(new ItemId("a"))).isNull();
            journal.append(entry);
            assertThat(journal.find(new ItemId("a"))).isNotNull();
            journal.retry(new ItemId("b"));
        }
        new Upkeep(output, disk, MONDAY).compact();
        try (Journal journal = open(MONDAY)) {
            assertThat(journal.find(new ItemId("a"))).isNotNull();
            assertThat(journal.find(new ItemId("b"))).isNull();
            assertThat(journal.replay().items()).isEqualTo(1);
            assertThat(journal.replay().missing() + journal.replay().lost()).isZero();
        }
    }

    @Test
    void shouldSayWhichOutputTheDiskDoesNotTakeAndRememberNoCheckpoint() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a");
            disk.broken = true;
            assertThatThrownBy(() -> journal.checkpoint(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(output.toString())
                    .hasMessageContaining("Input/output error");
        }
        disk.broken = false;
        open(TUESDAY).abandon();
        assertThat(disk.verified).isEmpty();
    }

    @Test
    void shouldMakeAgainOnRequestWhatIsNotAsItWasRecorded() throws Exception {
        try (Journal journal = open(MONDAY)) {
            append(journal, "a", "b", "c");
            journal.checkpoint(disk);
        }
        disk.gone.add("c");
        List<String> wrong = new ArrayList<>();
        Upkeep upkeep = new Upkeep(output, disk, MONDAY);
        upkeep.verify(entry -> wrong.add(entry.id().value()));
        assertThat(wrong).containsExactly("c");

        assertThat(upkeep.repairOutputs((count, of) -> true)).isEqualTo(1);

        assertThat(disk.disowned).containsExactly("c");
        try (Journal journal = open(MONDAY)) {
            assertThat(journal.find(new ItemId("c"))).isNull();
            assertThat(journal.replay().items()).isEqualTo(2);
        }
    }

    private Journal open(MachineIdentity host) throws JournalException {
        return Journal.open(
                JournalFolder.of(output, null),
                Samples.run("run"),
                JournalSettings.DEFAULT,
                false,
                disk,
                host,
                ChronicleLog::create);
    }

    private static void append(Journal journal, String... ids) throws JournalException {
        for (String id : ids) {
            Entry before = journal.find(new ItemId(id));
            assertThat(before).isNull();
            Samples.append(journal, id, Samples.done(id + "/frames.npy", 10, 20));
        }
    }
}
