package io.millrace.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChildJvm;
import io.millrace.Fixtures;
import io.millrace.engine.item.FaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own decodes what native codecs like to complain about: it must neither print nor swell. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class QuietDecodingTest {

    /**
     * The libraries themselves are some 150 MiB; nothing that is fed here has reason to take more than as much again.
     */
    private static final long MOST_BYTES = 600L << 20;

    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void makeFolder() throws Exception {
        input = Files.createDirectory(folder.resolve("in"));
    }

    @Test
    void shouldPrintNothingOverDamagedJpegs() throws Exception {
        byte[] jpeg = SampleImages.encode(".jpg", SampleImages.scene(320, 240));
        for (int i = 0; i < 40; i++) {
            byte[] damaged = jpeg.clone();
            Arrays.fill(damaged, damaged.length / 2 + 20 * i, damaged.length / 2 + 20 * i + 8, (byte) (37 * i));
            SampleImages.write(input.resolve(i + ".jpg"), damaged);
        }

        Child child = decode(input);

        assertThat(child.output()).isEqualTo("System.err is alive\n");
    }

    @Test
    void shouldNeitherPrintNorSwellOverTheOddFixtures() throws Exception {
        Child child = decode(Fixtures.path("images"));

        assertThat(child.output()).isEqualTo("System.err is alive\n");
        assertThat(child.peakBytes()).isLessThan(MOST_BYTES);
    }

    private record Child(String output, long peakBytes) {}

    private Child decode(Path files) throws Exception {
        Path output = folder.resolve("output");
        Path peak = folder.resolve("peak");
        List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-Xmx64m"));
        command.addAll(ChildJvm.QUIET);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Decoding.class.getName()));
        command.addAll(List.of(files.toString(), peak.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "1048576"); // as bin/run does
        Process process = builder.start();
        try {
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return new Child(Files.readString(output), Long.parseLong(Files.readString(peak)));
    }

    /** What the child does: decodes every file below a folder, whatever becomes of it, and writes its own peak. */
    static final class Decoding {

        private Decoding() {}

        public static void main(String[] arguments) throws Exception {
            for (Path file : FixtureImagesTest.files(Path.of(arguments[0]))) {
                decode(file);
            }
            System.err.print("System.err is alive\n");
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    long kibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
                    Files.writeString(Path.of(arguments[1]), Long.toString(kibibytes << 10));
                }
            }
        }

        private static void decode(Path file) throws Exception {
            try {
                Rgb.decoded(file);
            } catch (FaultException e) {
                assert !e.fault().type().isEmpty();
            }
        }
    }
}
