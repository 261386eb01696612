package io.millrace.engine.flow;

import java.time.Duration;
import java.util.List;

/**
 * User code of one stage. Each worker opens its own step, calls it from its own thread only, and closes it there, so a
 * step needs no synchronisation. It knows nothing of links or threads.
 *
 * @param <I> payload taken
 * @param <O> payload emitted
 */
public interface Step<I, O> extends AutoCloseable {

    /**
     * Turns each part of {@code batch} into zero or more outputs.
     *
     * <p>What is emitted is published when this returns. A part for which nothing was emitted and nothing failed ends
     * as {@code EMPTY}. An exception discards what was emitted; a batch of several parts is then applied again part by
     * part, so a step must not change its input and must bear a second call. The payload of an input part is closed
     * afterwards if it is {@link AutoCloseable} and was not itself emitted; what a step emits belongs to the engine.
     *
     * @param batch 1 to {@link #batch()} parts, valid during the call
     * @param out takes the results, valid during the call
     * @throws Exception what fails the part; {@link io.millrace.engine.item.FaultException} names its class
     */
    void apply(List<Part<I>> batch, Output<O> out) throws Exception;

    /** The most parts this step profits from at once. */
    default int batch() {
        return 1;
    }

    /**
     * How long a part may wait for more to come, where {@link #batch()} is not reached; zero is not at all. Nothing
     * waits once nothing more can come.
     */
    default Duration linger() {
        return Duration.ZERO;
    }

    @Override
    default void close() {}

    /**
     * This step and {@code next} fused into one worker: no link, no hand-over between them. Of the two only
     * {@code next} may let results leave early.
     */
    default <P> Step<I, P> then(Step<O, P> next) {
        return new FusedStep<>(this, next);
    }

    /** A step that maps one payload to one. */
    static <I, O> Step<I, O> of(Mapping<? super I, ? extends O> mapping) {
        return (batch, out) -> {
            for (Part<I> part : batch) {
                out.emit(part, mapping.map(part.payload()));
            }
        };
    }

    /** A function that may throw. */
    @FunctionalInterface
    interface Mapping<I, O> {
        O map(I payload) throws Exception;
    }
}
