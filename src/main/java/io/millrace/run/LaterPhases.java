package io.millrace.run;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Opens the phases of a run after its first, each when the one before it has ended, and closes them. One thread. */
final class LaterPhases {

    private final RunContext run;
    private final List<Phase<?, ?>> phases;
    private final Map<ItemId, Fault> barred;

    /** @param barred items that have ended a process before */
    LaterPhases(RunContext run, Map<ItemId, Fault> barred) {
        this.run = run;
        this.phases = run.setup().assembly().phases();
        this.barred = barred;
    }

    /** What is done in a phase while it is open. */
    @FunctionalInterface
    interface Work {
        Ending in(PhaseWork phase) throws IOException, InterruptedException;
    }

    /** All phases, the first included. */
    int count() {
        return phases.size();
    }

    /** @param number of the phase; the first of all is 0 */
    Ending with(int number, Work work) throws IOException, ManifestException, InterruptedException {
        Phase<?, ?> phase = phases.get(number);
        try (OpenPhase<?, ?> open = OpenPhase.of(phase, run.output());
                Journal journal = run.open(number)) {
            RunWords.damage(journal).forEach(run.listener()::said);
            open.listLeftOut(run.folder().folder());
            open.notices().forEach(run.listener()::remarked);
            return work.in(new PhaseWork(number, open, journal, earlier(journal), null, barred));
        }
    }

    /**
     * What a later phase has made follows from the phases before it, whose items the user has been asked about: what
     * does not fit any more is made again.
     */
    private EarlierRuns earlier(Journal journal) {
        RunOptions.Before before = run.options().before();
        StalePolicy stale = before.stale() == StalePolicy.FAIL ? StalePolicy.REDO : before.stale();
        return new EarlierRuns(journal, run.fingerprint().value(), stale, before.retryFailed());
    }
}
