package io.millrace.run;

import io.millrace.engine.metrics.Status;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Supervisor;
import io.millrace.show.console.Controls;
import io.millrace.show.console.Display;
import io.millrace.show.console.FullScreen;
import io.millrace.show.console.JsonStream;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.StatusBlock;
import io.millrace.show.console.Summary;
import io.millrace.text.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a run says while it goes, and the places where its words go. One thread looks at it now and then to show it;
 * others take its samples and do what is due at a time, because a terminal that has been stopped holds up whoever
 * writes to it.
 */
final class Progress implements AutoCloseable {

    /** What limits a run is concluded from looks at it that are so far apart, whoever else looks. */
    private static final Duration SAMPLE = Duration.ofSeconds(1);

    private static final long LAST_LOOK_MS = 2000;

    /** What is over sooner needs no screen that comes and goes. */
    private static final long SHORT_MS = 400;

    private final Supplier<Status> status;
    private final DisplayFactory shows;
    private final JsonStream json;
    private final Duration interval;
    private final ScheduledExecutorService samples = Executors.newSingleThreadScheduledExecutor(daemon("samples"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemon("clock"));
    private final ScheduledThreadPoolExecutor looks = new ScheduledThreadPoolExecutor(1, daemon("console"));

    /** Null before there is one, and where there is none. */
    private volatile Display show;

    private Progress(Supplier<Status> status, DisplayFactory shows, JsonStream json, Duration interval) {
        this.status = status;
        this.shows = shows;
        this.json = json;
        this.interval = interval;
        looks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** @param json where the stream goes; null when it is not asked for */
    static Progress of(
            RunSettings.Console console, JsonStream json, Supplier<Status> status, Controls controls, RunFiles files) {
        return new Progress(status, new DisplayFactory(console, controls, files), json, console.interval());
    }

    void start() {
        long sampleMs = SAMPLE.toMillis();
        samples.scheduleWithFixedDelay(
                () -> Objects.requireNonNull(status.get()), sampleMs, sampleMs, TimeUnit.MILLISECONDS);
        if (json != null) {
            every(interval, () -> stream(status.get()));
        } else {
            looks.schedule(this::open, Math.min(SHORT_MS, interval.toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    private void open() {
        Display opened = shows.open();
        if (opened != null) {
            show = opened;
            every(opened.pulse(), () -> opened.tick(status));
        }
    }

    /** Does something once, later; forgotten when the run ends first. */
    void after(Duration wait, Runnable then) {
        clock.schedule(then, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    void say(String sentence) {
        Display to = show;
        if (json != null) {
            return;
        }
        if (to == null) {
            System.err.println(ForeignText.lines(sentence));
        } else {
            to.say(ForeignText.lines(sentence));
        }
    }

    /** Shows a snapshot to who asked for one, unless one is before his eyes. */
    void block(Status now) {
        if (!(show instanceof FullScreen)) {
            boolean unicode = Installation.terminals().unicode();
            System.err.print(StatusBlock.of(now, unicode));
        }
    }

    /** The live console has a place of its own for those. */
    void failed(String line) {
        if (!(show instanceof FullScreen)) {
            say(line);
        }
    }

    void draining(String sentence, Duration timeout) {
        say(sentence);
        if (json != null) {
            json.drain(status.get(), timeout);
        }
    }

    void error(String sentence, int exit) {
        System.err.println(ForeignText.lines(sentence));
        if (json != null) {
            json.error(sentence, exit);
        }
    }

    /**
     * @param last the snapshot that the summary is of
     * @param more lines that the job adds
     */
    void summary(Status last, Summary summary, List<String> more) {
        if (json != null) {
            stream(last);
            json.summary(summary);
        } else {
            System.out.print(summary.text());
            more.forEach(System.out::println);
            System.out.flush();
        }
    }

    /**
     * When this returns, a look that was under way has been told too, and the terminal is as it was: the summary comes
     * last.
     */
    @Override
    public void close() {
        samples.shutdownNow();
        clock.shutdownNow();
        looks.shutdown();
        try {
            looks.awaitTermination(LAST_LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Display open = show;
        show = null;
        if (open != null) {
            open.close();
            Supervisor.tellConsoleGone();
        }
    }

    private void stream(Status now) {
        json.progress(now);
        json.stages(now);
    }

    /** What a stopped process has missed is not made up for. */
    private void every(Duration pulse, Runnable look) {
        looks.scheduleWithFixedDelay(look, pulse.toMillis(), pulse.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
