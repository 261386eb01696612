package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Outcome;
import java.util.Collections;
import java.util.List;

/**
 * Applies a step to what its worker takes, and settles every part: its results go to the next link, news of its end to
 * the write link. A batch that throws is applied again part by part, so that a bad part costs only itself.
 *
 * @param <I> payload taken
 * @param <O> payload emitted
 */
public final class StepTask<I, O> implements Task<Parcel<I>> {

    /** Siblings of a result that leaves early: nobody knows how many there will be, but it is not the only one. */
    private static final int MANY = Integer.MAX_VALUE;

    private final Stage<Parcel<I>> stage;
    private final WorkerClock clock;
    private final Step<I, O> step;
    private final Flight flight;
    private final Link<? super Parcel<O>> next;
    private final Link<? super Parcel<O>> ends;
    private final Emitted<O> emitted = new Emitted<>(this::leave);
    private final StepDeadline watch = StepDeadline.current();

    /** Of the application that is under way, waited for others. */
    private long waitedNs;

    /**
     * The worker's list of what it took. A settled part leaves it; what an interrupt leaves in it is still unsettled.
     */
    private List<Parcel<I>> unsettled = List.of();

    /**
     * @param step owned by this task
     * @param flight holds what the step has in hand; closed with this task
     * @param next where results go
     * @param ends where failed and empty parts go: the write stage's link
     */
    public StepTask(
            Stage<Parcel<I>> stage,
            WorkerClock clock,
            Step<I, O> step,
            Flight flight,
            Link<? super Parcel<O>> next,
            Link<? super Parcel<O>> ends) {
        this.stage = stage;
        this.clock = clock;
        this.step = step;
        this.flight = flight;
        this.next = next;
        this.ends = ends;
    }

    @Override
    public int batch() {
        return step.batch();
    }

    @Override
    public long lingerNs() {
        return step.linger().toNanos();
    }

    @Override
    public void run(List<Parcel<I>> taken) throws InterruptedException {
        unsettled = taken;
        while (!taken.isEmpty()) {
            apply(List.copyOf(taken.subList(0, Math.min(step.batch(), taken.size()))));
        }
    }

    @Override
    public void close() {
        try {
            step.close();
        } finally {
            flight.close();
        }
    }

    private void apply(List<Parcel<I>> batch) throws InterruptedException {
        long startNs = System.nanoTime();
        waitedNs = 0;
        Exception thrown = attempt(batch);
        if (thrown != null && batch.size() > 1) {
            for (Parcel<I> part : batch) {
                apply(List.of(part));
            }
            return;
        }
        if (thrown instanceof Deferred deferred) {
            defer(batch.get(0), deferred);
            return;
        }
        stage.served(batch.size(), System.nanoTime() - startNs - waitedNs);
        if (thrown == null) {
            settle(batch);
        } else {
            fail(batch.get(0), thrown);
        }
    }

    /** Not served yet: it comes again with the memory that it asked for. */
    private void defer(Parcel<I> part, Deferred deferred) {
        unsettled.remove(part);
        part.ticket().await(deferred.bytes());
    }

    private void fail(Parcel<I> part, Exception thrown) throws InterruptedException {
        end(part, Outcome.failed(Fault.from(thrown).in(stage.name())));
        settled(part, false);
    }

    /**
     * What the step threw, or null; then what it emitted is ours. An {@link Error} that is not about native memory ends
     * the run. What a step does about being cut short, be it to throw or to carry on, says nothing about its item.
     */
    private Exception attempt(List<Parcel<I>> batch) throws InterruptedException {
        boolean returned = false;
        emitted.begin(batch);
        try {
            Exception thrown = watched(batch);
            stage.checkCutShort();
            returned = thrown == null;
            return thrown;
        } catch (Fenced e) {
            batch.forEach(Parcel::close); // the items have ended without us
            throw e;
        } finally {
            if (!returned) {
                emitted.discard();
            }
        }
    }

    /**
     * A result goes on its way while the step is still at work. Meanwhile the step waits for others: nobody looks
     * whether it comes forward.
     */
    private void leave(Parcel<?> part, int index, O value, int most) throws FaultException, InterruptedException {
        List<? extends Parcel<?>> inHand = watch.inHand();
        boolean moved = false;
        try {
            if (watch.end()) {
                throw new FaultException(stage.hung());
            }
            long startNs = System.nanoTime();
            awaitFewer(part.ticket(), most);
            part.ticket().branch();
            next.put(part.child(index, MANY, value), clock);
            waitedNs += System.nanoTime() - startNs;
            moved = true;
        } finally {
            if (!moved) {
                Payloads.close(value);
            }
        }
        watch.begin(inHand);
    }

    /** Inline there is nobody to wait for: full links are what bounds the results on their way. */
    private void awaitFewer(Ticket ticket, int most) throws InterruptedException {
        if (next.isRelieved()) {
            return;
        }
        WorkerClock.State left = clock.enter(WorkerClock.State.BLOCKED, System.nanoTime());
        try {
            ticket.awaitFewer(most);
        } finally {
            clock.enter(left, System.nanoTime());
        }
    }

    /** What a step throws that was asked to leave is not about what it says. */
    private Exception watched(List<Parcel<I>> batch) {
        watch.begin(batch);
        Exception thrown = inFlight(batch);
        boolean asked = watch.end();
        return asked && thrown != null && !(thrown instanceof Deferred) ? new FaultException(stage.hung()) : thrown;
    }

    private Exception inFlight(List<Parcel<I>> batch) {
        for (Parcel<I> part : batch) {
            flight.board(part.item().id());
        }
        try {
            step.apply(Collections.unmodifiableList(batch), emitted);
            return null;
        } catch (Exception e) {
            return e;
        } catch (OutOfMemoryError e) {
            return NativeMemory.ranOut(e);
        } finally {
            flight.land();
        }
    }

    private void settle(List<Parcel<I>> batch) throws InterruptedException {
        try {
            for (int i = 0; i < batch.size(); i++) {
                publish(batch.get(i), i);
            }
        } finally {
            emitted.discard(); // what an interrupt kept from being published
        }
    }

    private void publish(Parcel<I> part, int place) throws InterruptedException {
        Outcome end = emitted.end(place);
        List<O> values = emitted.values(place);
        boolean handedOn = emitted.handsOn(place);
        if (end != null) {
            end(part, end.in(stage.name()));
        } else if (values.isEmpty()) {
            end(part, Outcome.EMPTY);
        } else {
            publish(part, place, values);
        }
        settled(part, handedOn);
    }

    /** Each result leaves our hands the moment it is put: an interrupt at the next one must not close it. */
    private void publish(Parcel<I> part, int place, List<O> values) throws InterruptedException {
        int before = emitted.left();
        part.ticket().split(values.size());
        for (int i = 0; i < values.size(); i++) {
            O value = values.get(i);
            next.put(part.child(before + i, before + values.size(), value), clock);
            emitted.moved(place, i);
            if (value == part.payload()) {
                unsettled.remove(part);
            }
        }
    }

    private void end(Parcel<I> part, Outcome outcome) throws InterruptedException {
        if (!outcome.status().ok()) {
            stage.partFailed();
        }
        ends.put(part.ended(outcome), clock);
    }

    private void settled(Parcel<I> part, boolean handedOn) {
        unsettled.remove(part);
        if (!handedOn) {
            part.close();
        }
    }
}
