package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Link;
import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Stage;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.flow.WorkerLimits;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.Metric;
import io.millrace.engine.metrics.Metrics;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Items;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A plan, running. {@link #start} once, {@link #await} once; {@link #drain}, {@link #stop} and the figures from any
 * thread. It installs no signal handlers and never ends the process.
 */
public final class Pipeline {

    /** Workers that may be stuck before the run is ended. */
    public static final int MOST_HUNG = Watchdog.MOST_HUNG;

    /** How long a stop waits for the books to be done with the item at hand. */
    private static final long SHUT_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** One slot for every item that can be open: the write stage never waits for the ledger's room. */
    private static final int LEDGER_QUEUE = Link.MAX_CAPACITY;

    private final Plan plan;
    private final PipelineSettings settings;
    private final Observer observer;
    private final Metrics metrics = new Metrics();
    private final Tally tally = new Tally(metrics);
    private final Reservations reservations;
    private final Link<Parcel<?>> firstLink;
    private final Link<Ticket> closing = new Link<>(LEDGER_QUEUE);
    private final Stages stages = new Stages();
    private final Watchdog watchdog;
    private final Intake<Object> intake;
    private final SourceStage source = new SourceStage(this::sourceThread);
    private Timer timer = new Timer.Threaded();

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean sourceEnded;
    private volatile boolean draining;
    private volatile boolean stopping;
    private volatile boolean inline;

    /** Wires; nothing runs yet. */
    public Pipeline(Plan plan, PipelineSettings settings, Books books, Observer observer) {
        this.plan = plan;
        this.settings = settings;
        this.observer = observer;
        this.reservations =
                new Reservations(settings.memoryBytes(), plan.writer().ordered(), this::begin);
        Wiring wiring =
                new Wiring(plan, settings.mostInFlight(), reservations, stages, books, observer::told, this::fail);
        Link<Parcel<?>> writeLink = wiring.writeLink();
        this.firstLink = wiring.steps(writeLink);
        this.watchdog = new Watchdog(stages, writeLink, this::fail);
        wiring.writer(writeLink, this::judge, closing);
        stages.addLedger(new Stage<>(
                "ledger",
                1,
                WorkerLimits.fixed(1),
                closing,
                (stage, clock) -> new Ledger(books, this::close),
                this::fail));
        this.intake = new Intake<>(
                settings.inFlight(),
                source,
                books,
                tally,
                observer,
                reservations,
                writeLink,
                plan.writer().ordered(),
                this::sourceEnded,
                this::fail);
        measure();
    }

    /** Runs {@code plan} to its end with nothing remembered: the short way for embedding. */
    public static Ending run(Plan plan) throws InterruptedException {
        Pipeline pipeline = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), Observer.NONE);
        pipeline.start();
        try {
            return pipeline.await();
        } catch (InterruptedException e) {
            pipeline.stop();
            pipeline.await();
            throw e;
        }
    }

    /** Starts the workers, then the source. */
    public void start() {
        stages.start();
        watchdog.start();
        source.start();
        source().subscribeOn(source.scheduler(), true).subscribe(intake);
    }

    /**
     * Runs the whole plan on the calling thread, one part at a time, for tests and debuggers: the same steps, links and
     * books, but no other thread and no waiting. The source must emit on the thread that requests.
     */
    public Ending runInline() throws InterruptedException {
        inline = true;
        timer = new Timer.Inline();
        stages.openInline();
        source().subscribe(intake);
        while (failure.get() == null && (stages.turn() || timer.turn())) {
            // one part further
        }
        stages.closeInline(failure.get() == null && over.getCount() == 0);
        if (over.getCount() > 0) {
            fail(new IllegalStateException("nothing moves any more, but " + intake.open() + " items are open"));
        }
        stages.abandon();
        closeArrived();
        return tally.ending(how(), failure.get(), List.of());
    }

    /** Waits until the run is over, ends the workers, and says how it went. */
    public Ending await() throws InterruptedException {
        over.await();
        return end();
    }

    /** Waits for the end of the run, but does not end anything itself. True if it came in time. */
    public boolean await(Duration limit) throws InterruptedException {
        return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets no more items in and finishes those that are, with the retries that they have coming. */
    public void drain() {
        draining = true;
        try {
            intake.shut(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever drains is told to hurry
            stop();
        }
    }

    /** Cuts everything short. Items that are open stay open for the next run. */
    public void stop() {
        stopping = true;
        over.countDown();
    }

    /**
     * Wants {@code workers} workers of a stage from now on. More begin as soon as there is memory for them; those who
     * are too many go when they have finished what they hold. No output depends on it. Does not wait.
     *
     * @return how many are wanted
     * @throws IllegalArgumentException in a sentence, where that cannot be
     */
    public synchronized int scale(String stage, int workers) {
        if (inline) {
            throw new IllegalArgumentException("an inline run does everything on one thread: there are no workers");
        }
        if (over.getCount() == 0) {
            throw new IllegalArgumentException("the run is over: there are no workers any more");
        }
        requireScalable(stage, workers);
        if (!stage.equals(Status.SOURCE)) {
            stages.named(stage).scaleTo(workers);
            intake.allow(inFlight());
        }
        return workers;
    }

    /**
     * Lets no more items in until {@link #resume}; what is in flight goes on to its end. Draining and stopping work as
     * ever.
     *
     * @throws IllegalStateException inline, where whoever would proceed is the one that waits
     */
    public void pause() {
        if (inline) {
            throw new IllegalStateException("an inline run cannot be paused: it does everything on the calling thread");
        }
        intake.pause();
    }

    /** Lets items in again. */
    public void resume() {
        intake.resume();
    }

    /** Whether it will go on when told to: one that is coming to its end will not. */
    public boolean paused() {
        return intake.isPaused() && !draining && !stopping;
    }

    /** The source, then one entry per stage, in the order of the way of the data; the ledger is not shown. */
    public List<StageStatus> stages() {
        List<StageStatus> all = new ArrayList<>();
        all.add(sourceStatus());
        all.addAll(stages.status());
        return all;
    }

    public Items items() {
        return tally.items();
    }

    public Map<String, Long> failures() {
        return tally.failures();
    }

    /** Input bytes of the items this run has ended. */
    public long bytesRead() {
        return tally.bytesRead();
    }

    /** Items let in and not ended. */
    public int open() {
        return intake.open();
    }

    /** The tickets of all open items, oldest first. */
    public List<Ticket> openTickets() {
        return reservations.open();
    }

    public long reservedBytes() {
        return reservations.reservedBytes();
    }

    /** Open items that wait for memory. */
    public int waiting() {
        return reservations.waiting();
    }

    /** Everything this run measures, for whoever looks: reports, logs, monitoring. */
    public Metrics metrics() {
        return metrics;
    }

    private void measure() {
        metrics.gauge(Metric.ITEMS_IN_FLIGHT, this::open);
        metrics.gauge(Metric.ITEMS_WAITING, reservations::waiting);
        metrics.gauge(Metric.MEMORY_RESERVED, this::reservedBytes);
        metrics.stage(Status.SOURCE, this::sourceStatus);
        stages.measure(metrics);
    }

    private StageStatus sourceStatus() {
        return source.status(metrics.count(Metric.ITEMS_LISTED));
    }

    private void requireScalable(String stage, int workers) {
        boolean lists = stage.equals(Status.SOURCE);
        if (!lists && stages.named(stage) == null) {
            String known = String.join(", ", stages.wanted().keySet());
            throw new IllegalArgumentException("there is no stage '" + stage + "'; there are " + known);
        }
        if (lists && workers != 1) {
            throw new IllegalArgumentException("source lists the items one by one and has exactly one worker");
        }
        if (plan.writer().ordered() && stage.equals(plan.writer().name()) && workers > 1) {
            throw new IllegalArgumentException(stage + " keeps the order of the listing and has exactly one worker");
        }
    }

    /** As many open items as keep everybody busy, where that is left to the program; never fewer than at the start. */
    private int inFlight() {
        int busy = plan.inFlight(stages.wanted());
        return Math.min(Math.max(busy, settings.inFlight()), settings.mostInFlight());
    }

    @SuppressWarnings("unchecked")
    private Flux<Item<Object>> source() {
        return Flux.defer(
                () -> (Publisher<Item<Object>>) (Publisher<?>) plan.source().items());
    }

    /** Reactor lets an {@link Error} of the source pass into its thread: it must end the run, not be lost there. */
    private Thread sourceThread(Runnable run) {
        Thread thread = new Thread(run, "source");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((source, thrown) -> fail(thrown));
        return thread;
    }

    /** Has memory: on its way. The first link has a slot for every open item, so this cannot fail. */
    private void begin(Ticket ticket) {
        if (!firstLink.offer(Parcel.first(ticket, ticket.item().body()))) {
            fail(new IllegalStateException("more items are open than the first link has slots"));
        }
    }

    /** A passing fault goes round again with ticket, ordinal and credit; the rest stands. */
    private Outcome judge(Ticket ticket, Outcome failed) {
        if (failed.status() == Outcome.Status.QUARANTINED) {
            return failed;
        }
        Fault fault = failed.fault();
        if (fault.type().equals(NativeMemory.EXHAUSTED)) {
            return oneMoreAlone(ticket, fault);
        }
        if (ticket.item().fault() != null || !settings.retry().applies(fault, ticket.attempt())) {
            return failed;
        }
        Duration wait = settings.retry().backoffAfter(ticket.attempt());
        tally.retried();
        ticket.again();
        reservations.rest(ticket);
        timer.after(wait, () -> reservations.await(ticket, 0));
        return null;
    }

    private Outcome oneMoreAlone(Ticket ticket, Fault fault) {
        if (!ticket.starve()) {
            return Outcome.failed(new Fault(
                    Fault.TOO_LARGE,
                    fault.stage(),
                    "ran out of native memory twice, the second time alone: " + fault.message(),
                    false));
        }
        ticket.again();
        reservations.awaitAlone(ticket);
        return null;
    }

    /** The item is recorded: its memory and its credit go back. */
    private void close(Ticket ticket) {
        tally.ended(ticket.item(), ticket.outcome());
        notifyObserver(ticket);
        reservations.leave(ticket);
        intake.closed();
        checkOver();
    }

    /** In this order: once the source has ended, the number of open items only falls. */
    private void checkOver() {
        if (sourceEnded && intake.open() == 0) {
            over.countDown();
        }
    }

    private void notifyObserver(Ticket ticket) {
        try {
            observer.ended(ticket.item(), ticket.outcome(), ticket.attempt());
        } catch (Exception e) {
            fail(e);
        }
    }

    /** Ends the run as failed: what it stands on has given way. */
    public void fail(Throwable thrown) {
        if (!failure.compareAndSet(null, thrown) && failure.get() != thrown) {
            failure.get().addSuppressed(thrown);
        }
        over.countDown();
    }

    private void sourceEnded() {
        sourceEnded = true;
        checkOver();
    }

    private Ending end() throws InterruptedException {
        boolean whole = failure.get() == null && !stopping;
        intake.shut(SHUT_GRACE_NS);
        intake.cancel();
        timer.close();
        source.scheduler().dispose();
        source.stop();
        watchdog.close();
        List<String> stuck = whole ? stages.finish(() -> stopping) : stages.cutShort();
        if (stuck.isEmpty()) {
            closeArrived();
        }
        return tally.ending(how(), failure.get(), stuck);
    }

    /** What the write stage has taken in for items that will not end in this run. */
    private void closeArrived() {
        reservations.open().forEach(Ticket::abandon);
    }

    private Ending.How how() {
        if (failure.get() != null) {
            return Ending.How.FAILED;
        }
        if (stopping) {
            return Ending.How.STOPPED;
        }
        return draining && !tally.items().listingComplete() ? Ending.How.DRAINED : Ending.How.COMPLETED;
    }
}
