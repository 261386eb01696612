package io.millrace.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How numbers look to people, the same in every language of the system. Never shortened: a wide number makes a wide line. */
public final class Figures {

    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private Figures() {}

    /** {@code 1,000,000} */
    public static String count(long number) {
        return format("%,d", number);
    }

    /** {@code 3 files}, {@code 1 file} */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 61.2%} of the way: rounded down, so that 100.0% means all of it. */
    public static String progress(long part, long whole) {
        long thousandths = whole == 0 ? 1000 : (long) (part * 1000.0 / whole);
        return format("%.1f%%", (part < whole ? Math.min(thousandths, 999) : thousandths) / 10.0);
    }

    /** {@code 0.05%}, {@code 12.50%}: a share that may be small; more than nothing is never shown as nothing. */
    public static String share(long part, long whole) {
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        return percent > 0 && percent < 0.005 ? "<0.01%" : format("%.2f%%", percent);
    }

    /** {@code 171/s}, {@code 4.2/s}, {@code 12.0/min}: per second, or per minute or hour where that would be a fraction. */
    public static String rate(double perSecond) {
        if (perSecond >= 1 || perSecond == 0) {
            return (perSecond >= 99.95 || perSecond == 0 ? format("%,.0f", perSecond) : format("%.1f", perSecond))
                    + "/s";
        }
        double perMinute = perSecond * 60;
        return perMinute >= 1 ? format("%.1f/min", perMinute) : format("%.1f/h", perMinute * 60);
    }

    /** {@code 00:41:17}, {@code 112:00:00}; whole seconds that have passed. */
    public static String clock(Duration time) {
        return format("%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /** {@code 38s}, {@code 4m 05s}, {@code 1h 19m 38s}; rounded to the second, below ten seconds {@code 3.1s}. */
    public static String span(Duration time) {
        if (time.toMillis() < 9_950) {
            return format("%.1fs", time.toMillis() / 1000.0);
        }
        Duration rounded = Duration.ofSeconds(Math.round(time.toMillis() / 1000.0));
        long hours = rounded.toHours();
        if (hours > 0) {
            return format("%dh %02dm %02ds", hours, rounded.toMinutesPart(), rounded.toSecondsPart());
        }
        return rounded.toMinutes() > 0
                ? format("%dm %02ds", rounded.toMinutes(), rounded.toSecondsPart())
                : format("%ds", rounded.toSeconds());
    }

    /** {@code 5.99 ms}, {@code 93.0 ms}, {@code 2.41 s}, {@code 850 us}: three significant digits of a short time. */
    public static String shortTime(long nanos) {
        if (nanos < 999_500) {
            return format("%.0f us", nanos / 1e3);
        }
        double millis = nanos / 1e6;
        return millis < 999.5 ? threeDigits(millis) + " ms" : threeDigits(millis / 1e3) + " s";
    }

    /** {@code 990.1 GB}, {@code 512 B}: decimal units. */
    public static String bytes(long bytes) {
        double value = (double) bytes;
        int unit = 0;
        while (value >= 999.95 && unit < BYTE_UNITS.size() - 1) {
            value /= 1000;
            unit++;
        }
        return format(unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS.get(unit));
    }

    /** With spaces behind it. */
    public static String padded(String text, int width) {
        return format("%-" + width + "s", text);
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String threeDigits(double value) {
        if (value < 9.995) {
            return format("%.2f", value);
        }
        return format(value < 99.95 ? "%.1f" : "%,.0f", value);
    }
}
