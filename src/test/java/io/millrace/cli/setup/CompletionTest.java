package io.millrace.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.cli.Main;
import io.millrace.run.process.CommandLineWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a shell offers after {@code bin/run}. */
@Timeout(120)
class CompletionTest {

    @TempDir
    private static Path folder;

    private static Path script;

    @BeforeAll
    static void write() throws IOException {
        script = Files.writeString(folder.resolve("completion"), CompletionCommand.script(new Main()));
    }

    @Test
    void shouldOfferVerbsAndJobs() throws Exception {
        assertThat(offered("")).contains("clips", "embed", "run", "plan", "errors", "report", "completion");
        assertThat(offered("er")).containsExactly("errors");
        assertThat(offered("plan", "")).contains("clips", "embed").doesNotContain("errors");
        assertThat(offered("validate", "c")).containsExactly("clips");
    }

    @Test
    void shouldOfferOptionsAndTheirValues() throws Exception {
        assertThat(offered("clips", "--dur")).containsExactly("--durability");
        assertThat(offered("clips", "--durability", "")).containsExactlyInAnyOrder("process", "power");
        assertThat(offered("embed", "--model", "arc")).containsExactly("arcface");
        assertThat(offered("run", "--format", "webd")).containsExactly("webdataset");
        assertThat(offered("clips", "--stale", "")).containsExactlyInAnyOrder("redo", "keep", "fail");
        assertThat(offered("completion", "z")).containsExactly("zsh");
        assertThat(offered("journal", "re")).containsExactly("repair");
    }

    /** A job's input is a file: what the function does not know, the shell looks for. */
    @Test
    void shouldLeaveFilesToTheShell() throws Exception {
        assertThat(offered("clips", "pairs")).isEmpty();
        assertThat(Files.readString(script)).contains("-o default bin/run ./bin/run ");
    }

    @Test
    void shouldBeUnderstoodByZsh() throws Exception {
        assumeTrue(onPath("zsh"), "there is no zsh on the PATH");
        assertThat(said(List.of(
                        "zsh",
                        "-fc",
                        "autoload -U +X compinit && compinit -u; autoload -U +X bashcompinit && bashcompinit; source "
                                + script + " && echo ok")))
                .containsExactly("ok");
    }

    private static List<String> offered(String... words) throws Exception {
        assumeTrue(onPath("bash"), "there is no bash on the PATH");
        List<String> typed = new ArrayList<>(List.of("bin/run"));
        typed.addAll(List.of(words));
        String array = typed.stream()
                .map(CommandLineWords::quoted)
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
        String program = "source " + script + "; COMP_WORDS=(" + array + "); COMP_CWORD=" + words.length
                + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; _complete_millrace 2>/dev/null;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        return said(List.of("bash", "--norc", "-c", program)).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> said(List<String> command) throws Exception {
        Path out = Files.createTempFile(folder, "said", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out);
    }

    private static boolean onPath(String name) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
