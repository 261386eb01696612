package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What one application of a step has left so far, by place in the batch. Reused by its worker. */
final class Emitted<O> implements Output<O> {

    private final Leaving<O> leaving;
    private final List<List<O>> values = new ArrayList<>();
    private final List<Outcome> ends = new ArrayList<>();
    private int left;
    private List<? extends Parcel<?>> batch = List.of();

    /** Publishes what does not wait for the step to return. */
    @FunctionalInterface
    interface Leaving<O> {

        /** The {@code index}-th such result of {@code part}; it is this method's to close. */
        void leave(Parcel<?> part, int index, O value, int most) throws FaultException, InterruptedException;
    }

    Emitted(Leaving<O> leaving) {
        this.leaving = leaving;
    }

    void begin(List<? extends Parcel<?>> parts) {
        batch = parts;
        values.clear();
        ends.clear();
        left = 0;
        for (int i = 0; i < parts.size(); i++) {
            values.add(new ArrayList<>(1));
            ends.add(null);
        }
    }

    @Override
    public void emit(Part<?> part, O value) {
        int place = place(part);
        Objects.requireNonNull(value, "a step emitted null");
        if (ends.get(place) == null) {
            values.get(place).add(value);
        } else if (value != part.payload()) {
            Payloads.close(value); // its part has ended already
        }
    }

    @Override
    public void stream(Part<?> part, O value, int most) throws FaultException, InterruptedException {
        Parcel<?> parcel = batch.get(place(part));
        Objects.requireNonNull(value, "a step emitted null");
        if (batch.size() > 1) {
            throw new IllegalStateException("only a step that takes part by part may let results leave early");
        }
        leaving.leave(parcel, left++, value, most);
    }

    @Override
    public void fail(Part<?> part, Fault fault) {
        end(part, Outcome.failed(Objects.requireNonNull(fault, "a step failed a part without a fault")));
    }

    @Override
    public void empty(Part<?> part, Fault reason) {
        end(part, Outcome.empty(Objects.requireNonNull(reason, "a step ended a part without a reason")));
    }

    private void end(Part<?> part, Outcome end) {
        int place = place(part);
        ends.set(place, end);
        closeAll(place);
    }

    /** How the step ended the part itself; null if it did not. */
    Outcome end(int place) {
        return ends.get(place);
    }

    /** How many results of its only part have left already. */
    int left() {
        return left;
    }

    List<O> values(int place) {
        return values.get(place);
    }

    /** Whether the part's own payload is among its results. */
    boolean handsOn(int place) {
        Object input = batch.get(place).payload();
        for (O value : values.get(place)) {
            if (value == input) {
                return true;
            }
        }
        return false;
    }

    /** Takes one result out: it is no longer ours to close. */
    void moved(int place, int index) {
        values.get(place).set(index, null);
    }

    /** Closes everything that was not taken out. */
    void discard() {
        for (int i = 0; i < values.size(); i++) {
            closeAll(i);
        }
    }

    private void closeAll(int place) {
        Object input = batch.get(place).payload();
        for (O value : values.get(place)) {
            if (value != input) {
                Payloads.close(value);
            }
        }
        values.get(place).clear();
    }

    private int place(Part<?> part) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) == part) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "a step emitted for a part it was not given: " + part.item().id());
    }
}
