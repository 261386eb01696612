package io.millrace.cli;

import io.millrace.ChildJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The class archive that {@code bin/run} makes behind a build of its own and {@code mvn package} does not: with it each
 * of the many processes of the tests starts with a third less processor time. Without it they start as well.
 */
final class KeptClasses {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path JAR = TARGET.resolve("millrace.jar");
    private static final int MOST_SECONDS = 120;

    private static boolean there;

    private KeptClasses() {}

    /** Once for all processes that run tests. */
    static synchronized void make() throws IOException {
        if (there) {
            return;
        }
        there = true;
        try (FileChannel file = FileChannel.open(
                        TARGET.resolve(".classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            Path release = Path.of(System.getProperty("java.home"), "release");
            if (!lock.isValid() || !Files.isReadable(release) || !Files.exists(JAR)) {
                return;
            }
            Path archive = TARGET.resolve("classes-" + checksum(release) + ".jsa");
            if (!Files.exists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(JAR)) <= 0) {
                make(archive);
            }
        }
    }

    private static void make(Path archive) throws IOException {
        Path folder = Files.createTempDirectory(TARGET, "training.");
        Path made = folder.resolve("jsa");
        Process demo = new ProcessBuilder(List.of(
                        ChildJvm.java(),
                        "@conf/jvm.options",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:cds*=off",
                        "-XX:ArchiveClassesAtExit=" + made,
                        "-Dmillrace.home=" + TARGET.getParent(),
                        "-cp",
                        JAR.toString(),
                        "io.millrace.cli.Main",
                        "demo",
                        "--output",
                        folder.resolve("demo").toString()))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (demo.waitFor(MOST_SECONDS, TimeUnit.SECONDS) && demo.exitValue() == 0 && Files.exists(made)) {
                Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            demo.destroyForcibly();
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** As {@code bin/run} calls the archive. */
    private static String checksum(Path file) throws IOException {
        Process process =
                new ProcessBuilder("cksum").redirectInput(file.toFile()).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[0];
    }
}
