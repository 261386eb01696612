package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing outside of the jobs knows one by its name, or by a setting that it alone reads. */
class JobNamesTest {

    private static final Path MAIN = Path.of("src", "main", "java", "io", "millrace");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Resources RESOURCES = new Resources(2, 8L << 30, 1L << 30, Path.of("conf"));

    /** By file: why a job or its setting is named there all the same. */
    private static final Map<String, String> LISTED = Map.of(
            "cli/run/DemoCommand.java", "the demo is what a user would type, and shows two of the jobs",
            "media/onnx/ModelKind.java", "an answer of the hand model is called so, too",
            "media/text/TokenizerFile.java", "the vocabulary is a capability; one job takes it today",
            "media/video/VideoFrames.java", "decoding has settings of its own, whichever job binds them",
            "media/video/DamagedFrames.java", "decoding has settings of its own, whichever job binds them",
            "data/pairs/PairsQuery.java", "manifests are a capability; one job takes them today",
            "data/pairs/TabularPairs.java", "manifests are a capability; one job takes them today");

    @Test
    void shouldNameNoJobInAConstant() throws IOException {
        Set<String> names = new HashSet<>();
        Jobs.all().forEach(job -> names.add(job.name()));
        assertThat(constants(text -> names.contains(text))).isEmpty();
    }

    @Test
    void shouldNameNoSettingOfOneJobInAConstant() throws IOException {
        Set<String> keys = ownKeys();
        assertThat(keys).contains("stages.decode.frames", "model.card", "hands.mode");
        Pattern any = Pattern.compile("(?<![\\w.-])("
                + String.join("|", keys.stream().map(Pattern::quote).toList()) + ")(?![\\w-]|\\.[a-z])");
        assertThat(constants(text -> any.matcher(text).find())).isEmpty();
    }

    /** That one job reads, and no other. */
    private static Set<String> ownKeys() {
        Map<String, Integer> readers = new LinkedHashMap<>();
        for (Job job : Jobs.all()) {
            Configuration configuration = Configuration.load(Layers.of(Path.of("conf", job.name() + ".conf")));
            job.assemble(configuration, RESOURCES);
            configuration.keys().stream()
                    .filter(key -> !configuration.isIdle(key))
                    .forEach(key -> readers.merge(key, 1, Integer::sum));
        }
        Set<String> own = new HashSet<>(readers.keySet());
        own.removeIf(key -> readers.get(key) != 1);
        return own;
    }

    private interface Choice {
        boolean is(String text);
    }

    /** The texts in the sources outside of the jobs; examples in annotations are help. */
    private static List<String> constants(Choice choice) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = MAIN.relativize(file).toString();
                if (name.startsWith("jobs/") || LISTED.containsKey(name)) {
                    continue;
                }
                String text = Files.readString(file).replaceAll("(?m)^\\s*(\\*|//|/\\*\\*).*", "");
                text = text.replaceAll("(?s)header = \\{.*?\\n        \\}", "");
                Matcher literal = LITERAL.matcher(text);
                while (literal.find()) {
                    if (choice.is(literal.group(1))) {
                        found.add(name + ": " + literal.group(1));
                    }
                }
            }
        }
        return found;
    }
}
