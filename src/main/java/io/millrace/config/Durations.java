package io.millrace.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time in words: {@code 20ms}, {@code 1.5h}. */
final class Durations {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*([a-zA-Z]*)");
    private static final Map<String, Long> UNITS_NS = unitsNs();

    private Durations() {}

    /** @throws IllegalArgumentException when it is no duration or has no unit */
    static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a duration such as 30s");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        Long factorNs = unit.isEmpty() && number.signum() == 0 ? Long.valueOf(1) : UNITS_NS.get(unit);
        if (factorNs == null) {
            throw new IllegalArgumentException(
                    "must be a duration with a unit: " + String.join(", ", UNITS_NS.keySet()));
        }
        try {
            return Duration.ofNanos(
                    number.multiply(BigDecimal.valueOf(factorNs)).toBigInteger().longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must be a duration below 292 years", e);
        }
    }

    private static Map<String, Long> unitsNs() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("ns", 1L);
        units.put("us", 1_000L);
        units.put("ms", 1_000_000L);
        units.put("s", 1_000_000_000L);
        units.put("m", 60_000_000_000L);
        units.put("h", 3_600_000_000_000L);
        units.put("d", 86_400_000_000_000L);
        return units;
    }
}
