package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Advice;
import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.engine.metrics.Outlook.Limit.Kind;
import io.millrace.engine.metrics.Outlook.Tested;
import io.millrace.engine.metrics.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The snapshots of a run's last half minute, and what follows from them. To be fed about once a second; what comes
 * sooner is not kept. Any threads.
 *
 * <p>What no longer holds is forgotten: when the number of workers changes, or the run is paused or its process
 * stopped, everything before that; when the newest seconds name another limit and stand by it, everything before them.
 */
public final class History {

    private static final double WINDOW_SECONDS = 30;

    /** Snapshots nearer to one another say nothing more. */
    private static final double APART_SECONDS = 0.8;

    /** Between two looks; a machine with too much to do is late by less. */
    private static final double STOPPED_SECONDS = 5;

    /** The shortest time that a limit is named from. */
    private static final double LEAST_SECONDS = 3;

    /** What counts as the newest seconds, and how many snapshots in a row they have to contradict the whole window. */
    private static final double RECENT_SECONDS = 5;

    private static final int STANDS_BY = 3;

    /**
     * As {@link #STANDS_BY}, for what is in no stage: seconds in which one stage takes over from another look like
     * that.
     */
    private static final int STANDS_BY_NONE = 6;

    /** After a change of workers, until what was under way before it is through. */
    private static final double SETTLE_SECONDS = 2;

    /** The shortest and the longest time after that in which an advice that was taken is measured. */
    private static final double TRIED_SECONDS = 5;

    private static final double TOLD_SECONDS = 30;

    /** For so long an advice that did not help is not given again. */
    private static final double SILENT_SECONDS = 300;

    private final Bounds bounds;
    private final LimitDetector judge;
    private final AdviceRule counsel;
    private final Forecast forecast;
    private final LimitTally tally = new LimitTally();
    private final List<Status> samples = new ArrayList<>();

    private Outlook outlook = Outlook.NONE;
    private Window window;
    private Limit standing;
    private Limit challenger;
    private int challenged;
    private double changedAt = Double.NEGATIVE_INFINITY;
    private boolean settling;
    private Window advised;
    private Trial trial;
    private Tested tested;
    private String silenced;
    private double silencedAt;

    public History(Bounds bounds) {
        this.bounds = bounds;
        this.judge = new LimitDetector(bounds);
        this.counsel = new AdviceRule(bounds);
        this.forecast = new Forecast(bounds);
    }

    /** What follows from {@code now} and what was before it; {@code now} is at no earlier time than those. */
    public synchronized Outlook add(Status now) {
        if (!samples.isEmpty() && !isNews(last(), now)) {
            return outlook;
        }
        boolean went = !samples.isEmpty() && !wasStopped(last(), now);
        double since = went ? Window.seconds(now) - Window.seconds(last()) : 0;
        tally.add(outlook.limit(), since);
        forget(now);
        samples.add(now);
        forecast.add(now);
        outlook = conclude(now);
        return outlook;
    }

    /**
     * For what share of the time each limit held, the largest first: {@code infer}, {@code input (decode)},
     * {@code memory}.
     */
    public synchronized Map<String, Double> limits() {
        return tally.shares();
    }

    /** Somebody looks each second: where nobody did, the process was stopped, as by Ctrl-Z, and nothing was done. */
    static boolean wasStopped(Status before, Status now) {
        return Window.seconds(now) - Window.seconds(before) > STOPPED_SECONDS;
    }

    private static boolean isNews(Status before, Status now) {
        double since = Window.seconds(now) - Window.seconds(before);
        boolean changed = now.paused() != before.paused() || now.state() != before.state() || otherWorkers(before, now);
        return since >= APART_SECONDS || (changed && since > 0);
    }

    private void forget(Status now) {
        double at = Window.seconds(now);
        if (!samples.isEmpty() && otherWorkers(last(), now)) {
            begin(now);
            changedAt = at;
            settling = true;
            forecast.changed();
            samples.clear();
        } else if (!samples.isEmpty() && (now.paused() != last().paused() || wasStopped(last(), now))) {
            samples.clear();
            standing = null;
        } else if (settling && at - changedAt >= SETTLE_SECONDS) {
            settling = false;
            samples.clear();
        }
        samples.removeIf(sample -> at - Window.seconds(sample) > WINDOW_SECONDS + APART_SECONDS / 2);
    }

