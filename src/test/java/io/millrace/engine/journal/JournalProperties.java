package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.record.Entry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The journal against a map: whatever is appended, closed, abandoned and opened again, the last record of an id wins.
 */
final class JournalProperties {

    /** {@code id} null: the run ends, properly or not, and another one begins. */
    record Action(String id, Outcome outcome, boolean proper) {}

    @Property(tries = 25)
    void shouldAgreeWithMapWhenAppendedAndReopened(@ForAll("actions") List<Action> actions) throws Exception {
        Path output = Samples.temporary();
        Map<String, Outcome> model = new HashMap<>();
        Journal journal = Samples.open(output);
        try {
            for (Action action : actions) {
                if (action.id() == null) {
                    journal = reopen(output, journal, action.proper());
                } else {
                    append(journal, model, action);
                }
                assertAgrees(journal, model);
            }
        } finally {
            journal.abandon();
            Samples.delete(output);
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<String> ids = Arbitraries.of("a", "b", "c/d", "\u00e9", "a longer name with spaces");
        Arbitrary<Outcome> outcomes = Arbitraries.oneOf(
                Arbitraries.of(Outcome.DONE, Outcome.EMPTY),
                Arbitraries.strings().ofMaxLength(50).map(Samples::failed),
                Arbitraries.integers().map(crc -> Samples.done("out/" + crc, crc & 0xff, crc)));
        Arbitrary<Action> appends =
                Combinators.combine(ids, outcomes).as((id, outcome) -> new Action(id, outcome, true));
        Arbitrary<Action> ends = Arbitraries.of(true, false).map(proper -> new Action(null, null, proper));
        return Arbitraries.frequencyOf(Tuple.of(5, appends), Tuple.of(1, ends))
                .list()
                .ofMaxSize(25);
    }

    private static Journal reopen(Path output, Journal journal, boolean proper) throws JournalException {
        if (proper) {
            journal.close();
        } else {
            journal.abandon();
        }
        return Samples.open(output);
    }

    private static void append(Journal journal, Map<String, Outcome> model, Action action) throws JournalException {
        ItemId id = new ItemId(action.id());
        Entry before = journal.find(id);
        long ordinal = before != null ? before.ordinal() : journal.listing().ordinalOf(id, action.id());
        journal.append(new Entry(id, action.outcome(), 2, Identity.NONE, Samples.FINGERPRINT, ordinal));
        model.put(action.id(), action.outcome());
    }

    private static void assertAgrees(Journal journal, Map<String, Outcome> model) throws JournalException {
        for (Map.Entry<String, Outcome> expected : model.entrySet()) {
            Entry entry = journal.find(new ItemId(expected.getKey()));
            assertThat(entry.id().value()).isEqualTo(expected.getKey());
            assertThat(entry.outcome()).isEqualTo(expected.getValue());
        }
        for (Status status : Status.values()) {
            long count =
                    model.values().stream().filter(o -> o.status() == status).count();
            assertThat(journal.items(status)).isEqualTo(count);
        }
        assertThat(journal.replay().missing()).isZero();
    }
}
