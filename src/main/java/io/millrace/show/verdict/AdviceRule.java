package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook.Advice;
import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.show.Format;

/**
 * What to do about a limit. A worker is advised only where it gains something: not for what waits on a disk, not where
 * no processor is left, not where the next limit is as near.
 */
record AdviceRule(Bounds bounds) {

    /** Less is not worth a worker. */
    private static final double WORTH = 1.05;

    /** A stage that has to wait longer than this for a processor would share, not gain, with one worker more. */
    private static final double CROWDED = 0.25;

    /** Of a stage with many workers one more would not be seen. */
    private static final int PART = 4;

    /** Null where there is nothing to gain. */
    Advice advice(Window window, Limit limit) {
        return switch (limit.kind()) {
            case STAGE -> ofStage(window, row(window, limit.stage()));
            case INPUT ->
                say("read " + bounds.input() + " from a nearer or faster disk or network; it gives no more than this");
            case SINK ->
                say("give " + window.last().output().path() + " a faster disk or database"
                        + (limit.stage() == null ? ", or make room" : "") + "; it takes no more than this");
            case CPU ->
                say("more workers gain nothing: " + cheaper(limit.stage()) + ", or a machine with more processors");
            case MEMORY ->
                say("raise --memory"
                        + (window.last().memory().waiting() > 0 ? ": more items would be under way at once" : ""));
            case IN_FLIGHT -> say("raise memory.in-flight (" + allowed(window) + " now): workers wait for items");
            case SOURCE, BALANCED, UNKNOWN -> null;
        };
    }

    /** As {@link #advice}, of a stage and so many workers, whatever is gained. */
    Advice workers(Window window, VerdictRow stage, int to) {
        Prediction prediction = Prediction.of(window, stage, to, bounds);
        String sentence = "+ on " + stage.name() + " (" + stage.workers() + " -> " + to + "): ~"
                + Format.rate(prediction.itemsPerSecond()) + " expected; next limit " + prediction.next();
        return new Advice(sentence, stage.name(), stage.workers(), to, prediction.itemsPerSecond());
    }

    static VerdictRow row(Window window, String stage) {
        return window.rows().stream()
                .filter(row -> row.name().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    private Advice ofStage(Window window, VerdictRow stage) {
        if (window.itemsPerSecond() == 0) {
            return null;
        }
        if (stage.crowded() >= CROWDED) {
            return say("no processor is free for another worker: " + cheaper(stage.name()) + ", or a quieter machine");
        }
        int to = Math.min(stage.most(), stage.workers() + Math.max(1, stage.workers() / PART));
        if (to <= stage.workers()) {
            return say(stage.name() + " has the " + stage.workers() + " workers that it may have here: "
                    + cheaper(stage.name()));
        }
        Advice advice = workers(window, stage, to);
        return advice.itemsPerSecond() >= window.itemsPerSecond() * WORTH ? advice : notAlone(window, stage, to);
    }

    /** What stands as near as the limit itself. */
    private Advice notAlone(Window window, VerdictRow stage, int to) {
        String next = Prediction.of(window, stage, to, bounds).others().get(0).name();
        return switch (next) {
            case Prediction.CPU ->
                say("more workers gain nothing, all processors are in use: " + cheaper(stage.name()));
            case Prediction.IN_FLIGHT ->
                say("raise memory.in-flight (" + allowed(window) + " now) before " + stage.name()
                        + " gets more workers");
            case Prediction.MEMORY -> say("raise --memory before " + stage.name() + " gets more workers");
            default -> say("a worker for " + stage.name() + " alone gains nothing: " + next + " is as full");
        };
    }

    /** It may have grown with the workers since the run began. */
    private int allowed(Window window) {
        return Math.max(bounds.inFlight(), window.last().inFlight());
    }

    private String cheaper(String stage) {
        String how = bounds.cheaper().get(stage);
        return "less work for each item helps" + (how == null ? "" : " (" + how + ")");
    }

    private static Advice say(String sentence) {
        return new Advice(sentence, null, 0, 0, 0);
    }
}
