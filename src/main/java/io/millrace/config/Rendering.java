package io.millrace.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.text.ForeignText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The effective settings that are read as HOCON text, in reference.conf's order. */
final class Rendering {

    /** Words that need no quotes, sizes and durations among them. */
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*|[1-9][0-9]*([KMGT]i?B|ns|us|ms|s|m|h)");

    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off", "include");
    private static final String REDACTED = "\"<redacted>\"";

    private final Configuration configuration;
    private final Reference reference;
    private final Set<String> absolute;
    private final boolean origins;
    private final StringBuilder text = new StringBuilder();

    /** @param absolute keys whose values are written as absolute paths */
    Rendering(Configuration configuration, Reference reference, Set<String> absolute, boolean origins) {
        this.configuration = configuration;
        this.reference = reference;
        this.absolute = absolute;
        this.origins = origins;
    }

    String text() {
        section(reference.root(), "", "");
        return text.toString();
    }

    private void section(ConfigObject section, String path, String indent) {
        for (Map.Entry<String, ConfigValue> entry : reference.entries(section, path)) {
            String key = Tree.child(path, entry.getKey());
            if (configuration.isRead(key)) {
                entry(entry.getKey(), entry.getValue(), key, indent);
            }
        }
    }

    private void entry(String name, ConfigValue value, String key, String indent) {
        if (value instanceof ConfigObject object && !object.isEmpty()) {
            text.append(indent).append(name).append(" {\n");
            section(object, key, indent + "  ");
            text.append(indent).append("}\n");
        } else {
            text.append(indent).append(name).append(" = ").append(written(key, value(key)));
            text.append(origins ? "  # " + ForeignText.line(configuration.origin(key)) + "\n" : "\n");
        }
    }

    private ConfigValue value(String key) {
        ConfigValue value = configuration.value(key);
        return absolute.contains(key) && value.unwrapped() instanceof String path
                ? ConfigValueFactory.fromAnyRef(
                        Path.of(path).toAbsolutePath().normalize().toString())
                : value;
    }

    /** A value as it stands in a message: a text without quotes; of a secret only that it is there. */
    static String shown(String key, ConfigValue value) {
        boolean bare = !secret(key) && value.unwrapped() instanceof String text && !text.isEmpty();
        return bare ? (String) value.unwrapped() : written(key, value);
    }

    /** {@code password...}, {@code ...secret...} and {@code ...token}; a tokenizer is none. */
    static boolean secret(String key) {
        List<String> names = ConfigUtil.splitPath(key);
        String name = names.get(names.size() - 1);
        return name.startsWith("password") || name.contains("secret") || name.endsWith("token");
    }

    static String written(String key, ConfigValue value) {
        if (secret(key) && !Tree.isNull(value)) {
            return REDACTED;
        }
        boolean plain =
                value.unwrapped() instanceof String word && PLAIN.matcher(word).matches() && !RESERVED.contains(word);
        return plain ? (String) value.unwrapped() : value.render(ConfigRenderOptions.concise());
    }
}
