package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that does not arrive is no success, unless its reader has seen enough. */
@Timeout(300)
class UnwritableOutputIT {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void run() throws Exception {
        assumeTrue(Files.exists(FULL), "needs /dev/full");
        Pairs pairs = new Pairs();
        pairs.add(
                "good",
                SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 96, 64, 8)
                        .file());
        pairs.addBad("bad", folder.resolve("bad.mp4"));
        pairs.write(folder.resolve("pairs.json"));
        assertThat(sh("clips pairs.json --output out --size 48x64 >/dev/null").exit())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal export out", "version", "clips pairs.json --output out --size 48x64"})
    void shouldSayThatTheAnswerIsLost(String words) throws Exception {
        Ended ended = sh(words + " >/dev/full");

        assertThat(ended.exit()).as(ended.said()).isEqualTo(74);
        assertThat(ended.said().lines().filter(line -> line.startsWith("standard output cannot be written: ")))
                .as(ended.said())
                .hasSize(1);
        assertThat(ended.said()).doesNotContain("\tat ", "Exception");
    }

    /** More than a pipe holds, so that its end is noticed. */
    @Test
    void shouldEndQuietlyWhenItsReaderHasSeenEnough() throws Exception {
        Ended ended = sh("man | true; exit \"${PIPESTATUS[0]}\"");

        assertThat(ended.said()).isEmpty();
        assertThat(ended.exit()).isEqualTo(141);
    }

    private record Ended(int exit, String said) {}

    /** With bash, which tells how the first of a pipe ended; what comes is the standard error. */
    private static Ended sh(String words) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "err", "");
        Process process = new ProcessBuilder(
                        List.of("bash", "-c", Path.of("bin", "run").toAbsolutePath() + " " + words))
                .directory(folder.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
    }
}
