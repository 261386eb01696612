package io.millrace.show.verdict;

import io.millrace.config.Choices;
import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.engine.metrics.Outlook.Limit.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** For how long each limit was the limit. */
final class LimitTally {

    private final Map<String, Double> seconds = new LinkedHashMap<>();

    void add(Limit limit, double more) {
        if (limit.kind() != Kind.UNKNOWN && more > 0) {
            seconds.merge(name(limit), more, Double::sum);
        }
    }

    /** Shares of the time in which a limit was known, the largest first; they add up to 1 unless there are none. */
    Map<String, Double> shares() {
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> shares.put(entry.getKey(), entry.getValue() / all));
        return shares;
    }

    /** {@code infer}, {@code input (decode)}, {@code cpu (decode)}, {@code memory} */
    private static String name(Limit limit) {
        if (limit.kind() == Kind.STAGE) {
            return limit.stage();
        }
        String kind = Choices.word(limit.kind());
        return limit.stage() == null ? kind : kind + " (" + limit.stage() + ")";
    }
}
