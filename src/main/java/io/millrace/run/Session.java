package io.millrace.run;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.engine.pipeline.Survey;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.OpenPhase;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.run.account.RunReport;
import io.millrace.run.process.Crash;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.Signals;
import io.millrace.show.Format;
import io.millrace.show.console.ResumeLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one job: opens what it needs in order, sees what there is to do, runs it, and closes in reverse. */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final JobSetup setup;
    private final RunOptions options;
    private final RunListener listener;
    private final Path output;
    private final Fingerprint fingerprint;

    public Session(JobSetup setup, RunOptions options, RunListener listener) {
        this.setup = setup;
        this.options = options;
        this.listener = listener;
        this.output = setup.output();
        this.fingerprint = Fingerprint.of(setup);
    }

    /** The input is looked at before the output is touched. */
    public ExitCode run() throws Refusal, IOException, InterruptedException {
        NativeLog.install();
        try (Assembly used = setup.assembly();
                Signals signals = new Signals(new NotBegun())) {
            assert used != null;
            return run(signals);
        }
    }

    /**
     * A large manifest takes its time, and so does looking up each of its files where earlier runs left something: the
     * busy span is about both.
     */
    private ExitCode run(Signals signals) throws Refusal, IOException, InterruptedException {
        try (RunListener.Span busy = listener.busy("reading the input, and what earlier runs have left of it ...");
                OpenPhase<?, ?> phase = OpenPhase.of(setup.assembly().first(), output)) {
            if (options.failIfEmpty() && phase.source().expected() == 0) {
                throw new Refusal(ExitCode.EMPTY, "the source is empty");
            }
            if (options.log().file() != null) {
                RunLog.requireWritable(options.log().file());
            }
            if (options.reportCopy() != null) {
                RunReport.requireWritable(options.reportCopy());
            }
            boolean fresh = options.before().fresh() && !Crash.inside(output);
            FreshOutput.prepare(output, setup.run().journal(), fresh, listener::said);
            return withJournal(phase, signals, busy);
        } catch (Refusal e) {
            throw told(e);
        } catch (ManifestException e) {
            throw told(Refusal.unavailable(e.getMessage()));
        } catch (JournalException e) {
            throw told(Failing.refusal(e));
        }
    }

    /** A run that is refused leaves nothing behind: above all no settings, which would count as the output's. */
    private ExitCode withJournal(OpenPhase<?, ?> phase, Signals signals, RunListener.Span busy)
            throws Refusal, IOException, InterruptedException {
        RunFolder folder = RunFolder.create(output, LocalDateTime.now(ZoneId.systemDefault()));
        RunContext run = new RunContext(setup, options, folder, fingerprint, listener);
        try (Journal journal = run.open(0)) {
            return logged(run, phase, journal, signals, busy);
        } finally {
            if (!folder.hasBegun()) {
                folder.discard();
            }
        }
    }

    private ExitCode logged(
            RunContext run, OpenPhase<?, ?> all, Journal journal, Signals signals, RunListener.Span busy)
            throws Refusal, IOException, InterruptedException {
        RunFolder folder = run.folder();
        try (RunListener.Span log = RunLog.open(folder.log(), options)) {
            assert log != null;
            LOG.info("{} of {} into {}, {}", folder.run(), setup.job().name(), output, Installation.resources());
            Selection selection = options.selection();
            OpenPhase<?, ?> wanted = selection == null ? all : all.only(id -> selection.takes(journal.find(id)));
            RunOptions.Before before = options.before();
            EarlierRuns earlier = new EarlierRuns(journal, fingerprint.value(), before.stale(), before.retryFailed());
            listener.started(new RunListener.Start(
                    setup.job().name(), folder.run(), output.toString(), Installation.version(), fingerprint.value()));
            Survey found = resume(wanted.source(), journal, earlier);
            busy.close();
            folder.begin(setup.configuration().renderForAnyFolder());
            Map<ItemId, Fault> barred = Suspects.in(output).guilty(options.words(), folder, this::remark);
            all.listLeftOut(folder.folder());
            all.notices().forEach(this::remark);
            RunContext begun = run.begun();
            return new LiveRun(begun, new PhaseWork(0, wanted, journal, earlier, found, barred))
                    .run(new LaterPhases(begun, barred), signals);
        }
    }

    /**
     * The first line. Where earlier runs left something, the source is listed once before anything is done: what was
     * found, or null.
     */
    private Survey resume(Source<?> source, Journal journal, EarlierRuns earlier) throws Refusal, IOException {
        int runs = journal.replay().runs();
        RunWords.damage(journal).forEach(listener::said);
        if (runs == 0) {
            return null;
        }
        Survey survey = Survey.of(source, earlier);
        listener.resumed(new ResumeLine(survey.ok(), runs, survey.failed(), survey.toDo(), survey.stale()));
        tellGone(survey);
        if (survey.stale() > 0 && options.before().stale() == StalePolicy.FAIL) {
            throw new Refusal(ExitCode.STALE, StaleItems.refusal(output, survey, fingerprint, journal::settings));
        }
        return survey;
    }

    /** An item that is not in the input any more cannot be tried again. */
    private void tellGone(Survey survey) {
        long gone = options.selection() == null ? 0 : options.selection().count() - survey.listed();
        if (gone > 0) {
            listener.said(Format.count(gone, "item") + " of "
                    + Format.count(options.selection().count()) + " to try again " + (gone == 1 ? "is" : "are")
                    + " not in the input any more");
        }
    }

    /** Nothing is wrong: the log has it where nobody wants to hear. */
    private void remark(String sentence) {
        LOG.info(sentence);
        listener.remarked(sentence);
    }

    /** Who reads the stream of a run learns of the refusal there too. */
    private Refusal told(Refusal refusal) {
        listener.refused(refusal.getMessage(), refusal.code().code());
        return refusal;
    }

    /** While the input is read and the journal replayed there is nothing to finish, so a signal ends the process. */
    private final class NotBegun implements Signals.Run {

        @Override
        public void drain(String signal) {
            ExitCode code = signal.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.TERMINATED;
            listener.error(signal + ": ended before any item was begun", code.code());
            Signals.end(code);
        }

        @Override
        public void stop(String signal) {
            drain(signal);
        }

        @Override
        public void show() {
            listener.said("no item has been begun yet");
        }
    }
}
