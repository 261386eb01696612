package io.millrace.app;

import io.millrace.console.JsonStream;
import io.millrace.console.PlainProgress;
import io.millrace.console.Summary;
import io.millrace.metrics.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a run says while it goes: one thread that looks at it now and then, and the places where its words go. */
final class Progress implements AutoCloseable {

    private static final long TICK_MS = 200;

    /** What limits a run is concluded from looks at it that are so far apart, whoever else looks. */
    private static final long SAMPLE_MS = 1000;

    private static final long LAST_LOOK_MS = 2000;

    private final Supplier<Status> status;
    private final PlainProgress plain;
    private final JsonStream json;
    private final Duration interval;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console");
        thread.setDaemon(true);
        return thread;
    });

    private Progress(Supplier<Status> status, PlainProgress plain, JsonStream json, Duration interval) {
        this.status = status;
        this.plain = plain;
        this.json = json;
        this.interval = interval;
    }

    /** @param json where the stream goes; null when it is not asked for */
    static Progress of(RunSettings.Console console, JsonStream json, Supplier<Status> status) {
        boolean lines = json == null && console.progress() != RunSettings.Progress.NONE;
        PlainProgress plain = lines ? new PlainProgress(System.err, console.interval()) : null;
        return new Progress(status, plain, json, console.interval());
    }

    void start() {
        every(SAMPLE_MS, () -> Objects.requireNonNull(status.get()));
        if (json != null) {
            every(interval.toMillis(), () -> stream(status.get()));
        } else if (plain != null) {
            every(Math.min(TICK_MS, interval.toMillis()), () -> plain.tick(status.get()));
        }
    }

    /** Does something once, later; forgotten when the run ends first. */
    void after(Duration wait, Runnable then) {
        clock.schedule(then, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    void say(String sentence) {
        if (json == null) {
            System.err.println(sentence);
        }
    }

    void draining(String sentence, Duration timeout) {
        say(sentence);
        if (json != null) {
            json.drain(status.get(), timeout);
        }
    }

    void error(String sentence, int exit) {
        System.err.println(sentence);
        if (json != null) {
            json.error(sentence, exit);
        }
    }

    /** @param more lines that the job adds */
    void summary(Summary summary, List<String> more) {
        if (json != null) {
            stream(status.get());
            json.summary(summary);
        } else {
            System.out.print(summary.text());
            more.forEach(System.out::println);
            System.out.flush();
        }
    }

    /** When this returns, a look that was under way has been told too: the summary comes last. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(LAST_LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stream(Status now) {
        json.progress(now);
        json.stages(now);
    }

    private void every(long millis, Runnable look) {
        clock.scheduleAtFixedRate(look, millis, millis, TimeUnit.MILLISECONDS);
    }
}
