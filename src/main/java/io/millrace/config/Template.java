package io.millrace.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A job file to begin with, in reference.conf's order and words. */
final class Template {

    private final Configuration configuration;
    private final Reference reference;
    private final Map<String, String> given;
    private final StringBuilder text = new StringBuilder();

    Template(Configuration configuration, Reference reference, Map<String, String> given) {
        this.configuration = configuration;
        this.reference = reference;
        this.given = given;
    }

    String text() {
        section(reference.root(), "", "");
        return text.toString();
    }

    private void section(ConfigObject section, String path, String indent) {
        for (Map.Entry<String, ConfigValue> entry : reference.entries(section, path)) {
            String key = Tree.child(path, entry.getKey());
            if (configuration.isRead(key)) {
                gap();
                comments(entry.getValue(), indent);
                if (reference.kind(key) == Reference.Kind.SECTION) {
                    text.append(indent).append(entry.getKey()).append(" {\n");
                    section((ConfigObject) entry.getValue(), key, indent + "  ");
                    text.append(indent).append("}\n");
                } else {
                    value(entry.getKey(), key, indent);
                }
            }
        }
    }

    /** Between two entries, not behind the brace that opens. */
    private void gap() {
        if (text.length() > 0 && !text.toString().endsWith("{\n")) {
            text.append('\n');
        }
    }

    private void comments(ConfigValue value, String indent) {
        List<String> comments = value.origin().comments();
        comments.forEach(line -> text.append(indent).append('#').append(line).append('\n'));
    }

    private void value(String name, String key, String indent) {
        String own = given.get(key);
        ConfigValue value = configuration.value(key);
        boolean set = own != null
                || !Objects.equals(value.unwrapped(), reference.value(key).unwrapped());
        text.append(indent).append(set ? "" : "# ").append(name).append(" = ");
        text.append(own == null ? Rendering.written(key, value) : ConfigUtil.quoteString(own))
                .append('\n');
    }
}
