package io.millrace.cli.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import io.millrace.run.RunListener;
import io.millrace.show.console.Json;
import io.millrace.show.console.ResumeLine;
import io.millrace.show.console.StatusBlock;
import io.millrace.text.ForeignText;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Tells a program: events on stdout, a line of JSON each, written whole and flushed at once. Every object begins with
 * {@code v} (1), {@code ts} (UTC) and {@code type}; readers ignore types and keys that they do not know. What ends the
 * run badly is on stderr too. Safe for any threads.
 */
final class JsonListener implements RunListener {

    private static final int VERSION = 1;

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final PrintStream out;
    private final PrintStream err;
    private final Duration interval;
    private final Clock clock;
    private String lastVerdict = "";

    /**
     * @param out not closed; gets ASCII
     * @param interval between two snapshots
     */
    JsonListener(PrintStream out, PrintStream err, Duration interval, Clock clock) {
        this.out = out;
        this.err = err;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public void started(Start start) {
        ObjectNode json = Json.object().put("job", start.job()).put("run", start.run());
        json.put("output", start.output()).put("version", start.version());
        write("run_start", json.put("fingerprint", start.fingerprint()));
    }

    @Override
    public void resumed(ResumeLine found) {
        ObjectNode json = Json.object().put("done", found.done()).put("runs", found.runs());
        json.put("failed", found.failed()).put("to_do", found.toDo() < 0 ? null : Long.valueOf(found.toDo()));
        write("resume", json.put("stale", found.stale()));
    }

    @Override
    public void said(String sentence) {
        write("diagnosis", Json.object().put("message", sentence));
    }

    @Override
    public void remarked(String sentence) {
        said(sentence);
    }

    @Override
    public void failed(Item<?> item, Fault fault, String line) {
        ObjectNode json = Json.object().put("id", item.id().value()).put("source", item.source());
        json.put("stage", fault.stage()).put("class", fault.type());
        write("item_failed", json.put("message", fault.message()));
    }

    @Override
    public Span live(Live run) {
        Looks looks = new Looks();
        looks.every(interval, () -> stream(run.status().get()));
        return looks;
    }

    @Override
    public void asked(Status now) {
        err.print(StatusBlock.of(now, false));
    }

    @Override
    public void draining(String sentence, Status now, Duration timeout) {
        ObjectNode json = Json.object().put("run", now.run()).put("in_flight", now.inFlight());
        write("drain", json.put("timeout_seconds", timeout.toSeconds()));
    }

    @Override
    public void error(String sentence, int exit) {
        err.println(ForeignText.lines(sentence));
        refused(sentence, exit);
    }

    @Override
    public void refused(String sentence, int exit) {
        write("error", Json.object().put("message", sentence).put("exit", exit));
    }

    @Override
    public void ended(Ended end) {
        stream(end.last());
        write("summary", Json.summary(end.summary()));
    }

    private void stream(Status now) {
        progress(now);
        stages(now);
    }

    /** Counts, pace, and the time that is left; and what limits the run, whenever that has become another. */
    synchronized void progress(Status status) {
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
    void stages(Status status) {
        ObjectNode json = Json.object().put("run", status.run());
        write("stages", json.set("stages", Json.stages(status)));
    }

    private synchronized void write(String type, ObjectNode content) {
        ObjectNode line = Json.object().put("v", VERSION);
        line.put("ts", MILLIS.format(clock.instant())).put("type", type);
        line.setAll(content);
        out.print(Json.text(line) + "\n");
        out.flush();
    }
}
