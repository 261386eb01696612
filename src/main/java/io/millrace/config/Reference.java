package io.millrace.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * reference.conf, what {@link Defaults} add, and run.conf: every key there is, with its default. An empty object stands
 * for a map whose keys are the user's; a null for a key without default; {@code auto} for one that may be {@code auto}.
 */
final class Reference {

    static final String NAME = "reference.conf";

    private static final ConfigParseOptions OPTIONS =
            ConfigParseOptions.defaults().setOriginDescription(NAME);

    enum Kind {
        SECTION,
        MAP,
        VALUE,
        UNKNOWN
    }

    private final ConfigObject root;

    /** Of all values, maps and sections: which comes first. */
    private final Map<String, Integer> places = new HashMap<>();

    private final List<String> keys = new ArrayList<>();

    private Reference(ConfigObject root) {
        this(root, List.of(root));
    }

    /** @param files of which it is put together, in the order in which their keys are to stand */
    private Reference(ConfigObject root, List<ConfigObject> files) {
        this.root = root;
        files.forEach(file -> place(file, ""));
        collect(root, "");
    }

    private void place(ConfigObject section, String path) {
        for (Map.Entry<String, ConfigValue> entry : Tree.entries(section)) {
            String key = Tree.child(path, entry.getKey());
            places.putIfAbsent(key, places.size());
            if (entry.getValue() instanceof ConfigObject object) {
                place(object, key);
            }
        }
    }

    /** What the class path has. */
    static Reference load() {
        List<URL> urls = new ArrayList<>(List.of(Reference.class.getResource("/" + NAME)));
        ServiceLoader.load(Defaults.class).forEach(more -> urls.addAll(more.files()));
        urls.add(Reference.class.getResource("/run.conf"));
        List<ConfigObject> files =
                urls.stream().map(url -> parse(url, name(url)).root()).toList();
        Config all = ConfigFactory.empty();
        for (ConfigObject file : files) {
            all = all.withFallback(file);
        }
        return new Reference(all.root(), files);
    }

    static Reference load(Class<?> owner, String name) {
        return new Reference(parse(owner.getResource(name), NAME).root());
    }

    private static Config parse(URL file, String name) {
        try (InputStream in = file.openStream();
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(reader, OPTIONS.setOriginDescription(name));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read from the class path", e);
        }
    }

    /** As origins are told: {@code reference.conf}, {@code reference.conf of clips}. */
    private static String name(URL file) {
        String[] names = file.getPath().split("/");
        boolean own = names[names.length - 1].equals(NAME);
        URL top = Reference.class.getResource("/" + NAME);
        if (own && file.getPath().equals(top.getPath())) {
            return NAME;
        }
        return NAME + " of " + (own ? names[names.length - 2] : "runs");
    }

    static Reference parse(Reader reader) {
        return new Reference(ConfigFactory.parseReader(reader, OPTIONS).root());
    }

    ConfigObject root() {
        return root;
    }

    /** The entries of a section of it, in the order of the files. */
    List<Map.Entry<String, ConfigValue>> entries(ConfigObject section, String path) {
        List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(section.entrySet());
        entries.sort(Comparator.comparing(entry -> places.get(Tree.child(path, entry.getKey()))));
        return entries;
    }

    /** Paths of all values and maps, in the order of the file. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    ConfigValue value(String path) {
        return Tree.at(root, path);
    }

    Kind kind(String path) {
        ConfigValue value = path.isEmpty() ? root : value(path);
        if (value == null) {
            return Kind.UNKNOWN;
        }
        if (value instanceof ConfigObject object) {
            return object.isEmpty() ? Kind.MAP : Kind.SECTION;
        }
        return Kind.VALUE;
    }

    boolean optional(String path) {
        return value(path).valueType() == ConfigValueType.NULL;
    }

    boolean allowsAuto(String path) {
        return "auto".equals(value(path).unwrapped());
    }

    boolean isList(String path) {
        return kind(path) == Kind.VALUE && value(path).valueType() == ConfigValueType.LIST;
    }

    /** {@code " - did you mean ...?"}: a sibling of the unknown key, else a key of any section, else all siblings. */
    String suggestion(String parent, String unknown) {
        List<String> siblings = siblings(parent);
        String sibling = Spelling.nearest(unknown, siblings);
        String nearest = sibling != null ? sibling : elsewhere(Tree.child(parent, unknown), unknown);
        return nearest == null ? " - there is " + String.join(", ", siblings) : Spelling.hint(nearest);
    }

    private String elsewhere(String path, String unknown) {
        for (String key : keys) {
            if (last(key).equals(unknown)) {
                return key;
            }
        }
        return Spelling.nearest(path.replace("\"", ""), keys);
    }

    private List<String> siblings(String parent) {
        ConfigValue section = parent.isEmpty() ? root : value(parent);
        return section instanceof ConfigObject object
                ? entries(object, parent).stream().map(Map.Entry::getKey).toList()
                : List.of();
    }

    private static String last(String path) {
        List<String> names = ConfigUtil.splitPath(path);
        return names.get(names.size() - 1);
    }

    private void collect(ConfigObject section, String path) {
        for (Map.Entry<String, ConfigValue> entry : entries(section, path)) {
            String key = Tree.child(path, entry.getKey());
            if (entry.getValue() instanceof ConfigObject object && !object.isEmpty()) {
                collect(object, key);
            } else {
                keys.add(key);
            }
        }
    }
}
