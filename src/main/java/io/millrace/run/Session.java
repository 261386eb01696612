package io.millrace.run;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.Replay;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.engine.pipeline.Survey;
import io.millrace.jobs.Assembly;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.run.account.RunReport;
import io.millrace.run.process.Crash;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.Signals;
import io.millrace.show.Format;
import io.millrace.show.console.JsonStream;
import io.millrace.show.console.ResumeLine;
import io.millrace.text.ForeignText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one job: opens what it needs in order, sees what there is to do, runs it, and closes in reverse. */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final Duration LONG = Duration.ofSeconds(2);

    private final JobSetup setup;
    private final RunOptions options;
    private final Path output;
    private final Fingerprint fingerprint;
    private final JsonStream json;

    public Session(JobSetup setup, RunOptions options) {
        this.setup = setup;
        this.options = options;
        this.output = setup.output();
        this.fingerprint = Fingerprint.of(setup);
        this.json = setup.run().console().progress() == RunSettings.Progress.JSON ? new JsonStream(System.out) : null;
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

    private ExitCode run(Signals signals) throws Refusal, IOException, InterruptedException {
        try (Notice notice = notice();
                Source<?> source = setup.assembly().openSource()) {
            if (options.failIfEmpty() && source.expected() == 0) {
                throw new Refusal(ExitCode.EMPTY, "the source is empty");
            }
            if (options.logFile() != null) {
                RunLog.requireWritable(options.logFile());
            }
            if (options.reportCopy() != null) {
                RunReport.requireWritable(options.reportCopy());
            }
            FreshOutput.prepare(output, setup.run().journal(), options.fresh() && !Crash.inside(output));
            return withJournal(source, signals, notice);
        } catch (Refusal e) {
            throw told(e);
        } catch (ManifestException e) {
            throw told(new Refusal(ExitCode.UNAVAILABLE, e.getMessage()));
        } catch (JournalException e) {
            throw told(new Refusal(code(e), e.getMessage()));
        }
    }

    /** A run that is refused leaves nothing behind: above all no settings, which would count as the output's. */
    private ExitCode withJournal(Source<?> source, Signals signals, Notice notice)
            throws Refusal, IOException, InterruptedException {
        RunFolder folder = RunFolder.create(output, LocalDateTime.now(ZoneId.systemDefault()));
        RunHeader header = new RunHeader(
                folder.run(),
                setup.job().name(),
                fingerprint.value(),
                fingerprint.settings(),
                Installation.version(),
                setup.assembly().layout());
        try (Journal journal = open(header)) {
            Source<?> wanted =
                    options.selection() == null ? source : options.selection().of(source, journal);
            return logged(source, wanted, journal, folder, signals, notice);
        } finally {
            if (!folder.hasBegun()) {
                folder.discard();
            }
        }
    }

    /**
     * @param source all of the input
     * @param wanted what of it this run is for
     */
    private ExitCode logged(
            Source<?> source, Source<?> wanted, Journal journal, RunFolder folder, Signals signals, Notice notice)
            throws Refusal, IOException, InterruptedException {
        RunLog log = RunLog.open(folder.log(), options);
        try {
            LOG.info("{} of {} into {}, {}", folder.run(), setup.job().name(), output, Installation.resources());
            EarlierRuns earlier = new EarlierRuns(journal, fingerprint.value(), options.stale(), options.retryFailed());
            tellStart(folder);
            Survey found = resume(wanted, journal, earlier);
            notice.close();
            folder.begin(setup.configuration().renderForAnyFolder());
            Map<ItemId, Fault> barred = Suspects.in(output).guilty(options.words(), folder, this::remark);
            setup.assembly().listLeftOut(source, folder.folder());
            setup.assembly().notices(source).forEach(this::remark);
            return new LiveRun(setup, options, wanted, journal, earlier, found, barred, folder, fingerprint, json)
                    .run(signals);
        } finally {
            log.close();
        }
    }

    /** A large manifest takes its time, and so does looking up each of its files where earlier runs left something. */
    private Notice notice() {
        return json != null || quiet()
                ? Notice.NONE
                : Notice.after(LONG, "reading the input, and what earlier runs have left of it ...");
    }

    private Journal open(RunHeader header) throws JournalException {
        return Journal.open(
                output,
                header,
                setup.run().journal(),
                options.acceptLoss(),
                setup.assembly().outputs(output));
    }

    private void tellStart(RunFolder folder) {
        if (json != null) {
            json.runStart(
                    setup.job().name(), folder.run(), output.toString(), Installation.version(), fingerprint.value());
        }
    }

    /**
     * The first line. Where earlier runs left something, the source is listed once before anything is done: what was
     * found, or null.
     */
    private Survey resume(Source<?> source, Journal journal, EarlierRuns earlier) throws Refusal, IOException {
        int runs = journal.replay().runs();
        tellDamage(journal);
        if (journal.warning() != null) {
            tell(journal.warning());
        }
        if (runs == 0) {
            return null;
        }
        Survey survey = Survey.of(source, earlier);
        ResumeLine line = new ResumeLine(survey.ok(), runs, survey.failed(), survey.toDo(), survey.stale());
        if (json != null) {
            json.resume(line);
        } else {
            System.err.println(line.text());
        }
        tellGone(survey);
        if (survey.stale() > 0 && options.stale() == StalePolicy.FAIL) {
            throw new Refusal(ExitCode.STALE, StaleItems.refusal(output, survey, fingerprint, journal::settings));
        }
        return survey;
    }

    /** An item that is not in the input any more cannot be tried again. */
    private void tellGone(Survey survey) {
        long gone = options.selection() == null ? 0 : options.selection().count() - survey.listed();
        if (gone > 0) {
            tell(Format.count(gone, "item") + " of "
                    + Format.count(options.selection().count()) + " to try again " + (gone == 1 ? "is" : "are")
                    + " not in the input any more");
        }
    }

    /** What the journal has lost is done again, which must not look like forgetfulness. */
    private void tellDamage(Journal journal) {
        Replay found = journal.replay();
        if (found.runs() == 0 && journal.listing().size() > 0) {
            tell("the journal in " + output + " does not hold what earlier runs recorded of its "
                    + Format.count(journal.listing().size(), "item") + ": they are done again");
        } else if (found.missing() + found.lost() > 0) {
            tell("the journal in " + output + " has lost "
                    + Format.count(Math.max(found.missing(), found.lost()), "record")
                    + "; the items they stood for are done again");
        }
        if (found.unwritten() > 0) {
            tell("the machine went down before it had written everything: " + Format.count(found.unwritten(), "item")
                    + " of " + output + " are done again");
        }
        if (found.unplaced() > 0) {
            tell("the listing of " + output + " was damaged: " + Format.count(found.unplaced(), "item")
                    + " that have lost their place in it are done again");
        }
        if (found.unrecorded() > 0) {
            tell(Format.count(found.unrecorded(), "result")
                    + " without a record, as a killed run leaves them: made again");
        }
        if (found.damagedFiles() > 0) {
            tell("damaged files of the journal are kept as they were found in " + journal.quarantine());
        }
    }

    /** Nothing is wrong: the log has it where nobody wants to hear. */
    private void remark(String sentence) {
        LOG.info(sentence);
        if (!quiet()) {
            tell(sentence);
        }
    }

    private boolean quiet() {
        return setup.run().console().progress() == RunSettings.Progress.NONE;
    }

    private void tell(String sentence) {
        if (json != null) {
            json.diagnosis(sentence);
        } else {
            System.err.println(ForeignText.lines(sentence));
        }
    }

    /** A program that reads the stream learns of the refusal there too. */
    private Refusal told(Refusal refusal) {
        if (json != null) {
            json.error(refusal.getMessage(), refusal.code().code());
        }
        return refusal;
    }

    /** While the input is read and the journal replayed there is nothing to finish, so a signal ends the process. */
    private final class NotBegun implements Signals.Run {

        @Override
        public void drain(String signal) {
            ExitCode code = signal.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.TERMINATED;
            String sentence = signal + ": ended before any item was begun";
            System.err.println(sentence);
            if (json != null) {
                json.error(sentence, code.code());
            }
            Runtime.getRuntime().halt(code.code());
        }

        @Override
        public void stop(String signal) {
            drain(signal);
        }

        @Override
        public void show() {
            System.err.println("no item has been begun yet");
        }
    }

    public static ExitCode code(JournalException e) {
        return switch (e.kind()) {
            case LOCKED -> ExitCode.LOCKED;
            case OTHER_JOB -> ExitCode.CONFIG;
            case DUPLICATE_ID -> ExitCode.UNAVAILABLE;
            case SETUP -> ExitCode.CONFIG;
            default -> ExitCode.IO;
        };
    }
}
