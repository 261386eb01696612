package io.millrace.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of one run: reference.conf and the {@link Layers} above it. Load it, bind every settings record, then
 * {@link #check}: whatever is wrong in any of the layers or records is reported there at once, and nothing is repaired.
 *
 * <p>Not safe for several threads.
 */
public final class Configuration {

    private final Reference reference;
    private final List<ConfigObject> layers;
    private final ConfigObject effective;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final SortedMap<String, String> resultSettings = new TreeMap<>();
    private final Set<String> paths = new HashSet<>();
    private final Set<String> bound = new HashSet<>();

    private Configuration(Reference reference, Layers layers) {
        this.reference = reference;
        this.layers = new LayerReader(reference, problems).read(layers);
        KeyCheck keyCheck = new KeyCheck(reference, problems);
        this.layers.forEach(keyCheck::check);
        this.effective = resolve(layers.environment());
        reportUnresolved();
    }

    /** Reads all layers. Never fails: what is wrong is kept for {@link #check}. */
    public static Configuration load(Layers layers) {
        return load(layers, Reference.load());
    }

    /**
     * A file of another kind than a job's, with a reference of its own: every key there is in it, with its default. As
     * in reference.conf an empty map takes any keys and null is no value.
     *
     * @param owner whose package's resource {@code reference} is
     */
    public static Configuration load(Path file, Class<?> owner, String reference) {
        return load(Layers.of(file), Reference.load(owner, reference));
    }

    /** Other layers over the same keys and defaults, which are not read again. */
    public Configuration with(Layers layers) {
        return load(layers, reference);
    }

    static Configuration load(Layers layers, Reference reference) {
        return new Configuration(reference, layers);
    }

    /**
     * The settings below {@code path} as a record: component {@code maxPixels} is key {@code max-pixels}, a component
     * that is a record is a section. Components may be numbers, booleans, text, enums (in kebab case), {@link Auto},
     * {@link ByteSize}, {@link java.time.Duration}, {@link java.nio.file.Path}, lists and maps of text, and any class
     * with a static {@code parse(String)} whose IllegalArgumentException says what would be right. A key whose default
     * is null may be null. Keys without a component are left to other records.
     *
     * @param path such as {@code stages.decode}; empty for the root
     * @return null when a value is wrong: {@link #check} before use
     * @throws IllegalStateException when reference.conf lacks a key for a component: a defect of the program
     */
    public <T extends Record> T bind(String path, Class<T> type) {
        return new Binder(this, reference, problems, resultSettings, paths).bind(path, type);
    }

    /**
     * Adds what only several settings together show to be wrong.
     *
     * @param key the one to change
     * @param reason one clause
     */
    public void refuse(String key, String reason) {
        problems.add(new Problem(origin(key), key + " = " + Rendering.shown(key, value(key)) + ": " + reason));
    }

    /** Everything that is wrong so far, lowest layer first. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** @throws ConfigException with all problems, when there are any */
    public void check() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems());
        }
    }

    /**
     * What output bytes depend on: a sorted line {@code path = value} for each bound component marked
     * {@link ChangesResults}. The same settings give the same text, however they were written ({@code 64MiB}, 65536K).
     */
    public String canonical() {
        return resultSettings.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /**
     * Says what {@code auto} came to: output bytes depend on that and not on the word, so it is what {@link #canonical}
     * has.
     *
     * @param key bound, and marked {@link ChangesResults}
     */
    public void settle(String key, String value) {
        resultSettings.replace(key, value);
    }

    /**
     * The effective settings that records have been bound to, as HOCON, secrets redacted; a job file of this text gives
     * these settings again.
     */
    public String render() {
        return new Rendering(this, reference, Set.of(), false).text();
    }

    /**
     * As {@link #render}, with every bound path absolute: it gives these settings again in any working folder. The
     * origin of each value stands behind it.
     */
    public String renderForAnyFolder() {
        return new Rendering(this, reference, paths, true).text();
    }

    /**
     * A setting as it may be shown.
     *
     * @param value as HOCON, redacted where it is a secret
     * @param origin where it was written
     * @param comment behind the value there; empty for none
     */
    public record Shown(String key, String value, String origin, String comment) {}

    /** Every setting, in reference.conf's order. */
    public List<Shown> shown() {
        return reference.keys().stream()
                .map(key -> new Shown(
                        key,
                        Rendering.written(key, value(key)),
                        origin(key),
                        String.join(" ", written(key).origin().comments()).strip()))
                .toList();
    }

    /** As {@link #render}, with the origin of each value behind it. */
    public String renderWithOrigins() {
        return new Rendering(this, reference, Set.of(), true).text();
    }

    /**
     * A job file to begin with: every key that was bound, with what reference.conf says of it and its value commented
     * out. Those whose value is not reference.conf's are set, and so are those of {@code given}.
     *
     * @param given key and value, which is text
     */
    public String template(Map<String, String> given) {
        return new Template(this, reference, given).text();
    }

    /** A record reads the key. */
    void isBound(String key) {
        bound.add(key);
    }

    /** Whether a record reads {@code key}, or one of those in it. */
    boolean isRead(String key) {
        return bound.contains(key) || bound.stream().anyMatch(one -> one.startsWith(key + "."));
    }

    /** Whether {@code key} is one, but no record has been bound that reads it: whoever sets it changes nothing. */
    public boolean isIdle(String key) {
        return reference.keys().contains(key) && !bound.contains(key);
    }

    /** Every key there is, in reference.conf's order. */
    public List<String> keys() {
        return reference.keys();
    }

    /** Whether {@code key} is left to the program. */
    public boolean isAuto(String key) {
        return "auto".equals(value(key).unwrapped());
    }

    /** Where the effective value of {@code key} was written: {@code conf/clips.conf: 3}, {@code --set}, ... */
    public String origin(String key) {
        return Tree.origin(written(key));
    }

    /** The effective value; the default where the layers' value is refused anyway. */
    ConfigValue value(String key) {
        ConfigValue value = Tree.at(effective, key);
        boolean usable = value != null
                && !Tree.unresolved(value)
                && value instanceof ConfigObject == (reference.kind(key) == Reference.Kind.MAP);
        return usable ? value : reference.value(key);
    }

    /** What the highest layer that has the key says there, unresolved. */
    private ConfigValue written(String key) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            ConfigValue value = Tree.at(layers.get(i), key);
            if (value != null) {
                return value;
            }
        }
        return reference.value(key);
    }

    private ConfigObject resolve(Map<String, String> environment) {
        Config merged = ConfigFactory.empty();
        List<ConfigObject> highestFirst = new ArrayList<>(layers);
        Collections.reverse(highestFirst);
        for (ConfigObject layer : highestFirst) {
            merged = merged.withFallback(layer);
        }
        merged = merged.withFallback(reference.root());
        ConfigResolveOptions options =
                ConfigResolveOptions.noSystem().setAllowUnresolved(true).appendResolver(new Variables(environment));
        try {
            return merged.resolve(options).root();
        } catch (com.typesafe.config.ConfigException e) {
            problems.add(new Problem("configuration", e.getMessage()));
            return reference.root();
        }
    }

    private void reportUnresolved() {
        for (String key : reference.keys()) {
            ConfigValue value = Tree.at(effective, key);
            if (value != null && Tree.unresolved(value)) {
                String substitution = written(key).render();
                problems.add(new Problem(
                        origin(key), "'" + key + "' refers to " + substitution + ", which is not set anywhere"));
            }
        }
    }

    /** What <code>${NAME}</code> means where no key has that name. */
    private record Variables(Map<String, String> environment) implements ConfigResolver {

        @Override
        public ConfigValue lookup(String path) {
            String value = environment.get(path);
            return value == null ? null : ConfigValueFactory.fromAnyRef(value, EnvironmentNames.origin(path));
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this;
        }
    }
}
