package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final String REFERENCE =
            """
            job = clips
            stages {
              decode {
                workers = auto
                frames = 16
                filter = linear
                ratio = 0.5
                timeout = 30s
                size = "160x256"
                exact = true
              }
            }
            memory { limit = auto, spill = 1GiB }
            source { pairs = null, limit = 0, fields {} }
            output { format = npy }
            retry { on = [A, B] }
            store { url = null, password = null, api-token = null, tokenizer = null }
            """;

    enum Filter {
        LINEAR,
        PILLOW_BICUBIC
    }

    enum Format {
        NPY,
        NULL
    }

    record Size(int height, int width) {
        static Size parse(String text) {
            String[] sides = text.split("x");
            if (sides.length != 2) {
                throw new IllegalArgumentException("must be height x width, such as 160x256");
            }
            return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
        }
    }

    record Decode(
            @Range(min = 1, max = 64) Auto workers,
            @ChangesResults @Range(min = 1, max = 100) int frames,
            @ChangesResults Filter filter,
            @ChangesResults double ratio,
            @Range(min = 1) Duration timeout,
            @ChangesResults Size size,
            boolean exact) {}

    record Stages(Decode decode) {}

    record Memory(ByteSize limit, @ChangesResults @Range(max = 1L << 40) ByteSize spill) {}

    record Source(Path pairs, int limit, @ChangesResults Map<String, String> fields) {
        Source {
            if (pairs != null && limit == 13) {
                throw new IllegalArgumentException("13 is unlucky");
            }
        }
    }

    record Output(Format format) {}

    record Retry(List<String> on) {}

    @TempDir
    Path folder;

    @Test
    void shouldBindDefaultsWhenThereAreNoLayers() throws Exception {
        Configuration configuration = load(Layers.NONE);

        Decode decode = configuration.bind("stages", Stages.class).decode();
        Source source = configuration.bind("source", Source.class);
        Memory memory = configuration.bind("memory", Memory.class);
        Retry retry = configuration.bind("retry", Retry.class);
        configuration.check();

        assertThat(decode)
                .isEqualTo(new Decode(
                        Auto.AUTO, 16, Filter.LINEAR, 0.5, Duration.ofSeconds(30), new Size(160, 256), true));
        assertThat(source).isEqualTo(new Source(null, 0, Map.of()));
        assertThat(memory).isEqualTo(new Memory(ByteSize.AUTO, new ByteSize(1L << 30)));
        assertThat(retry.on()).containsExactly("A", "B");
    }

    @Test
    void shouldLetTheLaterLayerWinAndNameItsOrigin() throws Exception {
        Path job = write("clips.conf", "stages.decode { workers = 1, frames = 1 }\nsource.limit = 1\nretry.on = [C]");
        Path site = write("site.conf", "stages.decode { frames = 2 }\nsource.limit = 2");
        Layers layers = new Layers(
                job,
                site,
                Map.of("MILLRACE_SOURCE_LIMIT", "3", "CONFIG_FORCE_memory_spill", "3KiB", "HOME", "/root"),
                List.of("memory.spill=4KiB", "output.format=npy"),
                List.of(
                        new Layers.Flag("--format", "output.format", "null"),
                        new Layers.Flag("--pairs", "source.pairs", "null")));
        Configuration configuration = load(layers);

        Decode decode = configuration.bind("stages.decode", Decode.class);
        Source source = configuration.bind("source", Source.class);
        Memory memory = configuration.bind("memory", Memory.class);
        Output output = configuration.bind("output", Output.class);
        configuration.check();

        assertThat(decode.workers()).isEqualTo(new Auto(1));
        assertThat(decode.frames()).isEqualTo(2);
        assertThat(source.limit()).isEqualTo(3);
        assertThat(memory.spill()).isEqualTo(new ByteSize(4096));
        assertThat(output.format()).isEqualTo(Format.NULL);
        assertThat(source.pairs()).as("a file that is called null").isEqualTo(Path.of("null"));
        assertThat(configuration.origin("stages.decode.workers")).isEqualTo(job + ": 1");
        assertThat(configuration.origin("stages.decode.frames")).isEqualTo(site + ": 1");
        assertThat(configuration.origin("source.limit")).isEqualTo("environment MILLRACE_SOURCE_LIMIT");
        assertThat(configuration.origin("memory.spill")).isEqualTo("--set");
        assertThat(configuration.origin("output.format")).isEqualTo("flag --format");
        assertThat(configuration.origin("stages.decode.ratio")).isEqualTo("reference.conf: 7");
    }

    @Test
    void shouldReportEverythingAtOnceWhenMuchIsWrong() throws IOException {
        Path job = write(
                "clips.conf",
                """
                stages {
                  decode {
                    wokers = 4
                    frames = 0
                    filter = linaer
                    timeout = 5
                    size = 160
                    exact = perhaps
                  }
                  infer.workers = 2
                }
                memory.spill = auto
                """);
        Configuration configuration = load(
                new Layers(job, null, Map.of("MILLRACE_SORCE_LIMIT", "3"), List.of("source.limit=many"), List.of()));

        configuration.bind("stages", Stages.class);
        configuration.bind("source", Source.class);
        configuration.bind("memory", Memory.class);

        assertThat(messages(configuration))
                .containsExactly(
                        "environment MILLRACE_SORCE_LIMIT: unknown key - did you mean 'MILLRACE_SOURCE_LIMIT'?",
                        job + ": 3: unknown key 'stages.decode.wokers' - did you mean 'workers'?",
                        job + ": 10: unknown key 'stages.infer' - there is decode",
                        job + ": 4: stages.decode.frames = 0: must be between 1 and 100",
                        job + ": 5: stages.decode.filter = linaer: must be one of linear, pillow-bicubic"
                                + " - did you mean 'linear'?",
                        job + ": 6: stages.decode.timeout = 5: must be a duration with a unit:"
                                + " ns, us, ms, s, m, h, d",
                        job + ": 7: stages.decode.size = 160: must be height x width, such as 160x256",
                        job + ": 8: stages.decode.exact = perhaps: must be true or false",
                        "--set: source.limit = many: must be a whole number",
                        job + ": 12: memory.spill = auto: must be given: there is no 'auto' for this key");
        assertThatThrownBy(configuration::check)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("clips.conf: 3: unknown key")
                .hasMessageContaining("--set: source.limit");
    }

    @Test
    void shouldSuggestAKeyOfAnotherSectionWhenNoSiblingIsNear() throws IOException {
        assertThat(messages(load(Layers.of(write("a.conf", "workers = 4")))))
                .singleElement()
                .asString()
                .endsWith("a.conf: 1: unknown key 'workers' - did you mean 'stages.decode.workers'?");
    }

    @Test
    void shouldRefuseAValueForASectionAndASectionForAValue() throws IOException {
        Path job = write("a.conf", "stages.decode = 5\nsource.limit { a = 1 }\nsource.fields = text");

        assertThat(messages(load(Layers.of(job))))
                .containsExactly(
                        job + ": 1: 'stages.decode' is a section: set one of its keys, such as 'stages.decode.workers'",
                        job + ": 2: 'source.limit' takes a value, not a section",
                        job + ": 3: 'source.fields' must be a map such as { name = value }");
    }

    @Test
    void shouldNameFileAndLineWhenHoconIsMalformed() throws IOException {
        Path job = write("a.conf", "job = clips\nstages {\n  decode { frames = 16 \n");

        assertThat(messages(load(Layers.of(job)))).singleElement().asString().startsWith(job + ": 4: ");
    }

    @Test
    void shouldSayThatThereIsNoFileWhenTheJobsFileIsMissing() {
        Path job = folder.resolve("none.conf");

        assertThat(messages(load(Layers.of(job)))).containsExactly(job + ": there is no such file");
        assertThat(load(new Layers(null, job, Map.of(), List.of(), List.of())).problems())
                .isEmpty();
    }

    @Test
    void shouldReadIncludesAndKeepTheirLines() throws Exception {
        Path included = write("more.conf", "\nstages.decode.frames = 8\nstages.decode.framse = 9");
        Path job = write("a.conf", "include required(\"more.conf\")\nsource.limit = 5");

        Configuration configuration = load(Layers.of(job));

        assertThat(configuration.bind("stages.decode", Decode.class)).isNotNull();
        assertThat(configuration.bind("source", Source.class).limit()).isEqualTo(5);
        assertThat(messages(configuration))
                .containsExactly(included + ": 3: unknown key 'stages.decode.framse' - did you mean 'frames'?");
    }

    @Test
    void shouldRefuseAMissingIncludeWithOrWithoutRequired() throws IOException {
        for (String include :
                List.of("include \"none.conf\"", "include required(\"none.conf\")", "include file(\"none.conf\")")) {
            Path job = write("a.conf", include);

            assertThat(messages(load(Layers.of(job))))
                    .as(include)
                    .containsExactly(job + ": include \"none.conf\": there is no such file");
        }
    }

    @Test
    void shouldResolveVariablesAndKeysAndReportWhatIsNotSet() throws Exception {
        Path job = write(
                "a.conf",
                """
                stages.decode.frames = ${FRAMES}
                source.limit = ${stages.decode.frames}
                source.pairs = ${?NOT_THERE}
                stages.decode.ratio = ${NOT_THERE}
                """);
        Configuration configuration = load(new Layers(job, null, Map.of("FRAMES", "7"), List.of(), List.of()));

        Source source = configuration.bind("source", Source.class);
        assertThat(source).isEqualTo(new Source(null, 7, Map.of()));
        assertThat(messages(configuration))
                .containsExactly(job + ": 4: 'stages.decode.ratio' refers to ${NOT_THERE}, which is not set anywhere");

        Configuration wrong = load(new Layers(job, null, Map.of("FRAMES", "700"), List.of(), List.of()));
        wrong.bind("stages.decode", Decode.class);
        assertThat(messages(wrong)).contains(job + ": 1: stages.decode.frames = 700: must be between 1 and 100");
    }

    @Test
    void shouldLookBackToTheLayerBelowWhenAKeyRefersToItself() throws Exception {
        Path job = write("a.conf", "source.limit = ${source.limit}5\nretry.on = ${retry.on} [C]");
        Configuration configuration = load(Layers.of(job));

        assertThat(configuration.bind("source", Source.class).limit()).isEqualTo(5);
        assertThat(configuration.bind("retry", Retry.class).on()).containsExactly("A", "B", "C");
    }

    @Test
    void shouldTakeTextLiterallyFromTheCommandLine() throws Exception {
        Layers layers = new Layers(
                null,
                null,
                Map.of("MILLRACE_RETRY_ON", "X, Y", "MILLRACE_SOURCE_FIELDS_TEXT", "caption"),
                List.of("source.pairs=SELECT a, b FROM 'x' # y", "source.fields.id = my-id", "store.url={", "memory"),
                List.of());
        Configuration configuration = load(layers);

        assertThat(configuration.bind("source", Source.class))
                .isEqualTo(
                        new Source(Path.of("SELECT a, b FROM 'x' # y"), 0, Map.of("text", "caption", "id", "my-id")));
        assertThat(configuration.bind("retry", Retry.class).on()).containsExactly("X", "Y");
        assertThat(messages(configuration)).hasSize(2).allMatch(line -> line.startsWith("--set: "));
    }

    @Test
    void shouldLeaveTheLaunchersVariablesAlone() {
        Map<String, String> environment = Map.of(
                "MILLRACE_JAVA_HOME", "/j", "MILLRACE_OPTS", "-ea", "MILLRACE_MEMORY", "4GiB", "MILLRACE_HOME", "/m");

        assertThat(load(new Layers(null, null, environment, List.of(), List.of()))
                        .problems())
                .isEmpty();
    }

    @Test
    void shouldReportARecordsOwnRefusal() throws IOException {
        Path job = write("a.conf", "\nsource { pairs = x, limit = 13 }");
        Configuration configuration = load(Layers.of(job));

        assertThat(configuration.bind("source", Source.class)).isNull();
        assertThat(messages(configuration)).containsExactly(job + ": 2: source: 13 is unlucky");
    }

    @Test
    void shouldReportAProblemOnceWhenTwoRecordsReadTheKey() throws IOException {
        Configuration configuration = load(Layers.of(write("a.conf", "stages.decode.frames = 0")));

        assertThat(configuration.bind("stages.decode", Decode.class)).isNull();
        assertThat(configuration.bind("stages", Stages.class)).isNull();
        assertThat(configuration.problems()).hasSize(1);
    }

    @Test
    void shouldRefuseNullWhereADefaultExists() throws IOException {
        Path job = write("a.conf", "stages.decode.frames = null");
        Configuration configuration = load(Layers.of(job));
        configuration.bind("stages.decode", Decode.class);

        assertThat(messages(configuration))
                .containsExactly(job + ": 1: stages.decode.frames = null: must have a value");
    }

    @Test
    void shouldGiveTheSameFingerprintHoweverSettingsAreWritten() throws Exception {
        String one = canonical("memory.spill = 64MiB, source.fields { b = 1, a = 2 }, stages.decode.ratio = 1");
        String other = canonical("memory.spill = 65536K, source.fields { a = 2, b = 1 }, stages.decode.ratio = 1.0");

        assertThat(one)
                .isEqualTo(other)
                .isEqualTo(
                        """
                        memory.spill = 64MiB
                        source.fields = {"a" = "2", "b" = "1"}
                        stages.decode.filter = linear
                        stages.decode.frames = 16
                        stages.decode.ratio = 1.0
                        stages.decode.size = Size[height=160, width=256]
                        """);
        assertThat(canonical("stages.decode.frames = 17")).isNotEqualTo(canonical("stages.decode.workers = 17"));
        assertThat(canonical("stages.decode.workers = 17")).isEqualTo(canonical(""));
    }

    @Test
    void shouldRedactSecretsEverywhere() throws IOException {
        Path job = write("a.conf", "store { password = hunter2, api-token = abc, tokenizer = t.json, url = null }");
        Configuration configuration = load(Layers.of(job));
        record Store(@Range(min = 0) int password, String apiToken, String tokenizer) {}
        configuration.bind("store", Store.class);
        configuration.bind("memory", Memory.class);

        assertThat(configuration.renderWithOrigins())
                .contains("password = \"<redacted>\"  # " + job + ": 1")
                .contains("api-token = \"<redacted>\"")
                .contains("tokenizer = \"t.json\"")
                .contains("limit = auto  # reference.conf: 13")
                .doesNotContain("hunter2");
        assertThat(messages(configuration))
                .containsExactly(job + ": 1: store.password = \"<redacted>\": must be a whole number");
    }

    @Test
    void shouldShowWhatIsReadAndNothingElse() throws IOException {
        Configuration configuration = load(Layers.of(write("a.conf", "source.limit = 3, output.format = npy")));
        configuration.bind("output", Output.class);

        assertThat(configuration.render()).isEqualTo("output {\n  format = npy\n}\n");
    }

    /** What is bound as a path, and nothing that only looks like one. */
    @Test
    void shouldMakePathsAbsoluteForAnotherWorkingFolder() throws Exception {
        Path job = write("a.conf", "store { url = \"a/../b.db\", tokenizer = t.json }");
        Configuration configuration = load(Layers.of(job));
        record Store(Path url, String tokenizer) {}
        configuration.bind("store", Store.class);
        configuration.check();

        assertThat(configuration.renderForAnyFolder())
                .contains(
                        "url = \"" + Path.of("b.db").toAbsolutePath() + "\"  # " + job + ": 1\n",
                        "tokenizer = \"t.json\"  # " + job + ": 1\n");
        assertThat(configuration.render()).contains("url = \"a/../b.db\"\n");
    }

    @Test
    void shouldBlameTheProgramWhenARecordHasAKeyThatTheReferenceLacks() {
        record Wrong(int frame) {}

        assertThatThrownBy(() -> load(Layers.NONE).bind("stages.decode", Wrong.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stages.decode.frame");
    }

    private String canonical(String text) throws Exception {
        Configuration configuration = load(Layers.of(write("a.conf", text)));
        configuration.bind("stages", Stages.class);
        configuration.bind("memory", Memory.class);
        configuration.bind("source", Source.class);
        configuration.check();
        return configuration.canonical();
    }

    private static Configuration load(Layers layers) {
        return Configuration.load(layers, Reference.parse(new StringReader(REFERENCE)));
    }

    private static List<String> messages(Configuration configuration) {
        return configuration.problems().stream().map(Problem::toString).toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
