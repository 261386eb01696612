package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What bin/run does before Java begins, and that the same program starts without it. Where only the launcher is looked
 * at, a stand-in for java prints what it is started with.
 */
@Timeout(120)
class LauncherIT {

    private static final String JAVA_HOME = "MILLRACE_JAVA_HOME";
    private static final long MIB = 1 << 20;

    /** Instead of java: makes the archive that it is asked for. */
    private static final String KEEPS_CLASSES =
            "for a; do case $a in -XX:ArchiveClassesAtExit=*) : >\"${a#*=}\";; esac; done; printf '%s\\n' \"$@\"";

    @TempDir
    private static Path folder;

    /** A home of Java 17 whose java only says one argument per line. */
    private static Path echo;

    @BeforeAll
    static void makeStandIn() throws IOException {
        echo = javaHome("echo", "printf '%s\\n' \"$@\"");
        Files.writeString(echo.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.9\"\n");
    }

    private static Path javaHome(String name, String script) throws IOException {
        executable(folder.resolve(name).resolve("bin").resolve("java"), script);
        return folder.resolve(name);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldStartThroughSymlinksFromAnywhere() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path first = link(elsewhere.resolve("first"), Path.of("bin", "run").toAbsolutePath());
        Path second = link(folder.resolve("second"), Path.of("else where", "first"));

        BinRun.Ended ended = BinRun.at(second, "version").in(elsewhere).run();
        Files.delete(first);

        checkQuiet(ended);
        assertThat(ended.out()).startsWith("millrace ").hasLineCount(1);
    }

    @Test
    void shouldStartWhenItsOwnFolderHasSpacesInItsName() throws Exception {
        Path home = copy("with spaces");
        Path target = link(home.resolve("target"), Path.of("target").toAbsolutePath());

        BinRun.Ended ended =
                BinRun.at(home.resolve("bin/run"), "validate", "clips").run();
        Files.delete(target);

        checkQuiet(ended);
        assertThat(ended.out()).startsWith(home + "/conf/clips.conf: ok");
    }

    private static Path link(Path link, Path target) throws IOException {
        return Files.createSymbolicLink(link, target);
    }

    @Test
    void shouldSayWhereThereIsNoJava() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        BinRun.Ended ended =
                BinRun.of("version").with(JAVA_HOME, empty.toString()).run();

