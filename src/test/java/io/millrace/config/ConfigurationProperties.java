package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ConfigurationProperties {

    private static final Reference REFERENCE = Reference.load();

    @Property(tries = 200)
    void renderedSettingsLoadAsTheSameSettings(
            @ForAll("text") String pairs, @ForAll("text") String column, @ForAll("text") String fault)
            throws IOException {
        List<String> sets = List.of(
                "source.pairs=" + ConfigUtil.quoteString(pairs),
                "source.fields={" + ConfigUtil.quoteString(column + "x") + ":" + ConfigUtil.quoteString(fault) + "}",
                "errors.retry.on=[" + ConfigUtil.quoteString(fault) + "," + ConfigUtil.quoteString(column) + "]");
        Configuration original = load(new Layers(null, null, Map.of(), sets, List.of()));

        Configuration again = reload(original.render());

        assertThat(original.problems()).isEmpty();
        assertThat(again.problems()).isEmpty();
        assertThat(again.render()).isEqualTo(original.render());
        assertThat(values(again)).isEqualTo(values(original));
        assertThat(values(reload(original.renderWithOrigins()))).isEqualTo(values(original));
    }

    @Property(tries = 500)
    void oneTypingMistakeFindsTheKeyAgain(
            @ForAll("keys") String key,
            @ForAll @IntRange(max = 3) int kind,
            @ForAll int place,
            @ForAll("letters") char c) {
        List<String> names = ConfigUtil.splitPath(key);
        String name = names.get(names.size() - 1);
        String parent = names.size() == 1 ? "" : ConfigUtil.joinPath(names.subList(0, names.size() - 1));
        String typo = mistype(name, kind, Math.floorMod(place, name.length()), c);
        String path = Tree.child(parent, typo);
        if (REFERENCE.kind(path) != Reference.Kind.UNKNOWN || name.length() < 4) {
            return;
        }

        List<Problem> problems = load(new Layers(null, null, Map.of(), List.of(path + "=1"), List.of()))
                .problems();

        assertThat(problems).hasSize(1);
        assertThat(problems)
                .isSubsetOf(oneEditAway(typo, parent).stream()
                        .map(near -> new Problem("--set", "unknown key '" + path + "' - did you mean '" + near + "'?"))
                        .toList());
    }

    /** The key itself, and seldom a sibling that the same mistake could have come from. */
    private static List<String> oneEditAway(String typo, String parent) {
        ConfigObject section = parent.isEmpty() ? REFERENCE.root() : (ConfigObject) REFERENCE.value(parent);
        return section.keySet().stream()
                .filter(sibling -> Spelling.distance(typo, sibling) <= 1)
                .toList();
    }

    @Property
    void sizesReadWhatTheyWrite(@ForAll @LongRange(min = 0) long bytes) {
        assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
    }

    @Property
    void durationsAreExact(@ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long nanos) {
        assertThat(Durations.parse(nanos + "ns")).isEqualTo(Duration.ofNanos(nanos));
        assertThat(Durations.parse(nanos / 1000 + "." + String.format("%03d", nanos % 1000) + " us"))
                .isEqualTo(Duration.ofNanos(nanos));
    }

    @Property
    void distanceIsSymmetricAndZeroOnlyForEquals(@ForAll("words") String a, @ForAll("words") String b) {
        assertThat(Spelling.distance(a, b)).isEqualTo(Spelling.distance(b, a));
        assertThat(Spelling.distance(a, b) == 0).isEqualTo(a.equals(b));
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.of("true", "null", "64MiB", "1e5", "on", "include", "# no", "${x}", "a // b", "10s", "-"));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withChars("abc").ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(REFERENCE.keys());
    }

    @Provide
    Arbitrary<Character> letters() {
        return Arbitraries.chars().range('a', 'z');
    }

    private static String mistype(String name, int kind, int at, char c) {
        StringBuilder typo = new StringBuilder(name);
        switch (kind) {
            case 0 -> typo.deleteCharAt(at);
            case 1 -> typo.insert(at, c);
            case 2 -> typo.setCharAt(at, c);
            default -> typo.insert(at == 0 ? 1 : at - 1, typo.charAt(at)).deleteCharAt(at == 0 ? 0 : at + 1);
        }
        return typo.toString();
    }

    private static List<Object> values(Configuration configuration) {
        List<Object> values = new ArrayList<>();
        configuration.keys().forEach(key -> values.add(configuration.value(key).unwrapped()));
        return values;
    }

    private static Configuration reload(String text) throws IOException {
        Path file = Files.createTempFile("millrace", ".conf");
        try {
            return load(Layers.of(Files.writeString(file, text)));
        } finally {
            Files.delete(file);
        }
    }

    private static Configuration load(Layers layers) {
        Configuration configuration = Configuration.load(layers, REFERENCE);
        REFERENCE.keys().forEach(configuration::isBound);
        return configuration;
    }
}
