package io.millrace.run;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.SealCopy;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.Observer;
import io.millrace.jobs.Resources;
import io.millrace.media.pixel.BufferPool;
import io.millrace.run.account.BudgetWatch;
import io.millrace.run.account.Failures;
import io.millrace.run.account.RunRecorder;
import io.millrace.run.account.RunReport;
import io.millrace.run.control.ControlSocket;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Signals;
import io.millrace.show.Format;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.StatusJson;
import io.millrace.show.console.Summary;
import io.millrace.show.report.RunRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run from its first item to its summary, phase by phase: signals, deadlines, last words. */
final class LiveRun implements Signals.Run {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);

    /** Idle pictures kept for the next item: enough for the workers to go round, little beside the limit. */
    private static final int POOL_SHARE = 8;

    private final RunContext run;
    private final RunListener listener;
    private final RunFolder folder;
    private final Path output;
    private final BufferPool pool;
    private final Failures failures;
    private final BudgetWatch budget;
    private final Observer observer;
    private final RunControls controls = new RunControls(this, () -> now().pipeline());
    private final RunClock clock = new RunClock();
    private final RunRecorder recorder;
    private final PhaseRun first;
    private final List<PhaseEnd> ends = new ArrayList<>();
    private final Map<String, SealCopy> sealed = new HashMap<>();

    /** The phase that it is in. */
    private volatile PhaseRun now;

    private volatile Status.State state = Status.State.RUNNING;

    /** Whoever asked does not want to wait: what the next run can make good is left out. */
    private volatile boolean hurried;

    /** @param work of the first phase */
    LiveRun(RunContext run, PhaseWork work) throws IOException {
        this.run = run;
        this.listener = run.listener();
        this.folder = run.folder();
        this.output = run.output();
        Resources resources = Installation.resources();
        this.pool = new BufferPool(resources.forItems(run.setup().run().memoryLimit(resources)) / POOL_SHARE);
        this.failures = new Failures(folder, listener::failed);
        this.budget = new BudgetWatch(failures, run.setup().run().errors().max(), this::giveUp);
        this.observer = new FirstProgress(budget, this::tell);
        this.first = phase(work);
        this.now = first;
        this.recorder = RunRecorder.of(folder, head(), this::status);
    }

    private PhaseRun phase(PhaseWork work) throws IOException {
        return new PhaseRun(run, work, pool, failures, observer, this::tell);
    }

    private PhaseRun now() {
        return now;
    }

    /**
     * @param later opens the phases after the first, each when the one before it has ended
     * @param signals are for this run from now on, to its last word
     */
    ExitCode run(LaterPhases later, Signals signals) throws IOException, InterruptedException {
        Ending ending = null;
        signals.follow(this);
        try (Closeable control = listen();
                RunListener.Span shown = listener.live(new RunListener.Live(this::status, controls, files()));
                clock;
                recorder;
                folder) {
            assert control != null && shown != null;
            ending = phases(later);
            advance(Status.State.ENDED);
        } catch (IOException e) {
            ending = PhaseRun.closedBadly(ending, e);
        }
        ends.add(now.end(status()));
        logStuck(ending);
        return conclude(ending, exitCode(ending, signals.exitCode()));
    }

    private Ending phases(LaterPhases later) throws IOException, InterruptedException {
        Ending ending = first.run(this::begin, () -> hurried);
        for (int number = 1; number < later.count() && isToGoOn(ending); number++) {
            try {
                ending = later.with(number, work -> next(phase(work)));
            } catch (IOException | ManifestException | RuntimeException e) {
                ending = ending.failed(e);
            }
        }
        return ending;
    }

    /** Once the first phase takes items. */
    private void begin() {
        recorder.start();
        clock.start(this::status);
        Duration most = run.options().maxDuration();
        if (most != null) {
            clock.after(most, () -> drainIfRunning("--max-duration"));
        }
    }

    private boolean isToGoOn(Ending ending) {
        return ending.how() == Ending.How.COMPLETED && state == Status.State.RUNNING && !budget.spentInTheEnd();
    }

    private Ending next(PhaseRun next) throws IOException, InterruptedException {
        Status last = status();
        ends.add(now.end(last));
        recorder.see(last);
        now = next;
        Ending ending = next.run(this::passOn, () -> hurried);
        sealed.put(next.name(), next.journal().end());
        return ending;
    }

    /** What was asked of the run while it went from one phase to the next. */
    private void passOn() {
        if (state == Status.State.DRAINING) {
            now.pipeline().drain();
        } else if (state == Status.State.STOPPING) {
            now.pipeline().stop();
        }
    }

    /** A run that cannot be talked to is still a run. */
    private Closeable listen() {
        try {
            ControlSocket socket =
                    new ControlSocket(RunFolder.control(output), new ControlAnswers(this::status, controls));
            return socket::close;
        } catch (IOException | RuntimeException e) {
            LOG.warn("no other process can talk to this one: bin/run top, status, scale and the like", e);
            return () -> {};
        }
    }

    private RunRecord.Head head() {
        String job = run.setup().job().name();
        return RunRecorder.head(
                folder.run(),
                job,
                output.toString(),
                run.fingerprint().value(),
                run.options().command());
    }

    /** Where to read on, for the console's pane. */
    private RunFiles files() {
        List<String> about = List.of(
                "run      " + folder.run() + " of " + run.setup().job().name(),
                "output   " + output,
                "files    " + folder.folder(),
                "           run.log         what happened",
                "           failures.jsonl  every item that failed, and why",
                "           config.conf     the settings of this run",
                "           summary.json    what came of it; at the end",
                "           report.html     its course as a page; at the end, or by",
                "                           bin/run report " + CommandLineWords.quoted(output),
                "errors   bin/run errors " + CommandLineWords.quoted(output));
        return new RunFiles(folder.log(), folder.config(), about);
    }

    /** Something to know while it goes. */
    private void tell(String sentence) {
        LOG.warn(sentence);
        listener.said(sentence);
    }

    /** Not on the caller's thread: what is in flight needs it, the ledger's, to end. */
    private void giveUp() {
        if (state == Status.State.RUNNING) {
            clock.after(Duration.ZERO, () -> drainIfRunning("too many failures"));
        }
    }

    private void drainIfRunning(String why) {
        if (state == Status.State.RUNNING) {
            drain(why);
        }
    }

    /** Being asked again while it drains, by whomever, is being told to hurry. */
    @Override
    public void drain(String why) {
        if (advance(Status.State.DRAINING)) {
            Duration timeout = run.setup().run().shutdown().timeout();
            listener.draining(
                    why + ": finishing " + Format.count(now.pipeline().open(), "item") + " in flight, for up to "
                            + timeout.toSeconds() + " s; once more to stop now",
                    status(),
                    timeout);
            clock.after(timeout, this::cutShort);
            now.pipeline().drain();
        } else if (state != Status.State.ENDED) {
            stop(why);
        }
    }

    @Override
    public void stop(String why) {
        hurried = true;
        if (advance(Status.State.STOPPING)) {
            listener.said(why + ": stopping now; " + Format.count(now.pipeline().open(), "item")
                    + " in flight will be done by the next run");
            now.pipeline().stop();
        }
    }

    @Override
    public void show() {
        clock.after(Duration.ZERO, this::showNow);
    }

    private void showNow() {
        Status now = status();
        listener.asked(now);
        try {
            folder.writeStatus(StatusJson.text(now) + "\n");
        } catch (IOException e) {
            LOG.warn("cannot write {}", folder.status(), e);
        }
    }

    private void cutShort() {
        if (advance(Status.State.STOPPING)) {
            listener.said("the time to finish is over; cut short, to be done by the next run: " + openIds());
            now.pipeline().stop();
        }
    }

    /** Whether the run comes to {@code next} now: it never goes back. */
    private synchronized boolean advance(Status.State next) {
        boolean further = state.compareTo(next) < 0;
        if (further) {
            state = next;
        }
        return further;
    }

    private List<String> openIds() {
        return now.pipeline().openTickets().stream()
                .map(Ticket::item)
                .map(item -> item.id().value())
                .toList();
    }

    private Status status() {
        return now.status(state);
    }

    private ExitCode exitCode(Ending ending, ExitCode signalled) {
        return switch (ending.how()) {
            case COMPLETED -> budget.spentInTheEnd() ? ExitCode.TOO_MANY_ERRORS : completed(signalled);
            case DRAINED, STOPPED -> early(signalled);
            case FAILED -> Failing.of(ending.failure()).code();
        };
    }

    private ExitCode early(ExitCode signalled) {
        return signalled != null ? signalled : budget.spent() ? ExitCode.TOO_MANY_ERRORS : ExitCode.EARLY;
    }

    /** It may have been asked to end between two phases. */
    private ExitCode completed(ExitCode signalled) {
        if (ends.size() < run.setup().assembly().phases().size()) {
            return early(signalled);
        }
        if (ends.stream().anyMatch(PhaseEnd::partial)) {
            return ExitCode.EARLY;
        }
        if (ends.stream().anyMatch(phase -> phase.failed() > 0)) {
            return ExitCode.FAILURES;
        }
        boolean left = ends.stream().anyMatch(phase -> phase.last().items().left() > 0);
        return left ? ExitCode.EARLY : ofOutput();
    }

    /** A run that is for some items only speaks for the others too. */
    private ExitCode ofOutput() {
        if (run.options().selection() == null) {
            return ExitCode.OK;
        }
        Journal journal = first.journal();
        long failed = journal.items(Outcome.Status.FAILED) + journal.items(Outcome.Status.QUARANTINED);
        long ok = journal.items(Outcome.Status.DONE) + journal.items(Outcome.Status.EMPTY);
        if (failed > 0) {
            return ExitCode.FAILURES;
        }
        return journal.listing().size() > ok ? ExitCode.EARLY : ExitCode.OK;
    }

    /** Whatever cannot be written any more, the last words are said. */
    private ExitCode conclude(Ending ending, ExitCode code) {
        if (ending.failure() != null) {
            Failing failing = Failing.of(ending.failure());
            LOG.error("the run failed", ending.failure());
            listener.error(failing.sentence(folder), code.code());
        }
        if (code == ExitCode.TOO_MANY_ERRORS) {
            listener.error(budget.sentence(), code.code());
        }
        ExitCode kept = keep(code, ending.failure() != null);
        Summary summary = summary(kept, null);
        Status last = ends.get(ends.size() - 1).last();
        recorder.end(last, summary, failures.kinds());
        summary = summary(kept, report());
        listener.ended(
                new RunListener.Ended(last, summary, run.setup().assembly().closing(summary)));
        return kept;
    }

    /**
     * Leaves {@code summary.json} and what follows from the journal.
     *
     * @param failed it has been said already that the output fails, or what else ended the run
     * @return {@code code}, or what it means that these cannot be written
     */
    private ExitCode keep(ExitCode code, boolean failed) {
        try {
            sealed.put(first.name(), first.journal().end());
            Files.writeString(folder.summary(), summary(code, null).json() + "\n");
            DerivedFiles derived = first.derived();
            if (!derived.write(() -> hurried)) {
                listener.said("the next run brings up to date: " + String.join(", ", derived.names()));
            }
            return code;
        } catch (IOException e) {
            LOG.warn("the end of the run cannot be written", e);
            if (failed) {
                return code;
            }
            Failing failing = Failing.of(e);
            listener.error(failing.sentence(folder), failing.code().code());
            correct(failing.code());
            return failing.code();
        }
    }

    /** A summary that is there already says it ended otherwise. */
    private void correct(ExitCode code) {
        try {
            if (Files.exists(folder.summary())) {
                Files.writeString(folder.summary(), summary(code, null).json() + "\n");
            }
        } catch (IOException e) {
            LOG.warn("the summary cannot be written", e);
        }
    }

    private Summary summary(ExitCode code, Path report) {
        return new SummaryBuilder(run, ends, failures).summary(code, sealed, report);
    }

    /** What shows a run is not its work: whatever goes wrong is said, and changes nothing. Null if there is none. */
    private Path report() {
        if (!run.options().wantsReport() || hurried) {
            return null;
        }
        try {
            return RunReport.of(output, folder.folder()).write(run.options().reportCopy());
        } catch (IOException | RuntimeException e) {
            LOG.warn("there is no report", e);
            listener.said("the report could not be written: " + RunReport.reason(e) + "; bin/run report "
                    + CommandLineWords.quoted(output) + " makes it again");
            return null;
        }
    }

    private static void logStuck(Ending ending) {
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (ending.stuck().contains(thread.getName())) {
                LOG.warn("{} did not end in time; it is at {}", thread.getName(), List.of(stack));
            }
        });
    }
}
