package io.millrace.show.report;

import io.millrace.engine.metrics.Outlook.Limit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What limited a run, and for how long. */
final class LimitTimes {

    static final String UNKNOWN = Limit.Kind.UNKNOWN.name();

    private LimitTimes() {}

    /** {@code STAGE decode}, {@code CPU} */
    static String key(Limit limit) {
        return limit.stage() == null ? limit.kind().name() : limit.kind().name() + " " + limit.stage();
    }

    /** The stage of a key, or null. */
    static String stage(String key) {
        int space = key.indexOf(' ');
        return space < 0 ? null : key.substring(space + 1);
    }

    /** In words. */
    static String label(String key) {
        String stage = stage(key);
        String kind = stage == null ? key : key.substring(0, key.indexOf(' '));
        return switch (kind) {
            case "STAGE" -> stage;
            case "INPUT" -> in("input", stage);
            case "SINK" -> in("output", stage);
            case "SOURCE" -> "the source";
            case "CPU" -> "all processors in use";
            case "MEMORY" -> "memory";
            case "IN_FLIGHT" -> "items in flight";
            case "BALANCED" -> "balanced";
            case "UNKNOWN" -> "not known";
            default -> key;
        };
    }

    private static String in(String what, String stage) {
        return stage == null ? "waiting for " + what : stage + ", waiting for " + what;
    }

    /** How long each held between two moments, the longest first. */
    static Map<String, Long> between(Map<String, Long> from, Map<String, Long> to) {
        Map<String, Long> spans = new HashMap<>();
        to.forEach((key, ns) -> spans.merge(key, ns - from.getOrDefault(key, 0L), Long::sum));
        Map<String, Long> sorted = new LinkedHashMap<>();
        spans.entrySet().stream()
                .filter(span -> span.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEachOrdered(span -> sorted.put(span.getKey(), span.getValue()));
        return sorted;
    }
}
