package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Python with NumPy, to read what we write; warnings are errors. A test that needs one is skipped by name
 * without.
 */
public record Python(String program) {

    public static Python withNumpy() throws Exception {
        for (String program : List.of("/usr/bin/python3", "python3")) {
            if (new Python(program).exit(List.of("-c", "import numpy"), null) == 0) {
                return new Python(program);
            }
        }
        assumeTrue(false, "needs a Python with numpy");
        return null;
    }

    /** Fails with what it said if it ends otherwise than well. */
    public void check(String code, String... arguments) throws Exception {
        Path said = Files.createTempFile("python-", ".log");
        try {
            List<String> words = new ArrayList<>(List.of("-W", "error", "-c", code));
            words.addAll(List.of(arguments));
            int exit = exit(words, said);
            assertThat(exit).as(Files.readString(said, UTF_8)).isZero();
        } finally {
            Files.delete(said);
        }
    }

    private int exit(List<String> arguments, Path said) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        said == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(said.toFile()));
        try {
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
