package io.millrace.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.Samples;
import io.millrace.engine.journal.record.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class OutputManifestTest {

    @TempDir
    Path output;

    @Test
    void shouldHaveOneLinePerEndedItemInOrdinalOrder() throws Exception {
        try (Journal journal = Samples.open(output)) {
            journal.listing().ordinalOf(new ItemId("last to end"), "\"quoted\".mp4");
            journal.listing().ordinalOf(new ItemId("never ended"), "never.mp4");
            Samples.append(journal, "bad", Samples.failed("moov atom not found"));
            Samples.append(journal, "empty", Outcome.EMPTY);
            Samples.append(journal, "a", Samples.failed("once"));
        }
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "a", Samples.done("a.npy", 5, 0xabc));
            Outcome two = Outcome.done(List.of(artifact("x/1", "one"), artifact("x/2", "two")));
            append(journal, "last to end", 0, two);
            new DerivedFiles(journal, List.of()).write(() -> false);
        }
        assertThat(Files.readString(output.resolve("manifest.jsonl")))
                .isEqualTo(
                        """
                        {"id":"last to end","outcome":"DONE","source":"\\"quoted\\".mp4","output":["x/1","x/2"],"bytes":6,"crc32c":"%08x"}
                        {"id":"bad","outcome":"FAILED","class":"CorruptVideo","stage":"decode","message":"moov atom not found","source":"bad.mp4","output":[],"bytes":0,"crc32c":"00000000"}
                        {"id":"empty","outcome":"EMPTY","source":"empty.mp4","output":[],"bytes":0,"crc32c":"00000000"}
                        {"id":"a","outcome":"DONE","source":"a.mp4","output":["a.npy"],"bytes":5,"crc32c":"00000abc"}
                        """
                                .formatted(crc("onetwo".getBytes(UTF_8))));
        assertThat(JournalFolder.hidden(output).resolve("manifest.jsonl.tmp")).doesNotExist();
    }

    @Test
    void shouldBeWhatIsKnownWhenTheRunGoesOn() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "a", Outcome.DONE);
            new DerivedFiles(journal, List.of()).write(() -> false);
            assertThat(Files.readAllLines(output.resolve("manifest.jsonl"))).hasSize(1);
            Samples.append(journal, "b", Outcome.DONE);
            new DerivedFiles(journal, List.of()).write(() -> false);
            assertThat(Files.readAllLines(output.resolve("manifest.jsonl"))).hasSize(2);
        }
    }

    private static void append(Journal journal, String id, long ordinal, Outcome outcome) throws JournalException {
        journal.append(new Entry(new ItemId(id), outcome, 1, Identity.NONE, Samples.FINGERPRINT, ordinal));
    }

    private static Artifact artifact(String path, String content) {
        return new Artifact(path, content.length(), crc(content.getBytes(UTF_8)));
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
