package io.millrace.engine.plan;

import io.millrace.engine.item.Item;

/** Told of every single result of every step of a traced plan, on the step's thread. */
@FunctionalInterface
public interface Trace {

    /**
     * @param value what the stage made, to be looked at only during the call; {@code ns} since its step began, or went
     * on after a result left early
     */
    void made(String stage, Item<?> item, Object value, long ns);
}
