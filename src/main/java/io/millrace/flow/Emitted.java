package io.millrace.flow;

import io.millrace.item.Fault;
import java.util.ArrayList;
import java.util.List;

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
        values.get(place(part)).add(value);
    }

    @Override
    public void fail(Part<?> part, Fault fault) {
        int place = place(part);
        faults.set(place, fault);
        closeAll(place);
    }

    Fault fault(int place) {
        return faults.get(place);
    }

    List<O> values(int place) {
        return values.get(place);
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
