package io.millrace.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Collection;
import java.util.Map;

/** Walks one layer before substitutions are resolved, while its values still know file and line. */
record KeyCheck(Reference reference, Collection<Problem> problems) {

    void check(ConfigObject section) {
        check(section, "");
    }

    private void check(ConfigObject section, String path) {
        for (Map.Entry<String, ConfigValue> entry : Tree.entries(section)) {
            String key = Tree.child(path, entry.getKey());
            ConfigValue value = entry.getValue();
            switch (reference.kind(key)) {
                case UNKNOWN ->
                    problem(value, "unknown key '" + key + "'" + reference.suggestion(path, entry.getKey()));
                case SECTION -> checkSection(value, key);
                case MAP -> checkMap(value, key);
                case VALUE -> checkValue(value, key);
            }
        }
    }

    private void checkSection(ConfigValue value, String key) {
        if (value instanceof ConfigObject object) {
            check(object, key);
        } else if (!Tree.unresolved(value)) {
            problem(value, "'" + key + "' is a section: set one of its keys, such as '" + firstKey(key) + "'");
        }
    }

    private void checkMap(ConfigValue value, String key) {
        if (!(value instanceof ConfigObject) && !Tree.unresolved(value)) {
            problem(value, "'" + key + "' must be a map such as { name = value }");
        }
    }

    private void checkValue(ConfigValue value, String key) {
        if (value instanceof ConfigObject) {
            problem(value, "'" + key + "' takes a value, not a section");
        }
    }

    private String firstKey(String section) {
        return reference.keys().stream()
                .filter(key -> key.startsWith(section + "."))
                .findFirst()
                .orElse(section);
    }

    private void problem(ConfigValue value, String message) {
        problems.add(new Problem(Tree.origin(value), message));
    }
}
