package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.media.BufferPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipsJobTest {

    private static final Path CODE = Path.of("src/main/java/io/millrace/job/ClipsJob.java");
    private static final Resources RESOURCES = new Resources(4, 2L << 30, 400L << 20);

    @TempDir
    private Path folder;

    @Test
    void shouldBeAsItIsDrawn() throws Exception {
        assertThat(stages(drawing())).isEqualTo(stages(planned())).hasSize(5);
    }

    @Test
    void shouldGiveWorkersToStagesThatItHas() throws Exception {
        assertThat(stages(planned())).containsAll(new ClipsJob().heavyStages());
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
        Configuration configuration = Configuration.load(new Layers(
                Path.of("conf", "clips.conf"),
                null,
                Map.of(),
                List.of("source.pairs=\"" + manifest + "\""),
                List.of()));
        Assembly clips = new ClipsJob().assemble(configuration, RESOURCES);
        configuration.check();
        try (BufferPool pool = new BufferPool(0);
                var source = clips.openSource()) {
            return clips.plan(source, pool, folder, false).drawing();
        }
    }

    /** The names in a drawing, without links and workers. */
    private static List<String> stages(String drawing) {
        return Stream.of(drawing.split(" --\\d*-*> "))
                .map(stage -> stage.split(" ")[0])
                .toList();
    }
}
