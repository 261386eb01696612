package io.millrace.engine.flow;

import java.util.function.Consumer;

/**
 * How many workers a stage may come to have while it runs.
 *
 * @param most workers at once, those that are leaving included
 * @param workerBytes native memory that a worker holds beside its items
 * @param memory what each worker that was not there from the start takes that from
 * @param notices get a sentence when a worker that was asked for cannot be had
 */
public record WorkerLimits(int most, long workerBytes, Reservations memory, Consumer<String> notices) {

    /** As many as there are from the start. */
    public static WorkerLimits fixed(int workers) {
        return new WorkerLimits(workers, 0, new Reservations(Long.MAX_VALUE, false, ticket -> {}), notice -> {});
    }
}
