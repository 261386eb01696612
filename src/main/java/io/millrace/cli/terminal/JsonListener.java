package io.millrace.cli.terminal;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.metrics.Status;
import io.millrace.run.RunListener;
import io.millrace.show.console.JsonStream;
import io.millrace.show.console.ResumeLine;
import io.millrace.show.console.StatusBlock;
import io.millrace.text.ForeignText;
import java.io.PrintStream;
import java.time.Duration;

/** Tells a program: events on stdout, a line of JSON each. What ends the run badly is on stderr too. */
final class JsonListener implements RunListener {

    private final JsonStream json;
    private final PrintStream err;
    private final Duration interval;

    /** @param interval between two snapshots */
    JsonListener(PrintStream out, PrintStream err, Duration interval) {
        this.json = new JsonStream(out);
        this.err = err;
        this.interval = interval;
    }

    @Override
    public void started(Start start) {
        json.runStart(start.job(), start.run(), start.output(), start.version(), start.fingerprint());
    }

    @Override
    public void resumed(ResumeLine found) {
        json.resume(found);
    }

    @Override
    public void said(String sentence) {
        json.diagnosis(sentence);
    }

    @Override
    public void remarked(String sentence) {
        said(sentence);
    }

    @Override
    public void failed(Item<?> item, Fault fault, String line) {
        json.itemFailed(item.id().value(), item.source(), fault);
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
        json.drain(now, timeout);
    }

    @Override
    public void error(String sentence, int exit) {
        err.println(ForeignText.lines(sentence));
        json.error(sentence, exit);
    }

    @Override
    public void refused(String sentence, int exit) {
        json.error(sentence, exit);
    }

    @Override
    public void ended(Ended end) {
        stream(end.last());
        json.summary(end.summary());
    }

    private void stream(Status now) {
        json.progress(now);
        json.stages(now);
    }
}
