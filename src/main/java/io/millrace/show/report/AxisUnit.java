package io.millrace.show.report;

import io.millrace.show.Format;

/** What an axis counts, and how it is written; as the console and the summary write it. */
enum AxisUnit {
    PER_SECOND,
    BYTES,
    BYTES_PER_SECOND,
    NS,
    PERCENT,
    PARTS;

    String text(double value) {
        return switch (this) {
            case PER_SECOND -> plain(Format.rate(value));
            case BYTES -> plain(Format.bytes(Math.round(value)));
            case BYTES_PER_SECOND -> plain(Format.bytes(Math.round(value))) + "/s";
            case NS -> Format.shortTime(Math.round(value));
            case PERCENT -> Format.format("%.0f%%", value);
            case PARTS -> Format.format(value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
        };
    }

    String text(long value) {
        return text((double) value);
    }

    /** An axis counts in whole numbers where it can. */
    private static String plain(String number) {
        return number.replaceFirst("\\.0(?=[ /])", "");
    }
}
