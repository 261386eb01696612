package io.millrace.run.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.option.JobOptions;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.engine.journal.Records;
import io.millrace.engine.plan.Plan;
import io.millrace.jobs.Jobs;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.media.onnx.SampleHandModels;
import io.millrace.media.pixel.BufferPool;
import io.millrace.run.JobSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is delivered in conf/ works, and no setting is there for nothing. */
class ConfTest {

    private static final Path CONF = Path.of("conf");

    /** One machine's own, not delivered. */
    private static final String SITE = "site.conf";

    private static final String NONSENSE = "nonsense";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("jobFiles")
    void shouldPlanEachFile(Path file) throws Exception {
        JobOptions options = options(file);
        options.inputs = List.of(input(file).toString());
        if (file.endsWith("landmarks.conf")) {
            nameModels(options);
        }
        JobSetup setup = JobSetup.of(options.request(), List.of());

        try (OpenPhase<?, ?> phase = OpenPhase.of(setup.assembly().first(), setup.output());
                BufferPool pool = new BufferPool(0)) {
            Plan plan = phase.plan(new Phase.Place(pool, setup.output(), false, Records.NONE));

            assertThat(plan.drawing()).startsWith("source");
            assertThat(setup.run().pipeline(plan, Installation.resources()).inFlight())
                    .isPositive();
        }
    }

    private Path input(Path file) throws IOException {
        if (file.endsWith("embed.conf")) {
            return Files.createFile(folder.resolve("a.jpg")).getParent();
        }
        if (file.endsWith("landmarks.conf")) {
            Path video = Files.createDirectories(folder.resolve("frames/video"));
            Files.createFile(video.resolve("a.jpg"));
            return video.getParent();
        }
        return Files.writeString(folder.resolve("pairs.json"), "[{\"video\": \"a.mp4\", \"text\": \"a\"}]");
    }

    /** Weights are not delivered. */
    private void nameModels(JobOptions options) throws IOException {
        SampleHandModels models = SampleHandModels.in(folder.resolve("models"));
        options.results.give("--palm-model", models.palm().toString());
        options.results.give("--hand-model", models.hand().toString());
        options.results.sets = models.cards();
    }

    static List<Path> jobFiles() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .filter(file -> !file.endsWith(SITE))
                    .toList();
        }
    }

    @Test
    void shouldHaveAFileForEachJob() throws Exception {
        assertThat(jobFiles())
                .containsAll(Jobs.all().stream()
                        .map(job -> CONF.resolve(job.name() + ".conf"))
                        .toList());
    }

    /** Nonsense is refused or turns up in what the job works with; of a key that nobody reads nobody would notice. */
    @ParameterizedTest
    @MethodSource("keys")
    void shouldReadEachKey(String key) throws Exception {
        assertThat(seen(key + "=" + NONSENSE)).contains(NONSENSE);
    }

    static List<String> keys() {
        return Configuration.load(Layers.NONE).keys().stream()
                .map(key -> key.equals("source.fields") ? key + ".text" : key)
                .toList();
    }

    @Test
    void shouldRefuseAFileForAJobThatThereIsNot() throws Exception {
        Path file = Files.writeString(folder.resolve("a.conf"), "job = " + NONSENSE);

        assertThatThrownBy(() -> JobSetup.of(options(file).request(), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage(file + ": there is no job 'nonsense'; the jobs are clips, embed, landmarks");
    }

    /** By any of the jobs: each has keys that no other reads. */
    private static String seen(String setting) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (Path file : jobFiles()) {
            seen.append(seen(file, setting)).append('\n');
        }
        return seen.toString();
    }

    private static String seen(Path file, String setting) {
        try {
            JobOptions options = options(file);
            options.results.sets = List.of(setting);
            JobSetup setup = JobSetup.of(options.request(), List.of());
            return setup.assembly() + " " + setup.run();
        } catch (Refusal e) {
            return e.getMessage();
        }
    }

    private static JobOptions options(Path file) {
        JobOptions options = new JobOptions();
        options.job = file.toString();
        return options;
    }
}
