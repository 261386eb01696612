package io.millrace.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.text.ForeignText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The effective settings that are read as HOCON text, in reference.conf's order. */
final class Rendering extends Outline {

    /** Words that need no quotes, sizes and durations among them. */
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*|[1-9][0-9]*([KMGT]i?B|ns|us|ms|s|m|h)");

    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off", "include");
    private static final String REDACTED = "\"<redacted>\"";

    private final Set<String> absolute;
    private final boolean origins;

    /** @param absolute keys whose values are written as absolute paths */
    Rendering(Configuration configuration, Reference reference, Set<String> absolute, boolean origins) {
        super(configuration, reference);
        this.absolute = absolute;
        this.origins = origins;
    }

    @Override
    void before(ConfigValue value, String indent) {}

    @Override
    void value(String name, String key, String indent) {
        text.append(indent).append(name).append(" = ").append(written(key, value(key)));
        text.append(origins ? "  # " + ForeignText.line(configuration.origin(key)) + "\n" : "\n");
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
