package io.millrace.run;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.Survey;
import io.millrace.jobs.OpenPhase;
import java.util.Map;

/**
 * What one phase of a run has to do.
 *
 * @param number of the phase; the first is 0
 * @param phase with its source
 * @param journal of the phase, opened for this run
 * @param earlier what it holds
 * @param found of the input that earlier runs left something of; null where nobody has looked
 * @param barred items that are not to be tried, since they have ended a process before
 */
record PhaseWork(
        int number,
        OpenPhase<?, ?> phase,
        Journal journal,
        EarlierRuns earlier,
        Survey found,
        Map<ItemId, Fault> barred) {

    Source<?> source() {
        return phase.source();
    }

    String name() {
        return phase.phase().name();
    }
}
