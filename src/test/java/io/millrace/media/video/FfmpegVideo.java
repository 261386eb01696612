package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Videos that the ffmpeg program makes, for encoders that the bundled libraries lack; tests are skipped by name
 * without.
 */
final class FfmpegVideo {

    private FfmpegVideo() {}

    static boolean present() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, "ffmpeg"))) {
                return true;
            }
        }
        return false;
    }

    /** A test picture of {@code frames} frames of {@code size}, coded as {@code options} say, blank-separated. */
    static Path write(Path file, String size, int frames, String options) throws IOException, InterruptedException {
        assumeTrue(present(), "needs the ffmpeg program");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i"));
        command.add("testsrc2=size=" + size + ":rate=25");
        command.addAll(List.of("-frames:v", "" + frames, "-pix_fmt", "yuv420p"));
        command.addAll(List.of(options.split(" ")));
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ffmpeg ends").isTrue();
        assumeTrue(process.exitValue() == 0, "needs an ffmpeg program with the encoder: " + options);
        return file;
    }
}
