package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;

/** The horizontal axis of a chart: from the start of a run on. */
final class TimeAxis {

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final long[] STEPS = {
        SECOND / 10,
        SECOND / 5,
        SECOND / 2,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        5 * DAY,
        10 * DAY,
        30 * DAY,
        100 * DAY
    };

    private TimeAxis() {}

    /** At most {@code most} moments to be marked, 0 the first. */
    static List<Long> ticks(long endNs, int most) {
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && endNs / STEPS[i] < most; i--) {
            step = STEPS[i];
        }
        List<Long> ticks = new ArrayList<>();
        for (long tick = 0; tick <= endNs; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** {@code 0}, {@code 0.5s}, {@code 15s}, {@code 20m}, {@code 1h 30m}, {@code 2d} */
    static String text(long ns) {
        if (ns == 0) {
            return "0";
        }
        if (ns % SECOND != 0) {
            return Format.format("%.1fs", ns / 1e9);
        }
        StringBuilder text = new StringBuilder();
        part(text, ns / DAY, "d");
        part(text, ns % DAY / HOUR, "h");
        part(text, ns % HOUR / MINUTE, "m");
        part(text, ns % MINUTE / SECOND, "s");
        return text.toString().strip();
    }

    private static void part(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit).append(' ');
        }
    }
}
