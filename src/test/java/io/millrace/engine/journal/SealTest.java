package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.InMemory;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.RecordFormat;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.engine.upkeep.JournalCheck;
import io.millrace.engine.upkeep.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run has promised when it ended, or at a checkpoint, is missed when it is gone. */
@Timeout(60)
final class SealTest {

    private static final int COUNT = 60;
    private static final int CUT = 22;

    @TempDir(factory = InMemory.class)
    Path output;

    private Path home;

    @BeforeEach
    void place() {
        home = JournalFolder.hidden(output);
    }

    @Test
    void shouldRefuseWhenTheTailOfTheNewestGenerationIsCutOff() throws Exception {
        run(0, COUNT);
        cutBehind("item-" + (COUNT - CUT));

        assertThat(check().replay().lost()).isGreaterThanOrEqualTo(CUT - 1);
        assertThatThrownBy(() -> Samples.open(output))
                .hasMessageContainingAll("committed work lost", "--accept-loss")
                .extracting("kind")
                .isEqualTo(JournalException.Kind.LOST);
    }

    @Test
    void shouldRefuseWhenTheNewestGenerationIsGone() throws Exception {
        run(0, COUNT);
        Samples.delete(home.resolve("gen-00000001"));

        assertThat(check().findings()).anyMatch(finding -> finding.contains("gen-00000001 is gone"));
        assertLost(COUNT + 2);
        try (Journal journal = accept()) {
            assertThat(journal.replay().items()).isZero();
            assertThat(journal.find(new ItemId("item-0"))).isNull();
        }
        assertThat(home.resolve("gen-00000002")).as("no number is given twice").isDirectory();
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().lost()).isZero();
        }
    }

    /** A record that comes back later, from a copy say, must not look newer than what was made since. */
    @Test
    void shouldNumberBehindWhatIsLost() throws Exception {
        run(0, COUNT);
        Path kept = output.resolveSibling(output.getFileName() + "-kept");
        Files.move(home.resolve("gen-00000001"), kept);
        try (Journal journal = accept()) {
            Samples.append(journal, "item-0", Outcome.EMPTY);
        }
        Files.move(kept, home.resolve("gen-00000001"));
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(new ItemId("item-0")).outcome()).isEqualTo(Outcome.EMPTY);
        }
    }

    @Test
    void shouldRefuseWhenTheNewestGenerationAndTheManifestHaveChangedPlaces() throws Exception {
        runWithSummary(0, COUNT);
        Path file = Samples.records(output, 1);
        byte[] manifest = Files.readAllBytes(home.resolve("MANIFEST"));
        Files.copy(file, home.resolve("MANIFEST"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.write(file, manifest);

        assertThat(check().manifest()).isFalse();
        assertLost(COUNT + 2);
    }

    @Test
    void shouldKnowFromTheSummaryWhatADamagedManifestPromised() throws Exception {
        runWithSummary(0, COUNT);
        byte[] manifest = Files.readAllBytes(home.resolve("MANIFEST"));
        cutBehind("item-" + (COUNT - CUT));
        for (int i = 0; i < manifest.length; i++) {
            byte[] flipped = manifest.clone();
            flipped[i] ^= 4;
            Files.write(home.resolve("MANIFEST"), flipped);
            assertThat(check().replay().lost()).as("byte " + i).isGreaterThanOrEqualTo(CUT - 1);
        }
    }

    /** Each of the two is enough. */
    @Test
    void shouldHealASummaryThatIsDamaged() throws Exception {
        Path summary = runWithSummary(0, COUNT);
        byte[] bytes = Files.readAllBytes(summary);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= 2;
            Files.write(summary, flipped);
            assertThat(check().replay().lost()).as("byte " + i).isZero();
        }
        Files.write(summary, new byte[] {'{'});
        assertThat(check().findings()).anyMatch(finding -> finding.contains("summary.json is damaged"));
        Samples.open(output).close();
        assertThat(check().clean()).isTrue();
        assertThat(home.resolve("quarantine/" + summary.getParent().getFileName() + "-summary.json"))
                .hasContent("{");
    }

    @Test
    void shouldNotBelieveAnOlderRecordThatIsReadAfterItsRetry() throws Exception {
        run(0, COUNT);
        try (Journal journal = Samples.open(output)) {
            journal.retry(new ItemId("item-3"));
        }
        exchange(Samples.records(output, 1), Samples.records(output, 2));

        assertThat(check().whole()).isFalse();
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.find(new ItemId("item-3"))).isNull();
            assertThat(journal.replay().items()).isEqualTo(COUNT - 1);
            assertThat(journal.replay().lost()).as("all of it is there").isZero();
        }
        assertThat(check().clean()).isTrue();
    }

    @Test
    void shouldRefuseOtherRecordsThanWereSealed() throws Exception {
        run(0, COUNT);
        Path other = Files.createTempDirectory("other");
        try (Journal journal = Samples.open(other)) {
            for (int i = 0; i < COUNT; i++) {
                Samples.append(journal, "other-" + i, Outcome.EMPTY);
            }
        }
        Files.copy(
                Samples.records(other, 1),
                Samples.records(output, 1),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertLost(COUNT + 2);
    }

    @Test
    void shouldMissWhatWasThereAtTheLastCheckpointOfAKilledRun() throws Exception {
        Journal killed = Samples.open(output);
        append(killed, 0, COUNT);
        killed.checkpoint(Outputs.NONE);
        append(killed, COUNT, COUNT + 10);
        killed.abandon();
        byte[] whole = Files.readAllBytes(Samples.records(output, 1));

        cutBehind("item-" + (COUNT + 5));
        try (JournalView view = JournalView.open(output, JournalSettings.DEFAULT)) {
            assertThat(view.replay().lost()).as("was not promised").isZero();
            assertThat(view.replay().items()).isEqualTo(COUNT + 5);
        }
        Files.write(Samples.records(output, 1), whole);
        cutBehind("item-" + (COUNT - CUT));
        assertLost(CUT + 1);
        Samples.delete(home.resolve("gen-00000001"));
        assertLost(COUNT + 2);
    }

    @Test
    void shouldMissAGenerationOfWhichOnlyTheHeaderWasPromised() throws Exception {
        Samples.open(output).abandon();
        Samples.delete(home.resolve("gen-00000001"));
        assertLost(1);
    }

    @Test
    void shouldMissItemsOfTheListing() throws Exception {
        run(0, COUNT);
        byte[] bytes = Files.readAllBytes(home.resolve("listing"));
        int cut = new String(bytes, ISO_8859_1).indexOf("item-50") - 8;
        Files.write(home.resolve("listing"), Arrays.copyOf(bytes, cut));

        assertThat(check().findings()).containsExactly("the listing held 60 items and holds 50");
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.listing().size()).isEqualTo(COUNT);
            assertThat(journal.listing().find(new ItemId("item-57"))).isEqualTo(57);
        }
        assertThat(check().clean()).isTrue();
    }

    /** What a repair could not bring back nobody is to miss for ever: the copy of the promise goes with it. */
    @Test
    void shouldNotHoldARepairedListingAgainstTheSummary() throws Exception {
        try (Journal journal = Samples.open(output)) {
            append(journal, 0, COUNT);
            journal.listing().ordinalOf(new ItemId("never-ended"), "x.mp4");
        }
        Path summary = runWithSummary(COUNT, COUNT);
        byte[] said = Files.readAllBytes(summary);
        Files.delete(home.resolve("listing"));

        new Upkeep(output, Outputs.NONE).repair(false);

        assertThat(check().findings()).isEmpty();
        assertThat(summary).content().contains("\"exit\" : 0").doesNotContain("journal");
        assertThat(home.resolve("quarantine/20260101-000000-summary.json")).hasBinaryContent(said);
    }

    /** Its records are whole, and of another output. */
    @Test
    void shouldNotBelieveAnotherListing() throws Exception {
        run(0, COUNT);
        Path other = Files.createTempDirectory("other");
        try (Journal journal = Samples.open(other)) {
            append(journal, COUNT, 2 * COUNT);
        }
        Files.copy(
                JournalFolder.hidden(other).resolve("listing"),
                home.resolve("listing"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(check().findings()).contains("the listing holds other items than it did");
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.listing().find(new ItemId("item-0"))).isZero();
            assertThat(journal.listing().size()).isEqualTo(COUNT);
        }
    }

    @Test
    void shouldTakeSourcesForTheListingFromTheManifestOfItems() throws Exception {
        try (Journal journal = Samples.open(output)) {
            append(journal, 0, COUNT);
            new DerivedFiles(journal, java.util.List.of()).write(() -> false);
        }
        Files.delete(home.resolve("listing"));
        Samples.open(output).close();

        StringBuilder sources = new StringBuilder();
        Listing.forEach(home.resolve("listing"), (ordinal, id, source) -> sources.append(ordinal + source + " "));
        assertThat(sources.toString()).startsWith("0item-0.mp4 1item-1.mp4 ").endsWith(" 59item-59.mp4 ");
    }

    @Test
    void shouldReadTheSealsOfTheFirstVersion() throws Exception {
        run(0, COUNT);
        String id = Files.readAllLines(home.resolve("MANIFEST")).get(1);
        Files.writeString(
                home.resolve("MANIFEST"),
                "millrace-journal 1\n" + id + "\njob clips\nsealed gen-00000001 " + (COUNT + 2) + "\n");
        assertThat(check().clean()).isTrue();
        cutBehind("item-" + (COUNT - CUT));
        assertLost(CUT + 1);
    }

    @Test
    void shouldKeepWhatALaterRunIsPromised() throws Exception {
        run(0, COUNT);
        run(COUNT, COUNT + 1);
        new Upkeep(output, Outputs.NONE).compact();
        assertThat(JournalManifest.seals(folder()).files()).containsOnlyKeys("snapshot-00000002");
        byte[] bytes = Files.readAllBytes(home.resolve("snapshot-00000002"));
        Files.write(home.resolve("snapshot-00000002"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Samples.open(output)).hasMessageContaining("committed work lost");
        Files.delete(home.resolve("snapshot-00000002"));
        assertThatThrownBy(() -> Samples.open(output)).hasMessageContaining("committed work lost");
        Files.write(home.resolve("snapshot-00000002"), bytes);
        Samples.open(output).close();
        assertThat(check().clean()).isTrue();
    }

    private JournalFolder folder() {
        return JournalFolder.of(output, null);
    }

    private JournalCheck check() throws JournalException {
        return new Upkeep(output, Outputs.NONE).check(entry -> {});
    }

    private void assertLost(long records) throws JournalException {
        assertThat(check().replay().lost()).isEqualTo(records);
        assertThatThrownBy(() -> Samples.open(output))
                .hasMessageContainingAll("committed work lost", "--accept-loss")
                .extracting("kind")
                .isEqualTo(JournalException.Kind.LOST);
    }

    private Journal accept() throws JournalException {
        return Journal.open(output, Samples.run("again"), JournalSettings.DEFAULT, true, Outputs.NONE);
    }

    private void run(int from, int to) throws JournalException {
        try (Journal journal = Samples.open(output)) {
            append(journal, from, to);
        }
    }

    /** As a run leaves it: the summary carries a copy of the seals. */
    private Path runWithSummary(int from, int to) throws IOException {
        try (Journal journal = Samples.open(output)) {
            append(journal, from, to);
            SealCopy copy = journal.end();
            Path run = Files.createDirectories(home.resolve("runs/20260101-000000"));
            String lines = "\"" + String.join("\",\"", copy.lines()) + "\"";
            return Files.writeString(
                    run.resolve("summary.json"),
                    "{\"exit\":0,\"journal\":{\"lines\":[" + lines + "],\"crc32c\":\"" + copy.crc32c() + "\"}}\n");
        }
    }

    private static void append(Journal journal, int from, int to) throws JournalException {
        for (int i = from; i < to; i++) {
            Samples.append(journal, "item-" + i, Samples.done("item-" + i + "/x", i, i));
        }
    }

    /** The file of the first generation ends where the record of that item begins. */
    private void cutBehind(String id) throws IOException {
        Path file = Samples.records(output, 1);
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, ISO_8859_1).indexOf(id + "\u0001") - RecordFormat.ID_AT;
        Files.write(file, Arrays.copyOf(bytes, at));
    }

    private static void exchange(Path one, Path other) throws IOException {
        Map<Path, byte[]> bytes = Map.of(one, Files.readAllBytes(other), other, Files.readAllBytes(one));
        for (Map.Entry<Path, byte[]> file : bytes.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }
}
