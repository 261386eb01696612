package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.output.FlightTable;
import io.millrace.engine.output.FreeSpace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledBooksTest {

    private static final Outcome DONE = Outcome.done(List.of(new Artifact("a/frames.npy", 1, 2)));
    private static final Item<String> ITEM = Item.of("a", "body");

    @TempDir
    Path output;

    private Journal journal;
    private String fingerprint;

    /** Killed after the new output was put in the old one's place and before it was recorded. */
    @Test
    void shouldNotTakeAnOutputForOneOfTheOldSettingsThatMayBeOfTheNewOnes() throws Exception {
        run("old", books -> end(DONE));

        run("new", books -> {
            assertThat(books.settled(ITEM)).isNull();
            books.beforeWriting(ITEM);
        });

        run("old", books -> assertThat(books.settled(ITEM)).isNull());
    }

    @Test
    void shouldLeaveARecordAloneThatStands() throws Exception {
        run("old", books -> end(DONE));
        run("old", books -> assertThat(books.settled(ITEM)).isEqualTo(DONE));
        run("old", books -> assertThat(books.settled(ITEM)).isEqualTo(DONE));
    }

    @Test
    void shouldKnowTheNewOutputOnceItIsRecorded() throws Exception {
        run("old", books -> end(DONE));
        run("new", books -> {
            assertThat(books.settled(ITEM)).isNull();
            end(Outcome.EMPTY);
        });
        run("new", books -> assertThat(books.settled(ITEM)).isEqualTo(Outcome.EMPTY));
    }

    private interface Use {
        void of(JournaledBooks books) throws Exception;
    }

    /** A run with these settings that ends as a killed one does. */
    private void run(String settings, Use use) throws Exception {
        fingerprint = settings;
        RunHeader header = new RunHeader("run", "clips", fingerprint, "", "1", "");
        journal = Journal.open(output, header, JournalSettings.DEFAULT);
        try (FlightTable flights = FlightTable.create(output, 1)) {
            EarlierRuns earlier = new EarlierRuns(journal, fingerprint, StalePolicy.REDO, false);
            FreeSpace space = FreeSpace.of(journal, JournalSettings.DEFAULT, sentence -> {});
            JournaledBooks books = new JournaledBooks(journal, earlier, Map.of(), flights, space, false, Duration.ZERO);
            books.ordinal(ITEM);
            use.of(books);
        } finally {
            journal.abandon();
        }
    }

    private void end(Outcome outcome) throws Exception {
        journal.append(new Entry(ITEM.id(), outcome, 1, ITEM.identity(), fingerprint, 0));
    }
}
