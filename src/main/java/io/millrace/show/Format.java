package io.millrace.show;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How numbers look to people, the same in every language of the system. Never shortened: a wide number makes a wide
 * line.
 */
public final class Format {

    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private Format() {}

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
        long thousandths = whole == 0 ? 1000 : Math.min(1000, (long) (part * 1000.0 / whole));
        return format("%.1f%%", (part < whole ? Math.min(thousandths, 999) : thousandths) / 10.0);
    }

    /** {@code 0.05%}, {@code 12.50%}: a share that may be small; more than nothing is never shown as nothing. */
    public static String share(long part, long whole) {
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        return percent > 0 && percent < 0.005 ? "<0.01%" : format("%.2f%%", percent);
    }

    /**
     * {@code 171/s}, {@code 4.2/s}, {@code 12.0/min}: per second, or per minute or hour where that would be a fraction.
     */
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

    /** As {@link #span(Duration)}, of nanoseconds. */
    public static String span(long nanos) {
        return span(Duration.ofNanos(nanos));
    }

    /** {@code 98%}, rounded as in the table that stands above it; more than nothing is never shown as nothing. */
    public static String percent(double share) {
        long whole = Math.round(share * 100);
        return whole == 0 && share > 0.001 ? "1%" : whole + "%";
    }

    /** {@code 2}, {@code 1.5} processors */
    public static String processors(double number) {
        return (number == Math.rint(number) ? format("%.0f", number) : format("%.1f", number))
                + (number == 1 ? " processor" : " processors");
    }

    /** {@code 3.9 of 4.0 GB} */
    public static String gigabytes(long part, long whole) {
        return format("%.1f of %.1f GB", part / 1e9, whole / 1e9);
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

    /** {@code 1,536 MiB}: what a setting of memory is told in; rounded down. */
    public static String mib(long bytes) {
        return count(bytes >> 20) + " MiB";
    }

    /** {@code 0.42}, {@code 4.2}, {@code 9999}, {@code 12k}, {@code 1.2M}: at most four columns. */
    public static String brief(double number) {
        if (number < 9999.5) {
            return number < 0.005 || number >= 9.995 || number == Math.rint(number)
                    ? format("%.0f", number)
                    : format(number < 0.995 ? "%.2f" : "%.1f", number);
        }
        return brief(number, 1000, List.of("k", "M", "G", "T", "P", "E"));
    }

    /** {@code 512B}, {@code 1.1G}, {@code 412G}: decimal units, at most four columns. */
    public static String briefBytes(long bytes) {
        return bytes < 1000 ? bytes + "B" : brief((double) bytes, 1000, List.of("k", "M", "G", "T", "P", "E"));
    }

    /** {@code 1.1/4.0G}: both in the unit of the second. */
    public static String briefBytes(long part, long whole) {
        if (whole < 1000) {
            return part + "/" + whole + "B";
        }
        String all = briefBytes(whole);
        String unit = all.substring(all.length() - 1);
        double scale = Math.pow(1000, "kMGTPE".indexOf(unit) + 1.0);
        return brief(part / scale, all.contains(".")) + "/" + all;
    }

    /** {@code 0us}, {@code 4.2ms}, {@code 121ms}, {@code 1.2s}, {@code 12m}: at most five columns. */
    public static String briefTime(long nanos) {
        double micros = nanos / 1e3;
        if (micros < 999.5) {
            return format("%.0fus", micros);
        }
        double seconds = nanos / 1e9;
        if (seconds < 0.9995) {
            return format(seconds < 0.00995 ? "%.1fms" : "%.0fms", seconds * 1e3);
        }
        if (seconds < 99.5) {
            return format(seconds < 9.95 ? "%.1fs" : "%.0fs", seconds);
        }
        double hours = seconds / 3600;
        if (hours < 0.995) {
            return format("%.0fm", seconds / 60);
        }
        return hours < 99.5 ? format(hours < 9.95 ? "%.1fh" : "%.0fh", hours) : format("%.0fd", hours / 24);
    }

    /** {@code 45 s}, {@code 38 min}, {@code 5 h 20 min}, {@code 3 d 4 h}: as exact as an estimate is. */
    public static String estimate(Duration time) {
        long seconds = Math.round(time.toMillis() / 1000.0);
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 90) {
            return minutes + " min";
        }
        if (minutes < 48 * 60) {
            return minutes / 60 + " h " + minutes % 60 + " min";
        }
        long hours = Math.round(minutes / 60.0);
        return count(hours / 24) + " d " + hours % 24 + " h";
    }

    /** {@code 34-44 min} where both are said in one unit, else {@code 80 s-2 min}. */
    public static String estimate(Duration low, Duration high) {
        String from = estimate(low);
        String to = estimate(high);
        String unit = to.replaceAll("^[0-9,]+", "");
        boolean same =
                from.replaceAll("^[0-9,]+", "").equals(unit) && !unit.trim().contains(" ");
        return (same ? from.substring(0, from.length() - unit.length()) : from) + "-" + to;
    }

    /** With spaces behind it. */
    public static String padded(String text, int width) {
        return format("%-" + width + "s", text);
    }

    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String brief(double number, int step, List<String> units) {
        double value = number / step;
        int unit = 0;
        while (value >= 999.5 && unit < units.size() - 1) {
            value /= step;
            unit++;
        }
        return brief(value, value < 9.95) + units.get(unit);
    }

    private static String brief(double value, boolean tenths) {
        return format(tenths ? "%.1f" : "%.0f", value);
    }

    private static String threeDigits(double value) {
        if (value < 9.995) {
            return format("%.2f", value);
        }
        return format(value < 99.95 ? "%.1f" : "%,.0f", value);
    }
}
