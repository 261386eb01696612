package io.millrace.jobs;

import io.millrace.engine.flow.Source;
import java.util.List;

/** A job that does all its work in one phase: both at once. */
public interface SinglePhase<T, S extends Source<T>> extends Assembly, Phase<T, S> {

    /** Not shown where there is no other. */
    @Override
    default String name() {
        return "items";
    }

    @Override
    default List<Phase<?, ?>> phases() {
        return List.of(this);
    }
}
