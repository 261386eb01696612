package io.millrace.config;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A job file to begin with, in reference.conf's order and words. */
final class Template extends Outline {

    private final Map<String, String> given;

    Template(Configuration configuration, Reference reference, Map<String, String> given) {
        super(configuration, reference);
        this.given = given;
    }

    /** An empty line between two entries, not behind the brace that opens. */
    @Override
    void before(ConfigValue value, String indent) {
        if (text.length() > 0 && !text.toString().endsWith("{\n")) {
            text.append('\n');
        }
        List<String> comments = value.origin().comments();
        comments.forEach(line -> text.append(indent).append('#').append(line).append('\n'));
    }

    @Override
    void value(String name, String key, String indent) {
        String own = given.get(key);
        ConfigValue value = configuration.value(key);
        boolean set = own != null
                || !Objects.equals(value.unwrapped(), reference.value(key).unwrapped());
        text.append(indent).append(set ? "" : "# ").append(name).append(" = ");
        text.append(own == null ? Rendering.written(key, value) : ConfigUtil.quoteString(own))
                .append('\n');
    }
}
