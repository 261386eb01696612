package io.millrace.show.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The vertical axis of a chart.
 *
 * @param low the value at the bottom
 * @param high the value at the top
 * @param logarithmic whether equal distances are equal ratios
 */
record ChartAxis(double low, double high, boolean logarithmic) {

    private static final int TICKS = 4;
    private static final double[] STEPS = {1, 2, 2.5, 5, 10};

    /** From 0 to {@code most} or a little above, at a round number. */
    static ChartAxis upTo(double most) {
        if (most <= 0) {
            return new ChartAxis(0, 1, false);
        }
        double step = step(most / TICKS);
        return new ChartAxis(0, step * Math.ceil(most / step - 1e-9), false);
    }

    /** From a power of ten to a power of ten; what is 0 stands at the bottom. */
    static ChartAxis powers(double least, double most) {
        double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1))));
        double high = Math.pow(10, Math.ceil(Math.log10(Math.max(most, 1))));
        return new ChartAxis(low, high > low ? high : low * 10, true);
    }

    /** 0 at the bottom, 1 at the top. */
    double place(double value) {
        double place = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.min(Math.max(place, 0), 1);
    }

    /** Values to be marked, from the bottom up. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = low; tick <= high * 1.001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step((high - low) / TICKS);
            for (int i = 0; low + i * step <= high * 1.001; i++) {
                ticks.add(low + i * step);
            }
        }
        return ticks;
    }

    /** The next one from 1, 2, 2.5, 5 and their multiples by powers of ten. */
    private static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double step : STEPS) {
            if (step * power >= atLeast * (1 - 1e-9)) {
                return step * power;
            }
        }
        throw new IllegalStateException("no step from " + atLeast);
    }
}
