package io.millrace.run;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Durability;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.engine.output.FlightTable;
import io.millrace.engine.output.FreeSpace;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.JournaledBooks;
import io.millrace.engine.pipeline.Observer;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.jobs.Phase;
import io.millrace.media.pixel.BufferPool;
import io.millrace.run.account.Failures;
import io.millrace.run.process.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline of one phase of a run, and what looks after its journal meanwhile. */
final class PhaseRun {

    private static final Logger LOG = LoggerFactory.getLogger(PhaseRun.class);

    private static final Duration MANIFEST_INTERVAL = Duration.ofSeconds(60);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(60);
    private static final Duration LOCK_INTERVAL = Duration.ofSeconds(1);

    private final RunContext run;
    private final PhaseWork work;
    private final Plan plan;
    private final FlightTable flights;
    private final Pipeline pipeline;
    private final StatusReader readings;
    private final DerivedFiles derived;

    /**
     * @param pool of the run
     * @param failures of the run
     * @param observer is told of every item
     * @param tell takes sentences for the user
     */
    PhaseRun(
            RunContext run,
            PhaseWork work,
            BufferPool pool,
            Failures failures,
            Observer observer,
            Consumer<String> tell)
            throws IOException {
        this.run = run;
        this.work = work;
        boolean durable = run.setup().run().journal().durability() == Durability.POWER;
        Plan whole = work.phase().plan(new Phase.Place(pool, run.output(), durable, work.journal()));
        this.plan = Installation.halved() ? whole.halved() : whole;
        PipelineSettings settings = run.setup().run().pipeline(plan, Installation.resources());
        this.flights = FlightTable.create(run.output(), workers(plan));
        this.pipeline = new Pipeline(plan, settings, books(durable, tell), observer);
        this.readings = new StatusReader(run, work, pipeline, settings, failures);
        this.derived = work.number() == 0
                ? new DerivedFiles(work.journal(), run.setup().assembly().derived())
                : null;
    }

    String name() {
        return work.name();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Journal journal() {
        return work.journal();
    }

    /** What follows from the journal of the first phase; null of any other. */
    DerivedFiles derived() {
        return derived;
    }

    Status status(Status.State state) {
        return readings.now(state);
    }

    PhaseEnd end(Status last) {
        Duration elapsed = last.elapsed().minus(last.phase().began());
        return new PhaseEnd(last, elapsed, work.source().partial(), readings.limits());
    }

    /**
     * Runs it to its end.
     *
     * @param begun called once items are taken
     * @param hurried whether somebody does not want to wait for the disk any more
     */
    Ending run(Runnable begun, BooleanSupplier hurried) throws IOException, InterruptedException {
        if (plan.ordered() && work.journal().listing().size() > 0) {
            work.source().arrange(work.journal().listing()::find);
        }
        Ending ending = null;
        try (CurrentManifest manifest = derived == null ? null : new CurrentManifest(work.journal(), derived);
                Checkpoints checkpoints =
                        new Checkpoints(work.journal(), work.phase().phase().outputs(run.output()), pipeline::fail);
                LockWatch lock = new LockWatch(work.journal(), pipeline::fail);
                flights) {
            pipeline.start();
            if (manifest != null) {
                manifest.start(MANIFEST_INTERVAL);
            }
            checkpoints.start(CHECKPOINT_INTERVAL);
            lock.start(LOCK_INTERVAL);
            begun.run();
            ending = onDisk(pipeline.await(), checkpoints, hurried);
            return ending;
        } catch (IOException e) {
            return closedBadly(ending, e);
        }
    }

    /** What cannot be closed fails of what ended the run, too: that is what is said then. */
    static Ending closedBadly(Ending ending, IOException failure) throws IOException {
        if (ending == null) {
            throw failure;
        }
        LOG.warn("what the run used could not be closed", failure);
        return ending.failure() != null ? ending : ending.failed(failure);
    }

    /** What a run says it has done survives also the machine from then on. */
    private static Ending onDisk(Ending ending, Checkpoints checkpoints, BooleanSupplier hurried)
            throws InterruptedException {
        boolean well = ending.how() == Ending.How.COMPLETED || ending.how() == Ending.How.DRAINED;
        if (!well || hurried.getAsBoolean()) {
            return ending;
        }
        try {
            checkpoints.last(hurried);
            return ending;
        } catch (IOException e) {
            return ending.failed(e);
        }
    }

    /** As many as there may come to be, with those that take the place of others. */
    private static int workers(Plan plan) {
        return plan.mostWorkers().values().stream().mapToInt(Integer::intValue).sum() + Pipeline.MOST_HUNG + 1;
    }

    private JournaledBooks books(boolean durable, Consumer<String> tell) throws IOException {
        JournalSettings kept = run.setup().run().journal();
        FreeSpace space = FreeSpace.of(work.journal(), kept, tell);
        return new JournaledBooks(work.journal(), work.earlier(), barred(), flights, space, durable, kept.sync());
    }

    /** Those that a stage of this phase had in hand: another phase may have items of the same ids. */
    private Map<ItemId, Fault> barred() {
        if (run.setup().assembly().phases().size() == 1) {
            return work.barred();
        }
        return work.barred().entrySet().stream()
                .filter(item -> plan.workers().containsKey(item.getValue().stage()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
