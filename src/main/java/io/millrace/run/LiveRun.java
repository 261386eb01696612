package io.millrace.run;

import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Durability;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.SealCopy;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.engine.output.FlightTable;
import io.millrace.engine.output.FreeSpace;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.JournaledBooks;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.pipeline.Survey;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
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
import io.millrace.show.console.JsonStream;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.StatusJson;
import io.millrace.show.console.Summary;
import io.millrace.show.report.RunRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline of a run from its start to its summary: signals, progress, deadlines, last words. */
final class LiveRun implements Signals.Run {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);

    /** Idle pictures kept for the next item: enough for the workers to go round, little beside the limit. */
    private static final int POOL_SHARE = 8;

    private static final Duration MANIFEST_INTERVAL = Duration.ofSeconds(60);

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(60);

    private static final Duration LOCK_INTERVAL = Duration.ofSeconds(1);

    private final JobSetup setup;
    private final RunOptions options;
    private final Source<?> source;
    private final Journal journal;
    private final DerivedFiles derived;
    private final RunFolder folder;
    private final Fingerprint fingerprint;
    private final JsonStream json;
    private final Path output;
    private final Plan plan;
    private final FlightTable flights;
    private final PipelineSettings settings;
    private final BufferPool pool;
    private final Failures failures;
    private final BudgetWatch budget;
    private final Pipeline pipeline;
    private final RunControls controls;
    private final Progress progress;
    private final StatusReader readings;
    private final RunRecorder recorder;
    private volatile Status.State state = Status.State.RUNNING;

    /** What the journal promised when the run ended; null before, and where it promised nothing. */
    private SealCopy sealed;

    /** Whoever asked does not want to wait: what the next run can make good is left out. */
    private volatile boolean hurried;

    /** @param found of the input that earlier runs left something of; null where there were none */
    LiveRun(
            JobSetup setup,
            RunOptions options,
            Source<?> source,
            Journal journal,
            EarlierRuns earlier,
            Survey found,
            Map<ItemId, Fault> barred,
            RunFolder folder,
            Fingerprint fingerprint,
            JsonStream json)
            throws IOException {
        this.json = json;
        this.setup = setup;
        this.options = options;
        this.source = source;
        this.journal = journal;
        this.derived = new DerivedFiles(journal, setup.assembly().derived());
        this.folder = folder;
        this.fingerprint = fingerprint;
        this.output = setup.output();
        Resources resources = Installation.resources();
        this.pool = new BufferPool(resources.forItems(setup.run().memoryLimit(resources)) / POOL_SHARE);
        boolean durable = setup.run().journal().durability() == Durability.POWER;
        Plan whole = setup.assembly().plan(source, pool, output, durable, journal);
        this.plan = Installation.halved() ? whole.halved() : whole;
        this.settings = setup.run().pipeline(plan, resources);
        this.failures = new Failures(folder, json, this::failed);
        this.budget = new BudgetWatch(failures, setup.run().errors().max(), this::giveUp);
        this.flights = FlightTable.create(output, workers(plan));
        this.pipeline =
                new Pipeline(plan, settings, books(earlier, barred, durable), new FirstProgress(budget, this::tell));
        this.readings = new StatusReader(setup, folder.run(), source, pipeline, settings, failures, journal, found);
        this.recorder = RunRecorder.of(folder, head(), this::status);
        RunFiles files = new RunFiles(folder.log(), folder.config(), about());
        this.controls = new RunControls(this, pipeline);
        this.progress = Progress.of(setup.run().console(), json, this::status, controls, files);
    }

    /** @param signals are for this run from now on, to its last word */
    ExitCode run(Signals signals) throws IOException, InterruptedException {
        Ending ending = null;
        if (plan.ordered() && journal.listing().size() > 0) {
            source.arrange(journal.listing()::find);
        }
        signals.follow(this);
        try (CurrentManifest manifest = new CurrentManifest(journal, derived);
                Checkpoints checkpoints = checkpoints();
                LockWatch lock = new LockWatch(journal, pipeline::fail);
                Closeable control = listen();
                progress;
                recorder;
                folder;
                flights) {
            assert control != null;
            pipeline.start();
            recorder.start();
            progress.start();
            manifest.start(MANIFEST_INTERVAL);
            if (options.maxDuration() != null) {
                progress.after(options.maxDuration(), this::timeIsUp);
            }
            checkpoints.start(CHECKPOINT_INTERVAL);
            lock.start(LOCK_INTERVAL);
            ending = onDisk(pipeline.await(), checkpoints);
            advance(Status.State.ENDED);
        } catch (IOException e) {
            ending = closedBadly(ending, e);
        }
        logStuck(ending);
        return conclude(ending, exitCode(ending, signals.exitCode()));
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
        return RunRecorder.head(
                folder.run(), setup.job().name(), output.toString(), fingerprint.value(), options.command());
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(journal, setup.assembly().outputs(output), pipeline::fail);
    }

    /** What a run says it has done survives also the machine from then on. */
    private Ending onDisk(Ending ending, Checkpoints checkpoints) throws InterruptedException {
        boolean well = ending.how() == Ending.How.COMPLETED || ending.how() == Ending.How.DRAINED;
        if (!well || hurried) {
            return ending;
        }
        try {
            checkpoints.last(() -> hurried);
            return ending;
        } catch (IOException e) {
            return ending.failed(e);
        }
    }

    /** What cannot be closed fails of what ended the run, too: that is what is said then. */
    private static Ending closedBadly(Ending ending, IOException failure) throws IOException {
        if (ending == null) {
            throw failure;
        }
        LOG.warn("what the run used could not be closed", failure);
        return ending.failure() != null ? ending : ending.failed(failure);
    }

    /** As many as there may come to be, with those that take the place of others. */
    private static int workers(Plan plan) {
        return plan.mostWorkers().values().stream().mapToInt(Integer::intValue).sum() + Pipeline.MOST_HUNG + 1;
    }

    private JournaledBooks books(EarlierRuns earlier, Map<ItemId, Fault> barred, boolean durable) throws IOException {
        JournalSettings kept = setup.run().journal();
        FreeSpace space = FreeSpace.of(journal, kept, this::tell);
        return new JournaledBooks(journal, earlier, barred, flights, space, durable, kept.sync());
    }

    private void failed(String line) {
        progress.failed(line);
    }

    /** Where to read on, for the console's pane. */
    private List<String> about() {
        return List.of(
                "run      " + folder.run() + " of " + setup.job().name(),
                "output   " + output,
                "files    " + folder.folder(),
                "           run.log         what happened",
                "           failures.jsonl  every item that failed, and why",
                "           config.conf     the settings of this run",
                "           summary.json    what came of it; at the end",
                "           report.html     its course as a page; at the end, or by",
                "                           bin/run report " + CommandLineWords.quoted(output.toString()),
                "errors   bin/run errors " + CommandLineWords.quoted(output.toString()));
    }

    /** Something to know while it goes. */
    private void tell(String sentence) {
        LOG.warn(sentence);
        if (json != null) {
            json.diagnosis(sentence);
        } else {
            progress.say(sentence);
        }
    }

    /** Not on the caller's thread: what is in flight needs it, the ledger's, to end. */
    private void giveUp() {
        if (state == Status.State.RUNNING) {
            progress.after(Duration.ZERO, this::giveUpNow);
        }
    }

    private void giveUpNow() {
        if (state == Status.State.RUNNING) {
            drain("too many failures");
        }
    }

    private void timeIsUp() {
        if (state == Status.State.RUNNING) {
            drain("--max-duration");
        }
    }

    /** Being asked again while it drains, by whomever, is being told to hurry. */
    @Override
    public void drain(String why) {
        if (advance(Status.State.DRAINING)) {
            Duration timeout = setup.run().shutdown().timeout();
            progress.draining(
                    why + ": finishing " + Format.count(pipeline.open(), "item") + " in flight, for up to "
                            + timeout.toSeconds() + " s; once more to stop now",
                    timeout);
            progress.after(timeout, this::cutShort);
            pipeline.drain();
        } else if (state != Status.State.ENDED) {
            stop(why);
        }
    }

    @Override
    public void stop(String why) {
        hurried = true;
        if (advance(Status.State.STOPPING)) {
            progress.say(why + ": stopping now; " + Format.count(pipeline.open(), "item")
                    + " in flight will be done by the next run");
            pipeline.stop();
        }
    }

    @Override
    public void show() {
        progress.after(Duration.ZERO, this::showNow);
    }

    private void showNow() {
        Status now = status();
        progress.block(now);
        try {
            folder.writeStatus(StatusJson.text(now) + "\n");
        } catch (IOException e) {
            LOG.warn("cannot write {}", folder.status(), e);
        }
    }

    private void cutShort() {
        if (advance(Status.State.STOPPING)) {
            progress.say("the time to finish is over; cut short, to be done by the next run: " + openIds());
            pipeline.stop();
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
        return pipeline.openTickets().stream()
                .map(Ticket::item)
                .map(item -> item.id().value())
                .toList();
    }

    private Status status() {
        return readings.now(state);
    }

    private ExitCode exitCode(Ending ending, ExitCode signalled) {
        return switch (ending.how()) {
            case COMPLETED -> budget.spentInTheEnd() ? ExitCode.TOO_MANY_ERRORS : completed();
            case DRAINED, STOPPED -> signalled == null ? early() : signalled;
            case FAILED -> Failing.of(ending.failure()).code();
        };
    }

    private ExitCode early() {
        return budget.spent() ? ExitCode.TOO_MANY_ERRORS : ExitCode.EARLY;
    }

    private ExitCode completed() {
        if (source.partial()) {
            return ExitCode.EARLY;
        }
        Status.Items items = status().items();
        if (items.failed() + items.quarantined() > 0) {
            return ExitCode.FAILURES;
        }
        return items.left() > 0 ? ExitCode.EARLY : ofOutput();
    }

    /** A run that is for some items only speaks for the others too. */
    private ExitCode ofOutput() {
        if (options.selection() == null) {
            return ExitCode.OK;
        }
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
            progress.error(failing.sentence(folder), code.code());
        }
        if (code == ExitCode.TOO_MANY_ERRORS) {
            progress.error(budget.sentence(), code.code());
        }
        Status last = status();
        ExitCode kept = keep(last, code, ending.failure() != null);
        Summary summary = summary(last, kept, null);
        recorder.end(last, summary, failures.kinds());
        summary = summary(last, kept, report());
        progress.summary(last, summary, setup.assembly().closing(summary));
        return kept;
    }

    /**
     * Leaves {@code summary.json} and what follows from the journal.
     *
     * @param failed it has been said already that the output fails, or what else ended the run
     * @return {@code code}, or what it means that these cannot be written
     */
    private ExitCode keep(Status last, ExitCode code, boolean failed) {
        try {
            sealed = journal.end();
            Files.writeString(folder.summary(), summary(last, code, null).json() + "\n");
            if (!derived.write(() -> hurried)) {
                progress.say("the next run brings up to date: " + String.join(", ", derived.names()));
            }
            return code;
        } catch (IOException e) {
            LOG.warn("the end of the run cannot be written", e);
            if (failed) {
                return code;
            }
            Failing failing = Failing.of(e);
            progress.error(failing.sentence(folder), failing.code().code());
            correct(last, failing.code());
            return failing.code();
        }
    }

    /** A summary that is there already says it ended otherwise. */
    private void correct(Status last, ExitCode code) {
        try {
            if (Files.exists(folder.summary())) {
                Files.writeString(folder.summary(), summary(last, code, null).json() + "\n");
            }
        } catch (IOException e) {
            LOG.warn("the summary cannot be written", e);
        }
    }

    private Summary summary(Status last, ExitCode code, Path report) {
        return SummaryBuilder.of(
                setup, options, last, readings.limits(), failures, folder, fingerprint, code, output, sealed, report);
    }

    /** What shows a run is not its work: whatever goes wrong is said, and changes nothing. Null if there is none. */
    private Path report() {
        if (!options.wantsReport() || hurried) {
            return null;
        }
        try {
            return RunReport.of(output, folder.folder()).write(options.reportCopy());
        } catch (IOException | RuntimeException e) {
            LOG.warn("there is no report", e);
            progress.say("the report could not be written: " + RunReport.reason(e) + "; bin/run report "
                    + CommandLineWords.quoted(output.toString()) + " makes it again");
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
