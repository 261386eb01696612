package io.millrace.show.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.item.Fault;
import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * What happens, one JSON object per line, each written whole and flushed at once. Every object begins with {@code v}
 * (1), {@code ts} (UTC) and {@code type}; readers ignore types and keys that they do not know. Safe for any threads.
 */
public final class JsonStream {

    private static final int VERSION = 1;

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final PrintStream out;
    private final Clock clock;
    private String lastVerdict = "";

    /** @param out not closed; gets ASCII */
    public JsonStream(PrintStream out) {
        this(out, Clock.systemUTC());
    }

    JsonStream(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** The run begins. */
    public void runStart(String job, String run, String output, String version, String fingerprint) {
        ObjectNode json = Json.object().put("job", job).put("run", run).put("output", output);
        write("run_start", json.put("version", version).put("fingerprint", fingerprint));
    }

    public void resume(ResumeLine found) {
        ObjectNode json = Json.object().put("done", found.done()).put("runs", found.runs());
        json.put("failed", found.failed()).put("to_do", found.toDo() < 0 ? null : Long.valueOf(found.toDo()));
        write("resume", json.put("stale", found.stale()));
    }

    /** Something that the run has found and that its user should know. */
    public void diagnosis(String message) {
        write("diagnosis", Json.object().put("message", message));
    }

    /** Counts, pace, and the time that is left; and what limits the run, whenever that has become another. */
    public synchronized void progress(Status status) {
        write("progress", Json.progress(status));
        Outlook outlook = status.outlook();
        String verdict = outlook.limit().kind() + " " + outlook.limit().stage();
        if (outlook.limit().kind() != Outlook.Limit.Kind.UNKNOWN && !verdict.equals(lastVerdict)) {
            lastVerdict = verdict;
            ObjectNode json = Json.object().put("message", outlook.limit().sentence());
            write("diagnosis", json.setAll(Json.verdict(outlook)));
        }
    }

    /** How each stage spends its time. */
    public void stages(Status status) {
        ObjectNode json = Json.object().put("run", status.run());
        json.set("stages", Json.stages(status));
        write("stages", json);
    }

    /**
     * @param id of the item
     * @param source where it comes from, relative to the input root
     */
    public void itemFailed(String id, String source, Fault fault) {
        ObjectNode json = Json.object().put("id", id).put("source", source).put("stage", fault.stage());
        write("item_failed", json.put("class", fault.type()).put("message", fault.message()));
    }

    /** The run stops taking items; what is in flight has until {@code timeout}. */
    public void drain(Status status, Duration timeout) {
        ObjectNode json = Json.object().put("run", status.run()).put("in_flight", status.inFlight());
        write("drain", json.put("timeout_seconds", timeout.toSeconds()));
    }

    /** The content of {@code summary.json}. */
    public void summary(Summary summary) {
        write("summary", Json.summary(summary));
    }

    /** Why the run ends without having done its work. */
    public void error(String message, int exit) {
        write("error", Json.object().put("message", message).put("exit", exit));
    }

    private synchronized void write(String type, ObjectNode content) {
        ObjectNode line = Json.object().put("v", VERSION);
        line.put("ts", MILLIS.format(clock.instant())).put("type", type);
        line.setAll(content);
        out.print(Json.text(line) + "\n");
        out.flush();
    }
}
