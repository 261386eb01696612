package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX Runtime 1.29 reads the command line of its process with a regular expression, and overflows the stack when it is
 * long. It dies without a word; so does whoever loads it. That nothing is printed is looked at as well.
 */
class LongCommandLineTest {

    private static final int LONG = 16_384;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldLoadAModelWhenTheCommandLineIsLong() throws Exception {
        StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        while (classPath.length() < LONG) {
            classPath
                    .append(File.pathSeparator)
                    .append("no/such/folder/of/a/long/name-")
                    .append(classPath.length());
        }
        Path model = TinyModels.means(folder.resolve("m.onnx"), "n");
        Path said = folder.resolve("said");
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.QUIET);
        command.addAll(List.of("-cp", classPath.toString(), Child.class.getName(), model.toString()));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(child.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).isEqualTo("batch 4\n");
        assertThat(child.exitValue()).isZero();
    }

    /** Opens a model, and fails to open another. */
    public static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            try {
                OnnxModel.open(TinyModels.card(5), Path.of(args[0]), TinyModels.settings(4, Provider.CUDA))
                        .close();
            } catch (ModelException e) {
                // as it should be
            }
            try (OnnxModel model = OnnxModel.open(TinyModels.card(3), Path.of(args[0]), TinyModels.settings(4))) {
                System.out.print("batch " + model.batch() + "\n");
            }
        }
    }
}
