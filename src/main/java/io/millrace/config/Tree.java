package io.millrace.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Looking into a parsed tree that may hold unresolved substitutions, without resolving it. */
final class Tree {

    private static final Comparator<Map.Entry<String, ConfigValue>> AS_WRITTEN = Comparator.comparingInt(
                    (Map.Entry<String, ConfigValue> entry) -> firstLine(entry.getValue()))
            .thenComparing(Map.Entry::getKey);

    private Tree() {}

    /** The value at {@code path}, or null when the tree has none there or cannot tell yet. */
    static ConfigValue at(ConfigValue root, String path) {
        ConfigValue node = root;
        for (String key : ConfigUtil.splitPath(path)) {
            node = node instanceof ConfigObject object && readable(object) ? object.get(key) : null;
        }
        return node;
    }

    /** The entries in the order of their lines; none when the object waits for a substitution. */
    static List<Map.Entry<String, ConfigValue>> entries(ConfigObject object) {
        if (!readable(object)) {
            return List.of();
        }
        List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(object.entrySet());
        entries.sort(AS_WRITTEN);
        return entries;
    }

    /** False for an object that is merged with a substitution: it cannot be looked into before that is resolved. */
    static boolean readable(ConfigObject object) {
        try {
            return object.keySet() != null;
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    /** Whether a value is still a substitution such as <code>${NAME}</code>. */
    static boolean unresolved(ConfigValue value) {
        try {
            value.valueType();
            return value instanceof ConfigObject object && !readable(object);
        } catch (ConfigException.NotResolved e) {
            return true;
        }
    }

    static boolean isNull(ConfigValue value) {
        return !unresolved(value) && value.valueType() == ConfigValueType.NULL;
    }

    /** {@code file: line}. A section that was written in several places is named by its first entry. */
    static String origin(ConfigValue value) {
        ConfigValue first = value;
        while (composed(first)
                && first instanceof ConfigObject object
                && !entries(object).isEmpty()) {
            first = entries(object).get(0).getValue();
        }
        return first.origin().description();
    }

    /** Whether the library made it out of several parts, and says so instead of a place. */
    private static boolean composed(ConfigValue value) {
        String description = value.origin().description();
        return description.startsWith("merge of ") || description.startsWith("withValue(");
    }

    static String child(String parent, String key) {
        String name = ConfigUtil.joinPath(key);
        return parent.isEmpty() ? name : parent + "." + name;
    }

    private static int firstLine(ConfigValue value) {
        return value.origin().lineNumber();
    }
}
