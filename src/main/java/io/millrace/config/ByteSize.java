package io.millrace.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk, such as {@code 64MiB}, that may be {@code auto} where reference.conf says so.
 *
 * @param bytes at least 0; -1 for {@code auto}
 */
public record ByteSize(long bytes) {

    public static final ByteSize AUTO = new ByteSize(-1);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)\\s*([a-zA-Z]*)");
    private static final Map<String, Long> UNITS = units();

    /**
     * Reads {@code 64MiB}, {@code 1.5 GB} or {@code 0}. K, M, G and T alone are powers of 1024, as in {@code -Xmx}.
     *
     * @throws IllegalArgumentException when it is no size, has no unit, or is no whole number of bytes
     */
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size such as 64MiB");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        Long factor = unit.isEmpty() && number.signum() == 0 ? Long.valueOf(1) : UNITS.get(unit);
        if (factor == null) {
            throw new IllegalArgumentException("must be a size with a unit: " + String.join(", ", UNITS.keySet()));
        }
        return new ByteSize(exactly(number.multiply(BigDecimal.valueOf(factor))));
    }

    public boolean isAuto() {
        return bytes < 0;
    }

    public long orElse(long chosen) {
        return isAuto() ? chosen : bytes;
    }

    /** As {@link #parse} reads it: exact, in the largest binary unit that divides it. */
    @Override
    public String toString() {
        if (isAuto()) {
            return "auto";
        }
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, units.length - 1);
        return (bytes >> (10 * unit)) + units[unit];
    }

    private static long exactly(BigDecimal bytes) {
        try {
            return bytes.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must be a whole number of bytes below 8 EiB", e);
        }
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("B", 1L);
        long binary = 1;
        long decimal = 1;
        for (String prefix : new String[] {"K", "M", "G", "T"}) {
            binary *= 1024;
            decimal *= 1000;
            units.put(prefix + "iB", binary);
            units.put(prefix + "B", decimal);
            units.put(prefix, binary);
        }
        units.put("kB", 1000L);
        return units;
    }
}
