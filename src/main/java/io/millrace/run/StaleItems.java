package io.millrace.run;

import io.millrace.engine.pipeline.Survey;
import io.millrace.show.Format;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Why a run does not start over items that were made from other input or with other settings. */
public final class StaleItems {

    private StaleItems() {}

    /** @param settings the canonical settings behind a fingerprint of an earlier run, null where they are not known */
    static String refusal(Path output, Survey survey, Fingerprint now, UnaryOperator<String> settings) {
        return Format.count(survey.stale(), "item") + " in " + output
                + (survey.stale() == 1 ? " is stale: " : " are stale: ") + why(survey, now, settings)
                + "Say --stale redo to make them again, --stale keep to leave them, or use another --output";
    }

    /** How many for which reason, and a line for each setting that differs. */
    public static String why(Survey survey, Fingerprint now, UnaryOperator<String> settings) {
        return Format.count(survey.otherInput()) + " made from a file or manifest entry that has changed since, "
                + Format.count(survey.otherSettings()) + " made with other settings\n"
                + changes(survey.fingerprints(), now, settings);
    }

    /** A line for each setting that differs between those behind earlier fingerprints and those of now. */
    public static String changes(Collection<String> earlier, Fingerprint now, UnaryOperator<String> settings) {
        StringBuilder text = new StringBuilder();
        for (String fingerprint : earlier) {
            String before = settings.apply(fingerprint);
            text.append(
                    before == null ? "  (those of an earlier run are not known)\n" : changes(before, now.settings()));
        }
        return text.toString();
    }

    /** A line {@code   stages.transform.size 160x256 -> 224x224} for each setting that differs. */
    public static String changes(String before, String after) {
        Map<String, String> old = values(before);
        Map<String, String> now = values(after);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            String was = old.getOrDefault(key, "(none)");
            String is = now.getOrDefault(key, "(none)");
            if (!was.equals(is)) {
                text.append("  " + key + " " + was + " -> " + is + "\n");
            }
        }
        return text.toString();
    }

    /** {@code key = value}, and {@code step name version} for what is not a setting. */
    private static Map<String, String> values(String canonical) {
        Map<String, String> values = new TreeMap<>();
        canonical.lines().forEach(line -> {
            int equals = line.indexOf(" = ");
            int cut = equals < 0 ? line.lastIndexOf(' ') : equals;
            values.put(line.substring(0, cut), line.substring(equals < 0 ? cut + 1 : equals + 3));
        });
        return values;
    }
}
