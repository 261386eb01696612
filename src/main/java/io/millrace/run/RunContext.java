package io.millrace.run;

import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.output.RunFolder;
import io.millrace.jobs.Phase;
import io.millrace.run.process.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What all phases of a run have in common.
 *
 * @param setup the job with its settings
 * @param options what is asked of this run
 * @param folder of the run
 * @param fingerprint of the settings that change results
 * @param listener is told
 * @param began its work, on the wall clock
 * @param beganNs the same by {@link System#nanoTime}
 */
record RunContext(
        JobSetup setup,
        RunOptions options,
        RunFolder folder,
        Fingerprint fingerprint,
        RunListener listener,
        Instant began,
        long beganNs) {

    RunContext(JobSetup setup, RunOptions options, RunFolder folder, Fingerprint fingerprint, RunListener listener) {
        this(setup, options, folder, fingerprint, listener, Instant.now(), System.nanoTime());
    }

    /** The same, whose work begins now. */
    RunContext begun() {
        return new RunContext(setup, options, folder, fingerprint, listener);
    }

    Path output() {
        return setup.output();
    }

    /** Since it began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - beganNs);
    }

    /** Opens the journal of a phase; the first is 0. The caller closes it. */
    Journal open(int number) throws JournalException {
        Phase<?, ?> phase = setup.assembly().phases().get(number);
        String job = setup.job().name();
        String version = Installation.version();
        RunHeader header =
                new RunHeader(folder.run(), job, fingerprint.value(), fingerprint.settings(), version, phase.layout());
        JournalFolder first = JournalFolder.of(output(), setup.run().journal().dir());
        JournalFolder home = number == 0 ? first : first.ofPhase(phase.name());
        boolean acceptLoss = options.before().acceptLoss();
        return Journal.open(home, header, setup.run().journal(), acceptLoss, phase.outputs(output()));
    }
}
