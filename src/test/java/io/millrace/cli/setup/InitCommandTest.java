package io.millrace.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.option.JobOptions;
import io.millrace.run.JobSetup;
import io.millrace.run.process.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "clips, source.pairs, decode, align",
        "embed, source.images, infer, transform",
        "landmarks, models.palm.path, track, transform"
    })
    void shouldWriteAFileThatIsAsTheJobIs(String job, String input, String own, String others) throws Exception {
        Path file = init(job);

        String text = Files.readString(file);
        assertThat(text).contains("\n  " + own + " {\n").doesNotContain("\n  " + others + " {\n");
        JobSetup made = JobSetup.recorded(options(file.toString()).request(), List.of());
        JobSetup delivered = JobSetup.recorded(options(job).request(), List.of());
        assertThat(made.job().name()).isEqualTo(job);
        assertThat(made.configuration().origin(input)).startsWith(file.toString());
        assertThat(made.configuration().canonical())
                .isEqualTo(delivered.configuration().canonical());
    }

    /** Taking away the marks of comments must not be an error either. */
    @Test
    void shouldOfferOnlyWhatMayBeSet() throws Exception {
        Path file = init("clips");
        String live = Files.readString(file).replaceAll("(?m)^( *)# ([a-z-]+ = )", "$1$2");
        assertThat(live).isNotEqualTo(Files.readString(file));
        Files.writeString(file, live);

        JobSetup setup = JobSetup.recorded(options(file.toString()).request(), List.of());

        assertThat(setup.configuration().origin("stages.decode.frames")).startsWith(file.toString());
    }

    @Test
    void shouldLeaveAFileThatIsThere() throws Exception {
        Path file = init("clips");

        assertThatThrownBy(() -> init("clips")).isInstanceOf(Refusal.class).hasMessageContaining("--force");
        InitCommand again = command("embed", file);
        again.force = true;
        again.call();
        assertThat(Files.readString(file)).contains("job = \"embed\"");
    }

    private Path init(String job) throws Exception {
        Path file = folder.resolve("my.conf");
        command(job, file).call();
        return file;
    }

    private static InitCommand command(String job, Path file) {
        InitCommand command = new InitCommand();
        command.job = job;
        command.file = file;
        return command;
    }

    private static JobOptions options(String job) {
        JobOptions options = new JobOptions();
        options.job = job;
        return options;
    }
}
