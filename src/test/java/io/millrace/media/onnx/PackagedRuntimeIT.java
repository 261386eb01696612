package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is built, with the native library beside it. */
class PackagedRuntimeIT {

    private static final Path LIB = Path.of("target", "lib");

    @TempDir
    private Path folder;

    /** Unpacking leaves a folder at every start, and all of the library when the process is killed. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldLoadTheLibraryWhereItLies() throws Exception {
        assertThat(LIB.resolve(System.mapLibraryName("onnxruntime"))).isNotEmptyFile();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path model = TinyModels.means(folder.resolve("m.onnx"), "n");
        Path said = folder.resolve("said");

        Process child = new ProcessBuilder(command(temporary, model))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(child.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).isEqualTo("batch 4\n");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private static List<String> command(Path temporary, Path model) {
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.QUIET);
        String classPath = Path.of("target", "millrace.jar") + File.pathSeparator + Path.of("target", "test-classes");
        command.addAll(List.of(
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath,
                LongCommandLineTest.Child.class.getName(),
                model.toString()));
        return command;
    }
}
