package io.millrace.show.report;

import java.util.List;
import java.util.Locale;

/** What an axis counts, and how it is written; as the console and the summary write it. */
enum AxisUnit {
    PER_SECOND,
    BYTES,
    BYTES_PER_SECOND,
    NS,
    PERCENT,
    PARTS;

    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    String text(double value) {
        return switch (this) {
            case PER_SECOND -> rate(value);
            case BYTES -> bytes(value);
            case BYTES_PER_SECOND -> bytes(value) + "/s";
            case NS -> shortTime(value);
            case PERCENT -> format("%.0f%%", value);
            case PARTS -> format(value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
        };
    }

    String text(long value) {
        return text((double) value);
    }

    static String count(long number) {
        return format("%,d", number);
    }

    /** {@code 1 file}, {@code 2 files} */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** More than nothing is never shown as nothing. */
    static String share(long part, long whole) {
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        return percent > 0 && percent < 0.005 ? "<0.01%" : format("%.2f%%", percent);
    }

    /** {@code 3.1s}, {@code 4m 05s}, {@code 1h 19m 38s} */
    static String span(long nanos) {
        long millis = nanos / 1_000_000;
        if (millis < 9_950) {
            return format("%.1fs", millis / 1000.0);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds >= 3600) {
            return format("%dh %02dm %02ds", seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        return seconds >= 60 ? format("%dm %02ds", seconds / 60, seconds % 60) : format("%ds", seconds);
    }

    private static String rate(double perSecond) {
        if (perSecond >= 1 || perSecond == 0) {
            return format(perSecond >= 99.95 || perSecond == Math.rint(perSecond) ? "%,.0f/s" : "%.1f/s", perSecond);
        }
        double perMinute = perSecond * 60;
        return perMinute >= 1 ? format("%.1f/min", perMinute) : format("%.1f/h", perMinute * 60);
    }

    private static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < BYTE_UNITS.size() - 1) {
            value /= 1000;
            unit++;
        }
        boolean whole = unit == 0 || value == Math.rint(value);
        return format(whole ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS.get(unit));
    }

    private static String shortTime(double nanos) {
        if (nanos < 999_500) {
            return format("%.0f us", nanos / 1e3);
        }
        double millis = nanos / 1e6;
        return millis < 999.5 ? threeDigits(millis) + " ms" : threeDigits(millis / 1e3) + " s";
    }

    private static String threeDigits(double value) {
        if (value < 9.995) {
            return format("%.2f", value);
        }
        return format(value < 99.95 ? "%.1f" : "%,.0f", value);
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
