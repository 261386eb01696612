package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.Samples;
import io.millrace.engine.upkeep.Erasure;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DerivedFilesTest {

    @TempDir
    private Path output;

    @Test
    void shouldWriteTheManifestAndTheRestInAsManyPassesAsTheyLike() throws Exception {
        try (Journal journal = Samples.open(output)) {
            end(journal, "b", "a");
            journal.listing().ordinalOf(new ItemId("under way"), "x");
            DerivedFiles files = new DerivedFiles(journal, List.of(new Twice()));

            assertThat(files.write(() -> false)).isTrue();
            assertThat(files.names()).containsExactly("manifest.jsonl", "twice.txt");
        }
        assertThat(output.resolve("twice.txt")).content().isEqualTo("b DONE,a DONE,|b DONE,a DONE,|");
        assertThat(Files.readAllLines(output.resolve("manifest.jsonl"))).hasSize(2);
    }

    @Test
    void shouldLeaveWhatIsThereWhenItIsCancelledOnTheWay() throws Exception {
        Files.writeString(output.resolve("twice.txt"), "before");
        try (Journal journal = Samples.open(output)) {
            end(journal, "b", "a");
            AtomicInteger asked = new AtomicInteger();

            assertThat(new DerivedFiles(journal, List.of(new Twice())).write(() -> asked.incrementAndGet() > 4))
                    .isFalse();
        }
        assertThat(output.resolve("manifest.jsonl")).exists();
        assertThat(output.resolve("twice.txt")).content().isEqualTo("before");
    }

    @Test
    void shouldBeErasedWithTheRunsThatDerivedIt() throws Exception {
        try (Journal journal = Samples.open(output)) {
            end(journal, "a");
            new DerivedFiles(journal, List.of(new Twice())).write(() -> false);
        }
        Erasure.of(output, JournalSettings.DEFAULT, name -> false);

        assertThat(output.resolve("twice.txt")).doesNotExist();
        assertThat(output.resolve("manifest.jsonl")).doesNotExist();
    }

    @Test
    void shouldNotBeErasedWhenNoRunDerivedIt() throws Exception {
        Path mine = Files.writeString(output.resolve("twice.txt"), "mine");
        try (Journal journal = Samples.open(output)) {
            end(journal, "a");
            new DerivedFiles(journal, List.of()).write(() -> false);
        }
        Erasure.of(output, JournalSettings.DEFAULT, name -> false);

        assertThat(mine).content().isEqualTo("mine");
    }

    private static void end(Journal journal, String... ids) throws IOException {
        for (String id : ids) {
            Samples.append(journal, id, Outcome.DONE);
        }
    }

    /** The ids and how they ended, two times over. */
    private static final class Twice implements DerivedFile {

        @Override
        public String name() {
            return "twice.txt";
        }

        @Override
        public void write(EndedItems items, Writer to) throws IOException {
            for (int pass = 0; pass < 2; pass++) {
                items.forEach((id, source, ended) ->
                        to.write(id + " " + ended.outcome().status() + ","));
                to.write("|");
            }
        }
    }
}
