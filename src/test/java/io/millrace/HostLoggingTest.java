package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.pipeline.Ending;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Millrace in a program without Logback, whose own logging stays as it is. */
@Timeout(120)
class HostLoggingTest {

    @TempDir
    private Path folder;

    private Path photos;
    private Path output;

    /** A program that depends on Millrace; what it runs, {@link EmbeddedIT} shows. */
    static final class Host {

        private static final Logger LOG = LoggerFactory.getLogger(Host.class);

        private Host() {}

        public static void main(String[] args) throws InterruptedException {
            Ending ending = EmbeddedIT.run(new ConcurrentHashMap<>());
            LOG.info("{} {}", ending.how(), ending.items().done());
        }
    }

    private record Said(int exit, String text) {}

    @BeforeEach
    void writeInput() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
        output = folder.resolve("out");
        ImageIO.write(
                new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB),
                "png",
                photos.resolve("black.png").toFile());
    }

    /** Any other class could not be loaded without it. */
    @Test
    void shouldNameLogbackInOneClassOnly() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> naming = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("import ch.qos.logback.")) {
                    naming.add(file.getFileName().toString());
                }
            }
            assertThat(naming).containsExactly("LogbackRunLog.java");
        }
    }

    @Test
    void shouldLeaveAHostItsLogging() throws Exception {
        Said said = start(withHostLogging(), Host.class.getName());
        assertThat(said.text()).contains("host INFO COMPLETED 1000");
        assertThat(said.exit()).isZero();
    }

    @Test
    void shouldGiveTheLogOfARunToTheHost() throws Exception {
        Said said =
                start(withHostLogging(), "io.millrace.cli.Main", "embed", photos.toString(), "--output", "" + output);
        assertThat(said.text())
                .contains("host INFO io.millrace.HostLogging$Loggers takes the log of this run; there is no ")
                .doesNotContain("NoClassDefFoundError");
        assertThat(said.exit()).isZero();
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("summary.json")
                    .doesNotContain("run.log");
        }
    }

    @Test
    void shouldRunWhereNobodyLogs() throws Exception {
        Said said = start(withoutLogback(), Host.class.getName());
        assertThat(said.text()).doesNotContain("NoClassDefFoundError");
        assertThat(said.exit()).isZero();
    }

    /** What was asked for and cannot be had is refused, not left out. */
    @Test
    void shouldRefuseALogFileThatOnlyLogbackCouldWrite() throws Exception {
        Said said = start(
                withHostLogging(),
                "io.millrace.cli.Main",
                "embed",
                photos.toString(),
                "--output",
                "" + output,
                "--log-file",
                folder.resolve("my.log").toString());
        assertThat(said.text())
                .contains("this program logs through io.millrace.HostLogging$Loggers, not through Logback");
        assertThat(said.exit()).isEqualTo(74);
        assertThat(folder.resolve("my.log")).doesNotExist();
    }

    private static Said start(String classPath, String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ChildJvm.java());
        command.add("@" + Path.of("conf", "jvm.options"));
        command.add("-Xmx256m");
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(program));
        Path said = Files.createTempFile("host", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Said(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            Files.delete(said);
        }
    }

    private String withHostLogging() throws IOException {
        Path services = Files.createDirectories(folder.resolve("host/META-INF/services"));
        Files.writeString(
                services.resolve("org.slf4j.spi.SLF4JServiceProvider"),
                HostLogging.class.getName(),
                StandardCharsets.UTF_8);
        return folder.resolve("host") + File.pathSeparator + withoutLogback();
    }

    /** The class path of the tests; as a host's, it has no Logback. */
    private static String withoutLogback() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String rest = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback-"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(rest).isNotEqualTo(all);
        return rest;
    }
}
