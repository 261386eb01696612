package io.millrace.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which environment variable sets which key.
 *
 * <p>{@code MILLRACE_} and the key in capitals, dots and dashes as underscores:
 * {@code MILLRACE_STAGES_DECODE_MAX_PIXELS} is {@code stages.decode.max-pixels}; two underscores count as one. An entry
 * of a map is the map's name and its own: {@code MILLRACE_SOURCE_FIELDS_TEXT}. {@code CONFIG_FORCE_} is the library's
 * own spelling: one underscore for a dot, two for a dash, three for an underscore. {@code MILLRACE_} wins.
 */
final class EnvironmentNames {

    private static final String PREFIX = "MILLRACE_";
    private static final String FORCE = "CONFIG_FORCE_";
    private static final Set<String> LAUNCHER =
            Set.of("MILLRACE_JAVA_HOME", "MILLRACE_OPTS", "MILLRACE_MEMORY", "MILLRACE_HOME");

    private final Reference reference;
    private final Map<String, String> keyByName = new TreeMap<>();

    EnvironmentNames(Reference reference) {
        this.reference = reference;
        for (String key : reference.keys()) {
            keyByName.put(name(key), key);
        }
    }

    static String name(String key) {
        return PREFIX + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    static String origin(String name) {
        return "environment " + name;
    }

    /** The key that the variable sets, whether reference.conf has it or not; null for a variable that sets none. */
    String key(String name) {
        if (name.startsWith(FORCE)) {
            return forced(name.substring(FORCE.length()));
        }
        String key = keyByName.get(single(name));
        return key != null ? key : mapEntry(single(name));
    }

    boolean misspelt(String name) {
        return name.startsWith(PREFIX) && !LAUNCHER.contains(name);
    }

    String suggestion(String name) {
        return Spelling.hint(name, keyByName.keySet());
    }

    private String mapEntry(String name) {
        for (Map.Entry<String, String> known : keyByName.entrySet()) {
            String prefix = known.getKey() + "_";
            if (name.startsWith(prefix)
                    && name.length() > prefix.length()
                    && reference.kind(known.getValue()) == Reference.Kind.MAP) {
                return Tree.child(
                        known.getValue(), name.substring(prefix.length()).toLowerCase(Locale.ROOT));
            }
        }
        return null;
    }

    private static String single(String name) {
        return name.replace("__", "_");
    }

    private static String forced(String name) {
        return name.replace("___", "\0").replace("__", "-").replace("_", ".").replace("\0", "_");
    }
}
