package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The write stage: gathers the parts of each item, hands whole items to the writer and passes their tickets on to be
 * journaled. Every part of every item ends here, so this is the one place that judges an item, and it always takes.
 *
 * @param <T> payload of the parts it writes
 */
public final class WriteTask<T> implements Task<Parcel<T>> {

    private final Stage<Parcel<T>> stage;
    private final WorkerClock clock;
    private final Writer<T> writer;
    private final Preparation preparation;
    private final Appeal appeal;
    private final Link<Ticket> closing;
    private final Resequencer<Whole<T>> inOrder;
    private final Queue<Whole<T>> ready = new ArrayDeque<>();

    /** An item all of whose parts have arrived. */
    private record Whole<T>(Ticket ticket, Result<T> result, Outcome end) {

        /** Whether there is something to write. */
        boolean good() {
            return end.status() == Outcome.Status.DONE;
        }
    }

    /** What has to be safe before anything of an item's output changes. */
    @FunctionalInterface
    public interface Preparation {
        void beforeWriting(Item<?> item) throws IOException;
    }

    /** The last word on an item that failed. */
    @FunctionalInterface
    public interface Appeal {
        /**
         * The outcome it ends with; null if it took charge of the ticket and the item comes back from its beginning.
         */
        Outcome judge(Ticket ticket, Outcome failed);
    }

    /**
     * @param writer owned by this task
     * @param ordered whether the writer gets items by ordinal; it is an {@link OrderedWriter} then
     * @param preparation called before the writer changes anything
     * @param appeal asked about each item that failed
     * @param closing where the tickets of ended items go
     */
    public WriteTask(
            Stage<Parcel<T>> stage,
            WorkerClock clock,
            Writer<T> writer,
            boolean ordered,
            Preparation preparation,
            Appeal appeal,
            Link<Ticket> closing) {
        this.stage = stage;
        this.clock = clock;
        this.writer = writer;
        this.preparation = preparation;
        this.appeal = appeal;
        this.closing = closing;
        this.inOrder = ordered ? new Resequencer<>() : null;
    }

    @Override
    public int batch() {
        return writer.batch();
    }

    @Override
    public long lingerNs() {
        return writer.linger().toNanos();
    }

    @Override
    public void run(List<Parcel<T>> taken) throws Exception {
        List<Ticket> whole = new ArrayList<>(taken.size());
        for (Parcel<T> part : taken) {
            if (part.ticket().arrive(part)) {
                whole.add(part.ticket());
            }
        }
        taken.clear(); // the tickets own the parts now
        for (Ticket ticket : whole) {
            judge(ticket);
        }
        writeReady();
    }

    @Override
    public void finish() throws Exception {
        writer.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private void judge(Ticket ticket) {
        Whole<T> whole = whole(ticket);
        if (whole.end.status().ok()) {
            queue(ticket, whole);
            return;
        }
        ticket.abandon();
        Outcome last = appeal.judge(ticket, whole.end);
        if (last != null) {
            queue(ticket, new Whole<>(ticket, new Result<>(ticket.item(), ticket.ordinal(), List.of()), last));
        }
    }

    private void queue(Ticket ticket, Whole<T> whole) {
        if (inOrder == null) {
            ready.add(whole);
        } else {
            inOrder.put(ticket.turn(), whole);
            for (Whole<T> next; (next = inOrder.poll()) != null; ) {
                ready.add(next);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Whole<T> whole(Ticket ticket) {
        List<T> values = new ArrayList<>(1);
        for (Parcel<?> part : ticket.parts()) {
            values.add((T) part.payload());
        }
        Outcome end = ticket.end().merge(values.isEmpty() ? Outcome.EMPTY : Outcome.DONE);
        return new Whole<>(ticket, new Result<>(ticket.item(), ticket.ordinal(), values), end);
    }

    /** Runs of good items go to the writer in batches; what brings nothing is skipped, in its place. */
    private void writeReady() throws Exception {
        List<Whole<T>> batch = new ArrayList<>(writer.batch());
        while (!ready.isEmpty()) {
            Whole<T> next = ready.remove();
            if (next.good()) {
                batch.add(next);
            }
            if (!next.good() || batch.size() == writer.batch()) {
                write(batch);
            }
            if (!next.good()) {
                preparation.beforeWriting(next.ticket.item());
                writer.skip(next.ticket.item(), next.ticket.ordinal());
                end(next, next.end);
            }
        }
        write(batch);
    }

    private void write(List<Whole<T>> batch) throws Exception {
        if (batch.isEmpty()) {
            return;
        }
        long startNs = System.nanoTime();
        tryWrite(batch);
        stage.served(batch.size(), System.nanoTime() - startNs);
        for (Whole<T> written : batch) {
            end(written, written.result.outcome());
        }
        batch.clear();
    }

    /**
     * What a writer throws ends the run, a programming error too: nobody knows what it has written. Only a
     * {@link FaultException} is about some item of the batch: they are written again one by one (a writer is
     * idempotent) and the one that throws again fails.
     */
    private void tryWrite(List<Whole<T>> batch) throws Exception {
        List<Result<T>> results = new ArrayList<>(batch.size());
        for (Whole<T> whole : batch) {
            preparation.beforeWriting(whole.ticket.item());
            whole.result.reset();
            results.add(whole.result);
        }
        try {
            writer.write(results);
        } catch (FaultException e) {
            stage.checkCutShort();
            if (batch.size() == 1) {
                batch.get(0).result.fail(Fault.from(e).in(stage.name()));
                return;
            }
            for (Whole<T> one : batch) {
                tryWrite(List.of(one));
            }
        }
    }

    private void end(Whole<T> whole, Outcome outcome) throws InterruptedException {
        if (outcome.status() == Outcome.Status.FAILED && whole.good()) {
            stage.partFailed();
        }
        whole.ticket.abandon(); // the payloads go home
        whole.ticket.close(outcome);
        closing.put(whole.ticket, clock);
    }
}
