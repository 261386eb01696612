package io.millrace.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.Durability;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.Samples;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RecordFormat;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class UpkeepTest {

    @TempDir
    Path output;

    @Test
    void shouldFindNothingToRepairBesideLiveRun() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Entry first = Samples.append(journal, "a", Samples.done("a/x", 1, 2));
            again(journal, first, Outcome.EMPTY);
            JournalCheck found = new Upkeep(output, Outputs.NONE).check(entry -> {});
            assertThat(found.whole()).isTrue();
            assertThat(found.listed()).isEqualTo(1);
            assertThat(found.dead()).isEqualTo(1);
            assertThat(found.replay().empty()).isEqualTo(1);
            assertThat(found.parts()).extracting(JournalCheck.Part::records).containsExactly(3L);
            assertThatThrownBy(() -> new Upkeep(output, Outputs.NONE).repair(true))
                    .extracting("kind")
                    .isEqualTo(JournalException.Kind.LOCKED);
        }
    }

    @Test
    void shouldSayWhereThereIsNoJournal() {
        assertThatThrownBy(() -> new Upkeep(output, Outputs.NONE))
                .hasMessageContaining("there is no journal in " + output);
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void shouldFindAndRepairDamage() throws Exception {
        write("a", "b", "c");
        Path file = Samples.records(output, 1);
        byte[] bytes = Files.readAllBytes(file);
        try (Journal journal = Samples.open(output)) {
            bytes[(int) journal.placeOf(new ItemId("b")) + RecordFormat.ID_AT] ^= 1;
        }
        Files.write(file, bytes);

        JournalCheck found = new Upkeep(output, Outputs.NONE).check(entry -> {});
        assertThat(found.whole()).isFalse();
        assertThat(found.parts().get(0))
                .isEqualTo(new JournalCheck.Part("gen-00000001", bytes.length, 4, 1, 1, 1, false));
        assertThat(found.parts().get(1).whole()).isTrue();
        assertThat(file).as("check changes nothing").hasBinaryContent(bytes);
        assertThatThrownBy(() -> new Upkeep(output, Outputs.NONE).compact()).hasMessageContaining("repair it first");
        assertThatThrownBy(() -> new Upkeep(output, Outputs.NONE).repair(false)).hasMessageContaining("--accept-loss");

        assertThat(new Upkeep(output, Outputs.NONE).repair(true).replay().lost())
                .isEqualTo(1);
        assertThat(new Upkeep(output, Outputs.NONE).check(entry -> {}).whole()).isTrue();
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.items(Status.DONE)).isEqualTo(2);
            assertThat(journal.quarantine().resolve("gen-00000001")).hasBinaryContent(bytes);
        }
    }

    @Test
    void shouldRepairManifestAndListing() throws Exception {
        write("a", "b");
        Path home = JournalFolder.hidden(output);
        Files.writeString(home.resolve("MANIFEST"), "\u0000\u0001");
        byte[] listing = Files.readAllBytes(home.resolve("listing"));
        listing[listing.length - 1] ^= 1;
        Files.write(home.resolve("listing"), listing);

        JournalCheck found = new Upkeep(output, Outputs.NONE).check(entry -> {});
        assertThat(found.manifest()).isFalse();
        assertThat(found.listingDamage()).isPositive();
        new Upkeep(output, Outputs.NONE).repair(false);
        assertThat(new Upkeep(output, Outputs.NONE).check(entry -> {}).whole()).isTrue();
        assertThat(home.resolve("quarantine/MANIFEST")).hasContent("\u0000\u0001");
        assertThat(home.resolve("quarantine/listing")).hasBinaryContent(listing);
    }

    @Test
    void shouldLeaveOneFileWhenCompacted() throws Exception {
        write("a", "b");
        write("b", "c");
        Upkeep upkeep = new Upkeep(output, Outputs.NONE);
        assertThat(upkeep.compact()).isGreaterThan(4L << 20);
        assertThat(upkeep.bytes()).isLessThan(2000);
        assertThat(upkeep.check(entry -> {}).parts())
                .extracting(JournalCheck.Part::name)
                .containsExactly("snapshot-00000002");
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.items(Status.DONE)).isEqualTo(3);
        }
    }

    @Test
    void shouldExportTheNewestRecordOfEachItem() throws Exception {
        Path apart = output.resolve("apart");
        Path out = output.resolve("out");
        JournalSettings settings =
                new JournalSettings(Durability.PROCESS, JournalSettings.DEFAULT.sync(), apart.toString());
        try (Journal journal = Journal.open(out, Samples.run("1"), settings)) {
            Entry first = Samples.append(journal, "a", Outcome.EMPTY);
            Samples.append(journal, "b", Samples.failed("no moov"));
            again(journal, first, Samples.done("a/x", 7, -1));
            StringWriter lines = new StringWriter();
            new Upkeep(out, Outputs.NONE).export(lines);
            List<String> all = lines.toString().lines().toList();
            assertThat(all).hasSize(2);
            assertThat(all.get(0))
                    .startsWith("{\"id\":\"b\",\"ordinal\":1,\"outcome\":\"FAILED\",\"class\":\"CorruptVideo\","
                            + "\"stage\":\"decode\",\"message\":\"no moov\",\"attempt\":1,\"seq\":3,\"time\":");
            assertThat(all.get(1))
                    .contains("\"id\":\"a\"", "\"fingerprint\":\"" + Samples.FINGERPRINT + "\"")
                    .endsWith("\"size\":10,\"modified\":20,\"entryDigest\":30,"
                            + "\"output\":[{\"path\":\"a/x\",\"bytes\":7,\"crc32c\":\"ffffffff\"}]}");
        }
    }

    private void write(String... ids) throws Exception {
        try (Journal journal = Samples.open(output)) {
            for (String id : ids) {
                Samples.append(journal, id, Samples.done(id, 1, 1));
            }
        }
    }

    private static void again(Journal journal, Entry first, Outcome outcome) throws JournalException {
        journal.append(new Entry(first.id(), outcome, 1, first.identity(), Samples.FINGERPRINT, first.ordinal()));
    }
}
