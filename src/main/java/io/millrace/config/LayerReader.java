package io.millrace.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns each layer into an unresolved tree whose values know their origin. What cannot be read becomes a problem. */
record LayerReader(Reference reference, Collection<Problem> problems) {

    /** Lowest first. */
    List<ConfigObject> read(Layers layers) {
        return List.of(
                file(layers.jobFile(), true),
                file(layers.siteFile(), false),
                environment(layers.environment()),
                sets(layers.sets()),
                flags(layers.flags()));
    }

    private ConfigObject file(Path file, boolean required) {
        if (file == null || (!required && !Files.exists(file))) {
            return ConfigFactory.empty().root();
        }
        if (!Files.isRegularFile(file)) {
            problems.add(new Problem(file.toString(), "there is no such file"));
            return ConfigFactory.empty().root();
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(new Includes());
        try {
            return ConfigFactory.parseFile(file.toFile(), options).root();
        } catch (ConfigException e) {
            problems.add(malformed(e, file.toString()));
            return ConfigFactory.empty().root();
        }
    }

    private ConfigObject environment(Map<String, String> environment) {
        EnvironmentNames names = new EnvironmentNames(reference);
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            String key = names.key(name);
            if (key != null) {
                config = assign(config, key, variable.getValue(), EnvironmentNames.origin(name));
            } else if (names.misspelt(name)) {
                problems.add(new Problem(EnvironmentNames.origin(name), "unknown key" + names.suggestion(name)));
            }
        }
        return config.root();
    }

    private ConfigObject sets(List<String> sets) {
        Config config = ConfigFactory.empty();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals <= 0) {
                problems.add(new Problem("--set", "'" + set + "' must be key=value"));
            } else {
                config = assign(config, set.substring(0, equals).strip(), set.substring(equals + 1), "--set");
            }
        }
        return config.root();
    }

    private ConfigObject flags(List<Layers.Flag> flags) {
        Config config = ConfigFactory.empty();
        for (Layers.Flag flag : flags) {
            config = assign(config, flag.key(), literally(flag.value()), "flag " + flag.name());
        }
        return config.root();
    }

    /** A file may be called {@code null}: nobody gives a flag to say nothing. */
    private static String literally(String value) {
        if (value == null) {
            return "null";
        }
        return value.strip().equals("null") ? "\"null\"" : value;
    }

    private Config assign(Config config, String key, String text, String origin) {
        try {
            return config.withValue(key, value(key, text.strip(), origin));
        } catch (ConfigException e) {
            problems.add(malformed(e, origin));
            return config;
        }
    }

    /**
     * Literally the text, so that queries and paths need no quotes; HOCON where it begins like a list, map or string.
     */
    private ConfigValue value(String key, String text, String origin) {
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
            ConfigValue parsed =
                    ConfigFactory.parseString("value = " + text, options).root().get("value");
            return parsed.withOrigin(ConfigOriginFactory.newSimple(origin)); // it has no lines
        }
        if (reference.isList(key)) {
            List<String> words = text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s*,\\s*", -1));
            return ConfigValueFactory.fromIterable(words, origin);
        }
        return ConfigValueFactory.fromAnyRef(text.equals("null") ? null : text, origin);
    }

    private static Problem malformed(ConfigException e, String otherwise) {
        String origin = e.origin() == null ? otherwise : e.origin().description();
        String message = e.getMessage();
        return new Problem(
                origin, message.startsWith(origin + ": ") ? message.substring(origin.length() + 2) : message);
    }
}
