package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The horizontal axis of a chart: from the start of a run on. */
final class TimeAxis {

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final long[] STEPS = Stream.of(
                    multiples(SECOND / 10, 1, 2, 5),
                    multiples(SECOND, 1, 2, 5, 10, 15, 30),
                    multiples(MINUTE, 1, 2, 5, 10, 15, 30),
                    multiples(HOUR, 1, 2, 3, 6, 12),
                    multiples(DAY, 1, 2, 5, 10, 30, 100))
            .flatMapToLong(steps -> steps)
            .toArray();

    private TimeAxis() {}

    private static LongStream multiples(long unit, long... times) {
        return LongStream.of(times).map(number -> number * unit);
    }

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
