package io.millrace.flow;

import io.millrace.item.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What one application of a step has left so far, by place in the batch. Reused by its worker. */
final class Emitted<O> implements Output<O> {

    private final List<List<O>> values = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private List<? extends Part<?>> batch = List.of();

    void begin(List<? extends Part<?>> parts) {
        batch = parts;
        values.clear();
        faults.clear();
        for (int i = 0; i < parts.size(); i++) {
            values.add(new ArrayList<>(1));
            faults.add(null);
        }
    }

    @Override
    public void emit(Part<?> part, O value) {
        int place = place(part);
        Objects.requireNonNull(value, "a step emitted null");
        if (faults.get(place) == null) {
            values.get(place).add(value);
        } else if (value != part.payload()) {
            Payloads.close(value); // its part has failed already
        }
    }

    @Override
    public void fail(Part<?> part, Fault fault) {
        int place = place(part);
        faults.set(place, Objects.requireNonNull(fault, "a step failed a part without a fault"));
        closeAll(place);
    }

    Fault fault(int place) {
        return faults.get(place);
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