    /**
     * If the change is what was advised, it is measured. Several workers may come one after the other: then all
     * together are.
     */
    private void begin(Status now) {
        boolean goesOn = settling && trial != null;
        Advice advice = goesOn ? trial.advice() : outlook.advice();
        advised = goesOn ? advised : window;
        standing = null;
        trial = null;
        if (advice == null || advice.stage() == null || advised == null) {
            return;
        }
        int to = manned(now).getOrDefault(advice.stage(), 0);
        if (to > advice.from()) {
            Advice taken =
                    to == advice.to() ? advice : counsel.workers(advised, AdviceRule.row(advised, advice.stage()), to);
            trial = new Trial(taken, advised.itemsPerSecond());
        }
    }

    private Outlook conclude(Status now) {
        if (samples.size() < 2) {
            return outlook(now, unknown(now));
        }
        window = Window.of(samples, bounds);
        Limit limit = now.paused() || settling || window.seconds() < LEAST_SECONDS ? unknown(now) : limit();
        test(now);
        return outlook(now, limit);
    }

    private static Limit unknown(Status now) {
        return new Limit(Kind.UNKNOWN, null, now.paused() ? "paused" : "too early to say");
    }

    /**
     * What the whole window and its newest part agree on. Where they do not, what was said stands until the newest part
     * has contradicted it for long enough; then the rest of the window is forgotten.
     */
    private Limit limit() {
        Limit whole = judge.limit(window);
        Limit newest = judge.limit(Window.of(recent(), bounds));
        if (standing == null || isSame(newest, whole)) {
            return stands(whole);
        }
        if (isSame(newest, standing)) {
            return stands(newest);
        }
        challenged = challenged > 0 && isSame(newest, challenger) ? challenged + 1 : 1;
        challenger = newest;
        if (challenged < (newest.stage() == null ? STANDS_BY_NONE : STANDS_BY)) {
            return isSame(whole, standing) ? whole : standing;
        }
        samples.removeAll(List.copyOf(samples.subList(0, samples.size() - recent().size())));
        window = Window.of(samples, bounds);
        return stands(newest);
    }

    private Limit stands(Limit limit) {
        standing = limit;
        challenged = 0;
        return limit;
    }

    private List<Status> recent() {
        double from = Window.seconds(last()) - RECENT_SECONDS - APART_SECONDS / 2;
        int first = 0;
        while (first < samples.size() - 2 && Window.seconds(samples.get(first)) < from) {
            first++;
        }
        return samples.subList(first, samples.size());
    }

    private static boolean isSame(Limit one, Limit other) {
        return one.kind() == other.kind() && Objects.equals(one.stage(), other.stage());
    }

    private void test(Status now) {
        double since = Window.seconds(now) - changedAt - SETTLE_SECONDS;
        if (trial == null || settling || since < TRIED_SECONDS) {
            return;
        }
        tested = trial.tested(window.itemsPerSecond());
        if (trial.helped(window.itemsPerSecond())) {
            silenced = null;
        } else {
            silenced = trial.advice().stage();
            silencedAt = Window.seconds(now);
        }
        if (since > TOLD_SECONDS) {
            trial = null;
        }
    }

    private Outlook outlook(Status now, Limit limit) {
        boolean fresh = samples.size() < 2;
        Window shown = fresh ? null : window;
        return new Outlook(
                fresh ? Duration.ZERO : Duration.ofNanos(Math.round(shown.seconds() * 1e9)),
                fresh ? outlook.itemsPerSecond() : shown.itemsPerSecond(),
                forecast.average(),
                fresh ? outlook.bytesPerSecond() : shown.bytesPerSecond(),
                fresh ? outlook.cpu() : shown.cpu(),
                fresh ? outlook.gc() : shown.gc(),
                fresh ? List.of() : shown.rows().stream().map(VerdictRow::pace).toList(),
                limit,
                fresh ? null : advice(now, limit),
                tested,
                now.paused() ? null : forecast.eta());
    }

    /** What has just not helped is not said again. */
    private Advice advice(Status now, Limit limit) {
        Advice advice = now.state() == Status.State.RUNNING ? counsel.advice(window, limit) : null;
        boolean silent = silenced != null && Window.seconds(now) - silencedAt < SILENT_SECONDS;
        return silent && advice != null && silenced.equals(advice.stage()) ? null : advice;
    }

    private static boolean otherWorkers(Status before, Status now) {
        return !manned(before).equals(manned(now));
    }

    private static Map<String, Integer> manned(Status status) {
        Map<String, Integer> manned = new LinkedHashMap<>();
        status.stages().forEach(stage -> manned.put(stage.name(), stage.workers()));
        return manned;
    }

    private Status last() {
        return samples.get(samples.size() - 1);
    }
}
