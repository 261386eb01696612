package io.millrace.run;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.metrics.Status;
import io.millrace.show.console.Controls;
import io.millrace.show.console.ResumeLine;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.Summary;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Hears what happens to a run, from its start to its summary. Calls come from any threads, several at a time, and must
 * not wait for the run. A run needs nobody to listen: what it did is in its output, how it ended is its exit code.
 */
public interface RunListener {

    /** Hears nothing. */
    RunListener NONE = new RunListener() {};

    /** What lasts until it is closed. */
    @FunctionalInterface
    interface Span extends AutoCloseable {
        @Override
        void close();
    }

    /** What a run is called. */
    record Start(String job, String run, String output, String version, String fingerprint) {}

    /** A run to look at and to talk to while it goes. */
    record Live(Supplier<Status> status, Controls controls, RunFiles files) {}

    /**
     * How a run ended.
     *
     * @param last the snapshot that the summary is of
     * @param closing lines that the job adds to the summary
     */
    record Ended(Status last, Summary summary, List<String> closing) {}

    /** The run does something that may take long and shows nothing meanwhile. */
    default Span busy(String sentence) {
        return () -> {};
    }

    default void started(Start start) {}

    /** Earlier runs left something in the output. */
    default void resumed(ResumeLine found) {}

    /** Something that the user should know. */
    default void said(String sentence) {}

    /** Something that the user may want to know; nothing is wrong. */
    default void remarked(String sentence) {}

    /**
     * An item of this run does not stand well.
     *
     * @param line for people; null where there have been enough of its kind
     */
    default void failed(Item<?> item, Fault fault, String line) {}

    /**
     * Items are taken. Whoever shows the run asks for snapshots in his own time until the span is closed; when that
     * returns he asks no more, and his terminal is as it was.
     */
    default Span live(Live run) {
        return () -> {};
    }

    /** Somebody has asked how it goes. */
    default void asked(Status now) {}

    /** The run takes no more items; what is in flight has until {@code timeout}. */
    default void draining(String sentence, Status now, Duration timeout) {}

    /** Why the run ends without having done its work, before {@link #ended}. */
    default void error(String sentence, int exit) {}

    /** Why nothing was run. Whoever asked for the run learns it too. */
    default void refused(String sentence, int exit) {}

    default void ended(Ended end) {}
}