        checkRefused(
                ended,
                69,
                "bin/run: there is no java in " + empty + "/bin; set MILLRACE_JAVA_HOME to a JDK 17 or newer");
    }

    @Test
    void shouldRefuseAnOldJavaByItsReleaseFile() throws Exception {
        Path old = javaHome("eleven", "exit 1");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.21\"\n");

        BinRun.Ended ended =
                BinRun.of("version").with(JAVA_HOME, old.toString()).run();

        checkRefused(
                ended,
                69,
                "bin/run: " + old + "/bin/java is Java 11; Millrace needs 17 or newer (set MILLRACE_JAVA_HOME)");
    }

    @Test
    void shouldAskJavaItselfWhenThereIsNoReleaseFile() throws Exception {
        Path old = javaHome("ten", "echo 'openjdk version \"10.0.2\" 2018-07-17' >&2");

        BinRun.Ended ended =
                BinRun.of("version").with(JAVA_HOME, old.toString()).run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(69);
        assertThat(ended.err()).contains(" is Java 10; ");
    }

    @Test
    void shouldPassOptionsToTheJvm() throws Exception {
        BinRun.Ended ended = BinRun.of("version", "--help")
                .asForUsers()
                .with("MILLRACE_OPTS", "-XX:+PrintCommandLineFlags -Dmine=1")
                .with("MILLRACE_MEMORY", "2GiB")
                .run();

        checkQuiet(ended);
        assertThat(ended.out()).contains("-XX:MaxHeapSize=" + 2048 * MIB / 5 + " ");
    }

    @Test
    void shouldGiveArgumentsOnAsTheyAre() throws Exception {
        String[] arguments = {"clips", "two words", "*", "$HOME", "it's", "--set", "a=\"b\"", "", "-Xmx1m"};

        List<String> given = javaArguments(BinRun.of(arguments).with("MILLRACE_OPTS", "-Done=1  -Dtwo=2"));

        int main = given.indexOf("io.millrace.cli.Main");
        assertThat(given.subList(main + 1, given.size())).containsExactly(arguments);
        assertThat(given.subList(0, main))
                .containsSubsequence("-Done=1", "-Dtwo=2", "-cp")
                .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Dmillrace.tty=")
                .noneMatch(option -> option.isBlank() || option.startsWith("#"));
    }

    /** A fifth is heap, from 256 MiB to 8 GiB; a quarter of that is young, up to 96 MiB, on machines of any size. */
    @ParameterizedTest
    @CsvSource({
        "640MiB, 671088640, 268435456",
        "1024m, 1073741824, 268435456",
        "08GiB, 8589934592, 1717986918",
        "1073741824, 1073741824, 268435456",
        "10GiB, 10737418240, 2147483648",
        "10 GB, 10000000000, 2000000000",
        "1TiB, 1099511627776, 8589934592"
    })
    void shouldSplitTheMemory(String size, long bytes, long heap) throws Exception {
        assertThat(javaArguments(BinRun.of("plan", "clips", "--memory", size)))
                .contains("-Xmx" + heap, "-Dmillrace.memory=" + bytes, "-XX:MaxDirectMemorySize=" + bytes)
                .contains("-Xms" + 256 * MIB, "-Xmn" + Math.min(heap / 4, 96 * MIB));
    }

    @Test
    void shouldPreferTheFlagForMemoryToTheVariable() throws Exception {
        String gibi = "-Dmillrace.memory=" + 1024 * MIB;

        assertThat(javaArguments(BinRun.of("clips").with("MILLRACE_MEMORY", "1GiB")))
                .contains(gibi);
        assertThat(javaArguments(BinRun.of("clips", "--memory=1GiB").with("MILLRACE_MEMORY", "2GiB")))
                .contains(gibi);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1.5GiB", "4XiB", "-1GiB"})
    void shouldRefuseMemoryThatIsNoSize(String size) throws Exception {
        checkRefused(
                BinRun.of("clips", "--memory", size).run(),
                2,
                "bin/run: --memory " + size + " is not a size; write it like 1536MiB or 4GiB");
    }

    @Test
    void shouldNameTheVariableWhenItsMemoryIsNoSize() throws Exception {
        checkRefused(
                BinRun.of("version").with("MILLRACE_MEMORY", "much").run(),
                2,
                "bin/run: MILLRACE_MEMORY much is not a size; write it like 1536MiB or 4GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"639MiB", "12KiB", "0"})
    void shouldRefuseMemoryThatIsTooLittle(String size) throws Exception {
        BinRun.Ended ended = BinRun.of("clips", "--memory=" + size).run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(2);
        assertThat(ended.err()).startsWith("bin/run: --memory " + size + " is too little; ");
    }

    @Test
    void shouldPlanWithTheMemoryThatTheLauncherGives() throws Exception {
        Pairs pairs = new Pairs();
        pairs.add("a", folder.resolve("a.mp4"));
        Path manifest = pairs.write(folder.resolve("plan.json"));

        BinRun.Ended ended = BinRun.of("plan", "clips", manifest.toString(), "--memory", "2GiB")
                .run();

        checkQuiet(ended);
        assertThat(ended.out()).containsPattern("machine .* 2,048 MiB for the process = \\d+ MiB heap \\+ ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--help", "clips --help", "config clips"})
    void shouldAnswerOnStdoutAndSayNothingElse(String words) throws Exception {
        checkQuiet(BinRun.of(words.split(" ")).run());
    }

    @Test
    void shouldShowItsUseWhenNothingIsAsked() throws Exception {
        BinRun.Ended ended = BinRun.of().run();

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("bin/run demo", "Exit codes:");
    }

    /** A copy of what the launcher looks at, and a stand-in for Maven beside it that takes note and makes a jar. */
    private record Checkout(Path home, Path maven) {

        private static final String MAKES_A_JAR = "echo \"$@\" >>calls; mkdir -p target; : >target/millrace.jar";

        static Checkout of(String name, String maven) throws IOException {
            Path home = copy(name);
            Files.writeString(home.resolve("pom.xml"), "<project/>");
            Files.createDirectories(home.resolve("src/main/java"));
            Files.writeString(home.resolve("src/main/java/A.java"), "class A {}");
            Path tools = folder.resolve(name + "-tools");
            executable(tools.resolve("mvn"), maven);
            return new Checkout(home, tools);
        }

        BinRun.Ended run() throws IOException, InterruptedException {
            return run(echo);
        }

        BinRun.Ended run(Path java) throws IOException, InterruptedException {
            return BinRun.at(home.resolve("bin/run"), "version")
                    .with("PATH", maven + ":" + System.getenv("PATH"))
                    .with(JAVA_HOME, java.toString())
                    .run();
        }

        /** How often Maven was called. */
        int builds() throws IOException {
            Path calls = home.resolve("calls");
            return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
        }

        /** As if {@code file} were saved now, or the jar long ago. */
        void touch(String file, long secondsFromNow) {
            assertThat(home.resolve(file).toFile().setLastModified(System.currentTimeMillis() + secondsFromNow * 1000))
                    .isTrue();
        }
    }

    @Test
    void shouldBuildWhenThereIsNoJarAndNotAgain() throws Exception {
        Checkout checkout = Checkout.of("first", Checkout.MAKES_A_JAR);

        BinRun.Ended first = checkout.run();
        BinRun.Ended second = checkout.run();

        assertThat(first.exit()).as(first.everything()).isZero();
        assertThat(first.err()).startsWith("bin/run: building ").hasLineCount(1);
        assertThat(first.out()).endsWith("io.millrace.cli.Main\nversion\n").doesNotContain("building");
        checkQuiet(second);
        assertThat(checkout.builds()).isEqualTo(1);
        assertThat(Files.readString(checkout.home().resolve("calls"))).contains("package", "-DskipTests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/java/A.java"})
    void shouldBuildAgainWhenASourceIsNewerThanTheJar(String source) throws Exception {
        Checkout checkout = Checkout.of("newer-" + source.replace('/', '-'), Checkout.MAKES_A_JAR);
        checkout.run();
        checkout.touch("target/millrace.jar", -100);
        checkout.touch(source, -50);

        BinRun.Ended ended = checkout.run();

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
        checkQuiet(checkout.run());
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void shouldNotBuildWhenThereAreNoSources() throws Exception {
        Path home = copy("delivered");
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("target/millrace.jar"));

        checkQuiet(BinRun.at(home.resolve("bin/run"), "version")
                .with(JAVA_HOME, echo.toString())
                .run());
    }

    @Test
    void shouldSayThatTheBuildFailedAndTryAgainNextTime() throws Exception {
        Checkout checkout = Checkout.of("failing", "echo one >>calls; echo 'cannot find symbol'; exit 1");

        for (int tries = 1; tries <= 2; tries++) {
            BinRun.Ended ended = checkout.run();

            assertThat(ended.exit()).as(ended.everything()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .contains("cannot find symbol")
                    .endsWith("bin/run: the build failed; 'mvn -B package' in " + checkout.home() + " shows more\n");
            assertThat(checkout.builds()).isEqualTo(tries);
        }
    }

    /** A build that made no jar must not leave an empty one that is then run for ever. */
    @Test
    void shouldSayThatTheBuildFailedWhenItMadeNoJar() throws Exception {
        Checkout checkout = Checkout.of("jarless", "echo one >>calls");

        BinRun.Ended ended = checkout.run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(1);
        assertThat(ended.err())
                .endsWith("bin/run: the build ended well, but made no " + checkout.home() + "/target/millrace.jar\n");
    }

    @Test
    void shouldKeepTheClassesOfWhatItBuiltForThatJava() throws Exception {
        Path keeping = javaHome("keeping", KEEPS_CLASSES);
        Files.writeString(keeping.resolve("release"), "IMPLEMENTOR=\"y\"\nJAVA_VERSION=\"17.0.9\"\n");
        Checkout checkout = Checkout.of("kept", Checkout.MAKES_A_JAR);

        checkout.run(keeping);
        for (String source : List.of("pom.xml", "src/main/java/A.java", "src/main/java", "src/main")) {
            checkout.touch(source, -100);
        }
        checkout.touch("target/millrace.jar", -10);

        String option = "-XX:SharedArchiveFile=" + checkout.home() + "/target/classes-";
        assertThat(checkout.run(keeping).out()).contains(option);
        assertThat(checkout.run(echo).out()).as("another Java").doesNotContain(option);
        checkout.touch("target/millrace.jar", 10);
        assertThat(checkout.run(keeping).out()).as("another jar").doesNotContain(option);
    }

    @Test
    void shouldStartWithoutKeptClassesWhenTheyCannotBeMade() throws Exception {
        Path failing = javaHome("failing", "case $* in *ArchiveClassesAtExit*) echo no; exit 1;; *) echo fine;; esac");
        Files.writeString(failing.resolve("release"), "IMPLEMENTOR=\"z\"\nJAVA_VERSION=\"17.0.9\"\n");
        Checkout checkout = Checkout.of("unkept", Checkout.MAKES_A_JAR);

        BinRun.Ended ended = checkout.run(failing);

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.out()).isEqualTo("fine\n");
        assertThat(checkout.home().resolve("target").toFile().list()).containsOnly("millrace.jar", ".build.lock");
    }

    /** Of another Java, of other jars, or no archive at all: the JVM goes without and is not to speak of it. */
    @Test
    void shouldSayNothingWhenTheKeptClassesAreOfNoUse() throws Exception {
        Path home = copy("useless");
        Path libraries = Files.createDirectories(home.resolve("target")).resolve("lib");
        link(libraries, Path.of("target/lib").toAbsolutePath());
        Files.copy(Path.of("target/millrace.jar"), home.resolve("target/millrace.jar"));
        assertThat(home.resolve("target/millrace.jar").toFile().setLastModified(0))
                .isTrue();
        Path release = Path.of(System.getProperty("java.home"), "release");
        Files.writeString(home.resolve("target/classes-" + checksum(release) + ".jsa"), "of no use\n".repeat(1000));

        BinRun.Ended ended = BinRun.at(home.resolve("bin/run"), "version")
                .with(JAVA_HOME, System.getProperty("java.home"))
                .run();
        Files.delete(libraries);

        checkQuiet(ended);
    }

    /** As cksum has it. */
    private static String checksum(Path file) throws IOException {
        Process process = new ProcessBuilder("cksum", file.toString()).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[0];
    }

    /** As a program starts others that has closed what it does not need. */
    @ParameterizedTest
    @ValueSource(strings = {"<&-", ">&-", "2>&-"})
    void shouldRunWhenAStreamIsClosed(String closed) throws Exception {
        Path said = folder.resolve("closed.txt");
        Process process = new ProcessBuilder("sh", "-c", "bin/run clips " + folder.resolve("none.json") + " " + closed)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(69);
    }

    @Test
    void shouldStartFromTheJarAlone() throws Exception {
        BinRun.Ended ended = BinRun.jar("version").in(folder).run();

        checkQuiet(ended);
        assertThat(ended.out()).startsWith("millrace ").hasLineCount(1);
    }

    /** The journal needs what bin/run opens in the JDK; the jar's manifest opens it too. */
    @Test
    void shouldRunFromTheJarAlone() throws Exception {
        Pairs pairs = new Pairs();
        IntStream.range(0, 3).forEach(i -> pairs.addBad("no-" + i, folder.resolve("no-" + i + ".mp4")));
        Path manifest = pairs.write(folder.resolve("jar.json"));
        Produced produced = new Produced(folder.resolve("jar-out"));

        BinRun.Ended ended = BinRun.jar(
                        "clips",
                        manifest.toString(),
                        "--output",
                        produced.root().toString())
                .in(folder)
                .run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        assertThat(ended.out()).startsWith("clips  run ").doesNotContain("DEBUG", "INFO");
        // JDK 24 and newer warn of Unsafe; the option against it has no counterpart in a jar's manifest.
        // The entries have neither a tokenizer nor sizes, which it says, and on a slow machine that it takes its time.
        assertThat(ended.err().lines().filter(line -> !line.matches("(WARNING: |no |reading the input).*")))
                .allMatch(line -> line.startsWith("failed  ") || line.startsWith("more    "))
                .isNotEmpty();
        produced.checkComplete(pairs);
    }

    /** What belongs to the launcher, without jar and sources. */
    private static Path copy(String name) throws IOException {
        Path home = folder.resolve(name);
        for (String file : List.of("bin/run", "conf/jvm.options", "conf/logback.xml", "conf/clips.conf")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(Path.of(file), home.resolve(file));
        }
        assertThat(home.resolve("bin/run").toFile().setExecutable(true)).isTrue();
        return home;
    }

    /** What the stand-in for java was started with. */
    private static List<String> javaArguments(BinRun launcher) throws IOException, InterruptedException {
        BinRun.Ended ended =
                launcher.asForUsers().with(JAVA_HOME, echo.toString()).run();
        checkQuiet(ended);
        return ended.out().lines().toList();
    }

    private static void checkQuiet(BinRun.Ended ended) {
        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.out()).isNotBlank();
        assertThat(ended.err()).isEmpty();
    }

    private static void checkRefused(BinRun.Ended ended, int exit, String sentence) {
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(exit);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo(sentence + "\n");
    }
}
