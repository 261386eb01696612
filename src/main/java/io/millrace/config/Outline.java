package io.millrace.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;

/** Settings that are read, as HOCON text, in reference.conf's order. */
abstract class Outline {

    final Configuration configuration;
    final Reference reference;
    final StringBuilder text = new StringBuilder();

    Outline(Configuration configuration, Reference reference) {
        this.configuration = configuration;
        this.reference = reference;
    }

    final String text() {
        section(reference.root(), "", "");
        return text.toString();
    }

    private void section(ConfigObject section, String path, String indent) {
        for (Map.Entry<String, ConfigValue> entry : reference.entries(section, path)) {
            String key = Tree.child(path, entry.getKey());
            if (configuration.isRead(key)) {
                before(entry.getValue(), indent);
                entry(entry.getKey(), entry.getValue(), key, indent);
            }
        }
    }

    private void entry(String name, ConfigValue value, String key, String indent) {
        if (reference.kind(key) == Reference.Kind.SECTION) {
            text.append(indent).append(name).append(" {\n");
            section((ConfigObject) value, key, indent + "  ");
            text.append(indent).append("}\n");
        } else {
            value(name, key, indent);
        }
    }

    /** What stands before an entry, whose default is {@code value}. */
    abstract void before(ConfigValue value, String indent);

    /** The line of one setting. */
    abstract void value(String name, String key, String indent);
}
