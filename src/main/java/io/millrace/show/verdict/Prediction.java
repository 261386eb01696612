package io.millrace.show.verdict;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run would come to if one stage had more workers: the least of what each of its parts can do.
 *
 * <p>Where the run ends R items a second and a stage is busy for the share b of its time, that stage can do R / b: it
 * spends the same work on an item however many others do. The stage itself can do to / from times as much. The
 * processors can do R x processors / cpu. Of open items, R needs as many as workers hold (Little's law), so in-flight
 * and memory allow R x allowed / held.
 *
 * @param itemsPerSecond expected
 * @param others what limits next, the nearest first
 */
record Prediction(double itemsPerSecond, List<Other> others) {

    static final String CPU = "cpu";
    static final String IN_FLIGHT = "in-flight";
    static final String MEMORY = "memory";

    private static final int TOLD = 2;

    /**
     * @param name of a stage, or of what all stages share
     * @param itemsPerSecond that it can do
     */
    record Other(String name, double itemsPerSecond) {}

    /** @param to workers that {@code stage} would have */
    static Prediction of(Window window, VerdictRow stage, int to, Bounds bounds) {
        double rate = window.itemsPerSecond();
        List<Other> others = others(window, stage, bounds);
        double own = rate / Math.max(stage.busy(), 1e-9) * to / stage.workers();
        double least = others.stream().mapToDouble(Other::itemsPerSecond).min().orElse(own);
        return new Prediction(Math.max(rate, Math.min(own, least)), others);
    }

    /** {@code cpu 88%, decode 77%}: how much of what they can do those next in line would then do. */
    String next() {
        return others.stream()
                .limit(TOLD)
                .map(other -> other.name() + " " + Format.percent(Math.min(1, itemsPerSecond / other.itemsPerSecond())))
                .collect(Collectors.joining(", "));
    }

    private static List<Other> others(Window window, VerdictRow stage, Bounds bounds) {
        double rate = window.itemsPerSecond();
        List<Other> others = new ArrayList<>();
        for (VerdictRow row : window.rows()) {
            if (!row.equals(stage) && row.busy() > 0) {
                others.add(new Other(row.name(), rate / row.busy()));
            }
        }
        if (window.cpu() > 0) {
            others.add(new Other(CPU, rate / window.cpuShare()));
        }
        double held = Math.max(window.held(), 1e-9);
        others.add(new Other(IN_FLIGHT, rate * bounds.inFlight() / held));
        double fitting = fitting(window);
        if (fitting < Double.MAX_VALUE) {
            others.add(new Other(MEMORY, rate * fitting / held));
        }
        others.sort(Comparator.comparingDouble(Other::itemsPerSecond));
        return others;
    }

    /** Items of the size of those now open that memory has room for. */
    private static double fitting(Window window) {
        long reserved = window.last().memory().reserved();
        int open = window.last().inFlight();
        return reserved <= 0 || open <= 0
                ? Double.MAX_VALUE
                : (double) window.last().memory().limit() / reserved * open;
    }
}
