package io.millrace.config;

import java.time.Duration;

/** Bounds of single values: {@link Range}, and {@code auto} only where reference.conf says so. */
final class Limits {

    private Limits() {}

    /** @throws IllegalArgumentException that says what the value must be */
    static void check(Object value, Range range, boolean autoAllowed) {
        if (isAuto(value)) {
            if (!autoAllowed) {
                throw new IllegalArgumentException("must be given: there is no 'auto' for this key");
            }
        } else if (range != null) {
            check(number(value), range.min(), range.max(), autoAllowed ? " or auto" : "");
        }
    }

    private static void check(double number, double min, double max, String orElse) {
        if (number >= min && number <= max) {
            return;
        }
        boolean below = min != Double.NEGATIVE_INFINITY;
        boolean above = max != Double.POSITIVE_INFINITY;
        String bounds = below && above
                ? "between " + plain(min) + " and " + plain(max)
                : below ? "at least " + plain(min) : "at most " + plain(max);
        throw new IllegalArgumentException("must be " + bounds + orElse);
    }

    private static boolean isAuto(Object value) {
        return (value instanceof Auto auto && auto.isAuto()) || (value instanceof ByteSize size && size.isAuto());
    }

    private static double number(Object value) {
        if (value instanceof Auto auto) {
            return auto.value();
        }
        if (value instanceof ByteSize size) {
            return size.bytes();
        }
        if (value instanceof Duration duration) {
            return duration.toNanos() / 1e9;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("@Range is for numbers, sizes and durations, not " + value.getClass());
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e18
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
