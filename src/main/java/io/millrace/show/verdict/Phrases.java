package io.millrace.show.verdict;

import java.util.Locale;

/** How figures stand in sentences, the same in every language of the system. */
final class Phrases {

    private Phrases() {}

    /** {@code 98%}, rounded as in the table that stands above it; more than nothing is never shown as nothing. */
    static String percent(double share) {
        long whole = Math.round(share * 100);
        return whole == 0 && share > 0.001 ? "1%" : whole + "%";
    }

    /** {@code 171/s}, {@code 4.2/s}, {@code 12.0/min}, {@code 3.5/h} */
    static String rate(double perSecond) {
        if (perSecond >= 99.95 || perSecond == 0) {
            return format("%,.0f/s", perSecond);
        }
        if (perSecond >= 1) {
            return format("%.1f/s", perSecond);
        }
        return perSecond * 60 >= 1 ? format("%.1f/min", perSecond * 60) : format("%.1f/h", perSecond * 3600);
    }

    /** {@code 2}, {@code 1.5} processors */
    static String processors(double number) {
        return (number == Math.rint(number) ? format("%.0f", number) : format("%.1f", number))
                + (number == 1 ? " processor" : " processors");
    }

    /** {@code 3.9 of 4.0 GB} */
    static String bytes(long part, long whole) {
        return format("%.1f of %.1f GB", part / 1e9, whole / 1e9);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
