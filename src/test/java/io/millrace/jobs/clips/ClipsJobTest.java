package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigException;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.engine.journal.Records;
import io.millrace.engine.output.DerivedFile;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.jobs.Resources;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.sample.SampleVocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipsJobTest {

    private static final Path CODE = Path.of("src/main/java/io/millrace/jobs/clips/ClipsJob.java");
    private static final Resources RESOURCES = new Resources(4, 2L << 30, 400L << 20, Path.of("conf"));

    @TempDir
    private Path folder;

    @Test
    void shouldBeAsItIsDrawn() throws Exception {
        assertThat(stages(drawing())).isEqualTo(stages(planned())).hasSize(5);
    }

    @Test
    void shouldGiveWorkersToStagesThatItHas() throws Exception {
        assertThat(stages(planned()))
                .containsAll(new ClipsJob().profile().stages().heavy());
    }

    @Test
    void shouldSayWhatALoaderWillMissWhenTheFormatHasOne() throws Exception {
        assertThat(notices("", "stages.decode.frames=24"))
                .contains("stages.decode.frames = 24: CLIP4MC's loader takes 16 frames");
        assertThat(notices("", "stages.decode.frames=32")).noneMatch(notice -> notice.contains("frames"));
        assertThat(notices("", "output.format=npy", "stages.decode.frames=24"))
                .noneMatch(notice -> notice.contains("frames"));
    }

    @Test
    void shouldSayThatThereIsNoTokenizerWhenSomethingIsWritten() throws Exception {
        String notice = "no tokenizer: texts are written without tokens; name CLIP's vocabulary with --tokenizer"
                + " (stages.transform.tokenizer)";

        assertThat(notices("")).contains(notice);
        assertThat(notices("", "output.format=npy")).contains(notice);
        assertThat(notices("", "output.format=null")).isEmpty();
        assertThat(notices("", "stages.transform.tokenizer=t.json")).doesNotContain(notice);
    }

    @Test
    void shouldCountEntriesWithoutSizeAmongThoseThatAreRun() throws Exception {
        String rest = " entries have no size: [0.0] is written for them";

        assertThat(notices(", \"size\": [1, 2]")).containsOnlyOnce("1 of 3" + rest);
        assertThat(notices("")).containsOnlyOnce("no entry has a size: [0.0] is written for each");
        assertThat(notices(", \"size\": 3", "source.only=a")).noneMatch(notice -> notice.contains("size"));
        assertThat(notices(", \"size\": 3", "source.only=c"))
                .contains("no entry has a size: [0.0] is written for each");
    }

    /** Of three entries: {@code a} and {@code b} have {@code more}, {@code c} does not. */
    private List<String> notices(String more, String... sets) throws Exception {
        String entry = "{\"id\": \"%s\", \"video\": \"v.mp4\", \"text\": \"t\"%s}\n";
        String manifest = entry.formatted("a", more) + entry.formatted("b", more) + entry.formatted("c", "");
        List<String> all = new ArrayList<>(List.of(sets));
        all.add("source.pairs=" + Files.writeString(folder.resolve("pairs.jsonl"), manifest));
        Files.write(folder.resolve("t.json"), SampleVocabulary.json(List.of("a dog")));
        all.replaceAll(set -> set.replace("t.json", folder.resolve("t.json").toString()));
        Assembly clips = clips(all.toArray(String[]::new));
        try (OpenPhase<?, ?> phase = OpenPhase.of(clips.first(), folder)) {
            return phase.notices();
        }
    }

    @Test
    void shouldDeriveADataSetWhenTheFormatHasOne() throws Exception {
        assertThat(clips("output.format=clip4mc").derived())
                .extracting(DerivedFile::name)
                .containsExactly("dataset.json");
        assertThat(clips("output.format=npy").derived()).isEmpty();
        assertThat(clips("output.format=null").derived()).isEmpty();
    }

    @Test
    void shouldRefuseRatiosThatAreNoneAtTheirPlace() {
        assertThatThrownBy(() -> clips("output.split.ratios=[0.8, 0.1, 0.2]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set: output.split: ratios = [0.8, 0.1, 0.2]: must be 1 together, not 1.1");
        assertThatThrownBy(() -> clips("output.split.ratios=0.9,0.1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be three numbers, of train, val and test");
    }

    @Test
    void shouldRefuseSeveralWorkersWhereItemsAreWrittenInOrder() {
        assertThatThrownBy(() -> clips("output.format=webdataset", "stages.write.workers=2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stages.write.workers")
                .hasMessageContaining("must be 1: webdataset writes its items in order");
    }

    /** The first line of the drawing above the class. */
    private static String drawing() throws Exception {
        String code = Files.readString(CODE);
        int begin = code.indexOf("<pre>");
        return code.substring(begin, code.indexOf("</pre>", begin))
                .lines()
                .filter(line -> line.contains("-->"))
                .findFirst()
                .orElseThrow()
                .replace("*", "")
                .strip();
    }

    private String planned() throws Exception {
        Path manifest = Files.writeString(folder.resolve("pairs.json"), "[{\"video\": \"a.mp4\", \"text\": \"a\"}]");
        Assembly clips = clips("source.pairs=\"" + manifest + "\"");
        try (BufferPool pool = new BufferPool(0);
                OpenPhase<?, ?> phase = OpenPhase.of(clips.first(), folder)) {
            return phase.plan(new Phase.Place(pool, folder, false, Records.NONE))
                    .drawing();
        }
    }

    private static Assembly clips(String... sets) throws ConfigException {
        Configuration configuration =
                Configuration.load(new Layers(Path.of("conf", "clips.conf"), null, Map.of(), List.of(sets), List.of()));
        Assembly clips = new ClipsJob().assemble(configuration, RESOURCES);
        configuration.check();
        return clips;
    }

    /** The names in a drawing, without links and workers. */
    private static List<String> stages(String drawing) {
        return Stream.of(drawing.split(" --\\d*-*> "))
                .map(stage -> stage.split(" ")[0])
                .toList();
    }
}
