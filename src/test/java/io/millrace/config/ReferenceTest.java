package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTest {

    private final Reference reference = Reference.load();

    @Test
    void shouldExplainEveryKey() {
        assertThat(reference.keys()).isNotEmpty().allSatisfy(key -> assertThat(
                        String.join(" ", reference.value(key).origin().comments()))
                .as(key)
                .hasSizeGreaterThan(15));
    }

    @Test
    void shouldGiveTheFormulaOfEveryAuto() {
        assertThat(reference.keys().stream().filter(reference::allowsAuto))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(
                                String.join(" ", reference.value(key).origin().comments()))
                        .as(key)
                        .contains("auto"));
    }

    @Test
    void shouldGiveEveryKeyItsOwnVariable() {
        assertThat(reference.keys().stream().map(EnvironmentNames::name)).doesNotHaveDuplicates();
        EnvironmentNames names = new EnvironmentNames(reference);
        assertThat(reference.keys()).allSatisfy(key -> {
            assertThat(names.key(EnvironmentNames.name(key))).isEqualTo(key);
            assertThat(names.key("CONFIG_FORCE_" + key.replace("-", "__").replace(".", "_")))
                    .isEqualTo(key);
        });
    }

    @Test
    void shouldListEveryKeyWithItsDefaultInTheDocument() throws IOException {
        String document = unquoted(Files.readString(Path.of("src", "docs", "configuration.md")));

        assertThat(reference.keys()).allSatisfy(key -> assertThat(document)
                .contains(unquoted(
                        "| `" + key + "` | `" + reference.value(key).render(ConfigRenderOptions.concise()) + "` |")));
    }

    private static String unquoted(String text) {
        return text.replaceAll("[\" ]", "");
    }

    @Test
    void shouldAcceptTheClipsFile() {
        Configuration configuration = Configuration.load(Layers.of(Path.of("conf", "clips.conf")));

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.origin("stages.decode.frames")).matches("conf.clips\\.conf: \\d+");
    }

    @Test
    void shouldNameTheKeyWhenTheFileOfAVariableIsWrong() {
        Map<String, String> environment = Map.of("MILLRACE_STAGES_DECODE_WOKERS", "4");
        Layers layers = new Layers(null, null, environment, List.of(), List.of());

        assertThat(Configuration.load(layers).problems())
                .containsExactly(new Problem(
                        "environment MILLRACE_STAGES_DECODE_WOKERS",
                        "unknown key - did you mean 'MILLRACE_STAGES_DECODE_WORKERS'?"));
    }
}
