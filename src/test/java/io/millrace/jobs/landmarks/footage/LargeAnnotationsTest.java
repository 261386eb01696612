package io.millrace.jobs.landmarks.footage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process with less heap than the annotations have bytes; perf/cases/annotations does the same with 500 MB. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LargeAnnotationsTest {

    private static final int COUNT = 15_000;
    private static final int ENTRY_BYTES = 6000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LargeAnnotations.Form.class)
    void shouldListAllWithLessHeapThanTheyAreLarge(LargeAnnotations.Form form) throws Exception {
        Path file = LargeAnnotations.write(folder, form, COUNT, ENTRY_BYTES);
        assertThat(Files.size(file)).isGreaterThan(80_000_000);
        Path frames = folder.resolve("frames");
        for (int i = 0; i < 200; i++) {
            Path video = Files.createDirectories(frames.resolve(LargeAnnotations.id(i)));
            Files.createFile(video.resolve("1.jpg"));
        }

        assertThat(list(file, frames))
                .startsWith("annotations=15000 without-video=14800 unannotated=0 items=15000 characters=");
    }

    private String list(Path file, Path frames) throws Exception {
        Path output = folder.resolve("output");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-Xmx48m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(ChildJvm.QUIET);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LargeAnnotations.class.getName()));
        command.addAll(List.of(file.toString(), frames.toString(), temporary.toString(), "64"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
