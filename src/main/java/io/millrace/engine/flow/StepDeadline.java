package io.millrace.engine.flow;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Whether the step of one worker comes forward. The worker tells of each application, its step of each step of the way;
 * the watchdog looks. Without progress for too long the step is asked to leave, by an interrupt; one that does not
 * leave is fenced: its items end without it, and whatever it does later is refused. Time in which the worker had no
 * processor does not count ({@link Silence}).
 *
 * <p>The race: the step returns while the watchdog acts. Both hold the lock, so either the result stands or the fence.
 */
final class StepDeadline {

    /** How long a step that was asked has to leave, beyond its limit. */
    static final long GRACE_NS = 1_000_000_000L;

    private static final Silence UNSEEN = new Silence(() -> -1, () -> 1);

    private enum State {
        IDLE,
        AT_WORK,
        ASKED,
        FENCED
    }

    private final LongSupplier clock;
    private final Silence silence;
    private volatile long beatNs;
    private State state = State.IDLE;
    private List<? extends Parcel<?>> inHand = List.of();

    StepDeadline(Silence silence) {
        this(silence, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    StepDeadline(Silence silence, LongSupplier clock) {
        this.silence = silence;
        this.clock = clock;
    }

    /** That of the worker whose thread calls; one that nobody looks at on any other thread. */
    static StepDeadline current() {
        return Thread.currentThread() instanceof WorkerThread worker ? worker.watch() : new StepDeadline(UNSEEN);
    }

    synchronized void begin(List<? extends Parcel<?>> batch) {
        beat();
        inHand = batch;
        state = State.AT_WORK;
    }

    void beat() {
        beatNs = clock.getAsLong();
    }

    /**
     * The step has come back.
     *
     * @return whether it had been asked to
     * @throws Fenced if it is too late for anything
     */
    synchronized boolean end() {
        if (state == State.FENCED) {
            throw new Fenced();
        }
        boolean asked = state == State.ASKED;
        if (asked) {
            Thread.interrupted(); // it was meant for the step
        }
        state = State.IDLE;
        inHand = List.of();
        return asked;
    }

    /**
     * Asks the step that {@code worker} is in to leave, if it is time; true when it is fenced with this call.
     *
     * @param lateNs how much later this look comes than it was due
     */
    synchronized boolean look(Thread worker, long limitNs, long lateNs) {
        if (state != State.AT_WORK && state != State.ASKED) {
            silence.pause();
            return false;
        }
        long silentNs = silence.countedNs(beatNs, clock.getAsLong(), lateNs);
        if (state == State.AT_WORK && silentNs > limitNs) {
            state = State.ASKED;
            worker.interrupt();
        } else if (state == State.ASKED && silentNs > limitNs + GRACE_NS) {
            state = State.FENCED;
            return true;
        }
        return false;
    }

    /** What the step had in hand when it was fenced. */
    synchronized List<? extends Parcel<?>> inHand() {
        return inHand;
    }
}
