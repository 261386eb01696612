package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigException;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.journal.Records;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.jobs.Resources;
import io.millrace.media.onnx.SampleModels;
import io.millrace.media.pixel.BufferPool;
import io.millrace.store.vectors.EmbeddingModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedJobTest {

    private static final Path CODE = Path.of("src/main/java/io/millrace/jobs/embed/EmbedJob.java");

    @TempDir
    private Path folder;

    private String[] cells;

    @BeforeEach
    void makeModel() throws Exception {
        Files.createFile(Files.createDirectory(folder.resolve("photos")).resolve("a.jpg"));
        Path card = SampleModels.card(folder.resolve("cells.conf"));
        Path model = SampleModels.model(folder.resolve("cells.onnx"), 1);
        cells = new String[] {"model.card=" + card, "model.path=" + model};
    }

    @Test
    void shouldBeAsItIsDrawn() throws Exception {
        List<String> drawings = drawings();
        assertThat(drawings).hasSize(2);
        assertThat(stages(drawings.get(0))).isEqualTo(stages(planned(cells))).hasSize(5);
        assertThat(stages(drawings.get(1))).isEqualTo(stages(planned())).hasSize(4);
    }

    @Test
    void shouldGiveWorkersToStagesThatItHas() throws Exception {
        assertThat(stages(planned()))
                .containsAll(new EmbedJob().profile().stages().heavy());
        assertThat(planned("stages.decode.workers=3", "stages.infer.workers=2"))
                .contains("decode x3", "infer x2", "write x1");
    }

    @Test
    void shouldRefuseTwoWriters() {
        assertThatThrownBy(() -> planned("stages.write.workers=2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stages.write.workers")
                .hasMessageContaining("must be 1: one writer at a time has the table");
    }

    @Test
    void shouldRefuseAModelWhereNoneIsUsed() {
        assertThatThrownBy(() -> planned("model.path=some.onnx"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.path")
                .hasMessageContaining("model.card = statistical needs no model; name its card");
    }

    @Test
    void shouldNameItsVectors() throws Exception {
        try (Assembly assembly = assembly()) {
            assertThat(((Searchable) assembly).vectors())
                    .isEqualTo(new EmbeddingModel("statistical", "statistical 1", 512));
        }
        try (Assembly assembly = assembly(cells)) {
            OpenPhase.load(assembly.first());
            EmbeddingModel vectors = ((Searchable) assembly).vectors();
            assertThat(vectors.id()).isEqualTo("cells");
            assertThat(vectors.dimension()).isEqualTo(SampleModels.DIMENSION);
            assertThat(vectors.sha256()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void shouldDependOnTheModelsContentNotOnItsName() throws Exception {
        List<String> before = versions(cells);
        Path other = Files.copy(folder.resolve("cells.onnx"), folder.resolve("other.onnx"));
        assertThat(versions(cells[0], "model.path=" + other)).isEqualTo(before);
        SampleModels.model(other, 2);
        assertThat(versions(cells[0], "model.path=" + other)).isNotEqualTo(before);
        assertThat(before).noneMatch(version -> version.contains("\n")).allMatch(version -> version.contains(" "));
    }

    /** The same weights, but the model is shown other pictures: its vectors are others. */
    @Test
    void shouldDependOnWhatTheCardSays() throws Exception {
        List<String> before = versions(cells);
        Path card = folder.resolve("cells.conf");
        Files.writeString(card, Files.readString(card).replace("mean = [127.5]", "mean = [100]"));
        assertThat(versions(cells)).isNotEqualTo(before);
    }

    /** Those that follow from auto count as those that were asked for: neither makes the other stale. */
    @Test
    void shouldDependOnWhatAutomaticDecodingCameTo() throws Exception {
        assertThat(settings(with("stages.decode.scale=auto")))
                .contains("stages.decode.scale = fast 16\n")
                .isEqualTo(settings(with("stages.decode.scale=fast")))
                .isNotEqualTo(settings(with("stages.decode.scale=exact")));
        assertThat(settings("stages.decode.scale=auto"))
                .contains("stages.decode.scale = exact\n")
                .isEqualTo(settings("stages.decode.scale=exact"));
    }

    @Test
    void shouldDecodeEveryPixelForACardWithAnotherFilter() throws Exception {
        Path card = folder.resolve("cells.conf");
        Files.writeString(card, "align.filter = linear\n", StandardOpenOption.APPEND);
        assertThat(settings(cells)).contains("stages.decode.scale = exact\n");
    }

    @Test
    void shouldSayHowPicturesAreDecodedWhereThatIsNotEveryPixel() throws Exception {
        assertThat(notices(cells))
                .contains("JPEG is decoded at 1/2, 1/4 or 1/8 as long as its shorter side keeps 16 pixels"
                        + " (stages.decode.scale = auto: fast; exact decodes all of them)");
        assertThat(notices(with("stages.decode.scale=fast"))).anyMatch(notice -> notice.contains("scale = fast;"));
        assertThat(notices(with("stages.decode.scale=exact"))).noneMatch(notice -> notice.contains("JPEG"));
        assertThat(notices()).noneMatch(notice -> notice.contains("JPEG"));
    }

    /** Before the output is touched, and as a missing input is. */
    @Test
    void shouldRefuseAModelThatCannotBeUsedWhenTheSourceIsOpened() throws Exception {
        Files.writeString(folder.resolve("cells.onnx"), "no model");
        try (Assembly assembly = assembly(cells)) {
            assertThatThrownBy(() -> OpenPhase.of(assembly.first(), folder))
                    .isInstanceOf(ManifestException.class)
                    .hasMessageContaining("cells.onnx");
        }
    }

    @Test
    void shouldSayHowItsOutputIsLaidOut() throws Exception {
        for (Map.Entry<String, String> layout : Map.of(
                        "duckdb", "vectors in a DuckDB file",
                        "npy", "vectors in NumPy files",
                        "parquet", "vectors in a Parquet file")
                .entrySet()) {
            assertThat(assembly("output.format=" + layout.getKey()).first().layout())
                    .isEqualTo(layout.getValue());
        }
        assertThat(assembly("output.format=null").first().layout()).isEmpty();
    }

    private String[] with(String set) {
        return new String[] {cells[0], cells[1], set};
    }

    private String settings(String... sets) throws Exception {
        Configuration configuration = configuration(sets);
        try (Assembly assembly = assembly(configuration)) {
            assertThat(assembly.resultVersions()).contains("decode 1");
            return configuration.canonical();
        }
    }

    private List<String> notices(String... sets) throws Exception {
        try (Assembly assembly = assembly(sets);
                OpenPhase<?, ?> phase = OpenPhase.of(assembly.first(), folder)) {
            return phase.notices();
        }
    }

    private List<String> versions(String... sets) throws Exception {
        try (Assembly assembly = assembly(sets)) {
            return assembly.resultVersions();
        }
    }

    private String planned(String... sets) throws Exception {
        try (Assembly assembly = assembly(sets);
                OpenPhase<?, ?> phase = OpenPhase.of(assembly.first(), folder);
                BufferPool pool = new BufferPool(0)) {
            return phase.plan(new Phase.Place(pool, folder.resolve("out"), false, Records.NONE))
                    .drawing();
        }
    }

    private Configuration configuration(String... sets) {
        List<String> all = new ArrayList<>(List.of(sets));
        all.add("source.images=" + folder.resolve("photos"));
        return Configuration.load(new Layers(Path.of("conf", "embed.conf"), null, Map.of(), all, List.of()));
    }

    private Assembly assembly(String... sets) throws Exception {
        return assembly(configuration(sets));
    }

    private static Assembly assembly(Configuration configuration) throws Exception {
        Resources resources = new Resources(4, 2L << 30, 400L << 20, Path.of("conf"));
        Assembly assembly = new EmbedJob().assemble(configuration, resources);
        configuration.bind("", Named.class);
        configuration.check();
        return assembly;
    }

    /** The key that the application reads. */
    record Named(String job) {}

    /** Those above the class: with a model, and without. */
    private static List<String> drawings() throws Exception {
        String code = Files.readString(CODE);
        int begin = code.indexOf("<pre>");
        return code.substring(begin, code.indexOf("</pre>", begin))
                .lines()
                .filter(line -> line.contains("-->"))
                .map(line ->
                        line.replace("*", "").replace("without a model", "").strip())
                .toList();
    }

    /** The names in a drawing, without links and workers. */
    private static List<String> stages(String drawing) {
        return Stream.of(drawing.split(" --\\d*-*> "))
                .map(stage -> stage.split(" ")[0])
                .toList();
    }
}
