package io.millrace.engine.flow;

import io.millrace.engine.item.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The end of the way: makes the results of whole items visible, durably where asked. Called by the workers of the write
 * stage: each opens its own writer and is its only caller.
 *
 * <p>A writer is idempotent: writing an item again, after a crash at any instant of an earlier write, leaves what one
 * undisturbed write leaves.
 *
 * @param <T> payload of the parts it takes
 */
public interface Writer<T> extends AutoCloseable {

    /**
     * Makes every result visible before it returns and names what it made with {@link Result#wrote}; or, where results
     * appear many at a time, has each where no death of the process loses it, to appear at {@link #finish} at the
     * latest, in this run or the next. A result that cannot be written for reasons of its own is
     * {@linkplain Result#fail failed}.
     *
     * @param results whole items, each with at least one value, in ordinal order for an {@link OrderedWriter}
     * @throws io.millrace.engine.item.FaultException some result cannot be written for reasons of its own: they are
     *     written again one by one
     * @throws Exception the sink itself is unusable: the run fails, nothing of this batch is acknowledged
     */
    void write(List<Result<T>> results) throws Exception;

    /**
     * An item that failed or came to nothing: whatever an earlier run made visible for it must go. An
     * {@link OrderedWriter} hears of it in its place.
     *
     * @throws Exception as {@link #write}
     */
    default void skip(Item<?> item, long ordinal) throws Exception {}

    /** The most results this writer profits from at once. */
    default int batch() {
        return 1;
    }

    /** How long the first result may wait for the rest of {@link #batch()}; nothing is acknowledged meanwhile. */
    default Duration linger() {
        return Duration.ZERO;
    }

    /**
     * After the last result that this writer gets, unless the run is cut short: everything that it has written becomes
     * visible. Other writers of the stage may go on.
     *
     * @throws Exception as {@link #write}
     */
    default void finish() throws Exception {}

    /** Releases what is held, however the run ended. */
    @Override
    default void close() throws IOException {}
}
