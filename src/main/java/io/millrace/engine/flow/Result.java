package io.millrace.engine.flow;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One whole item at the writer: what all its parts became. Used by the write worker's thread only.
 *
 * @param <T> payload of its parts
 */
public final class Result<T> {

    private final Item<?> item;
    private final long ordinal;
    private final List<T> values;
    private final List<Artifact> artifacts = new ArrayList<>();
    private Fault fault;

    /** For the engine, and for tests of writers. */
    public Result(Item<?> item, long ordinal, List<T> values) {
        this.item = item;
        this.ordinal = ordinal;
        this.values = List.copyOf(values);
    }

    public Item<?> item() {
        return item;
    }

    /** Position of the item in the source's listing, 0-based. */
    public long ordinal() {
        return ordinal;
    }

    /** In the order in which a sequential run would have emitted them. Closed by the engine afterwards. */
    public List<T> values() {
        return values;
    }

    /** Names something that is visible now. */
    public void wrote(Artifact artifact) {
        artifacts.add(artifact);
    }

    /** This item cannot be written, others can. Nothing of it may be visible. */
    public void fail(Fault reason) {
        fault = Objects.requireNonNull(reason, "a result failed without a fault");
    }

    /** Forgets what an attempt to write has noted: the next one notes it again. */
    void reset() {
        artifacts.clear();
        fault = null;
    }

    public Outcome outcome() {
        return fault == null ? Outcome.done(artifacts) : Outcome.failed(fault);
    }
}
