package io.millrace.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.cli.Main;
import io.millrace.run.Probe;
import io.millrace.run.process.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ManPageTest {

    @TempDir
    private Path folder;

    @Test
    void shouldHaveEveryVerbEveryExitCodeAndNoHiddenOption() {
        String page = ManPage.of(Main.commandLine());

        assertThat(Main.allVerbs())
                .isEqualTo(Main.commandLine().getSubcommands().keySet());
        Main.allVerbs().forEach(verb -> assertThat(page).contains(".SS \"bin/run " + verb));
        for (ExitCode code : ExitCode.values()) {
            assertThat(page).contains(".B \"" + code.code() + "\"\n");
        }
        assertThat(page)
                .contains(".B \"\\-\\-max\\-errors N|P%\"", ".SH EXIT STATUS")
                .doesNotContain("checkpoint\\-file", Probe.OPTION.replace("-", "\\-"), "%%");
    }

    @Test
    void shouldBeReadWithoutAWarning() throws Exception {
        Path page = Files.writeString(folder.resolve("millrace.1"), ManPage.of(Main.commandLine()));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "there is no groff");
        Path said = folder.resolve("said");
        Process groff = new ProcessBuilder(List.of("groff", "-man", "-Tutf8", "-ww", "-z", page.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(groff.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).isEmpty();
    }
}
