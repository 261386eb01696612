package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bin/run does when java has ended. A stand-in for java ends as the test wants it, and counts its starts. */
@Timeout(120)
class WatchIT {

    @TempDir
    private Path folder;

    private Path home;
    private Path vmstat;

    /** What belongs to the launcher, looking at a file of ours for what the system has killed. */
    @BeforeEach
    void copyLauncher() throws IOException {
        home = folder.resolve("home");
        vmstat = Files.writeString(folder.resolve("vmstat"), "pgfault 7\noom_kill 3\n");
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("target/millrace.jar"));
        Files.createDirectories(home.resolve("conf"));
        for (String file : List.of("jvm.options", "clips.conf")) {
            Files.copy(Path.of("conf", file), home.resolve("conf").resolve(file));
        }
        String script = Files.readString(Path.of("bin", "run"));
        executable(
                home.resolve("bin/run"),
                script.replace("/proc/vmstat", vmstat.toString()).replace("/proc/self/mountinfo", "/none"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 75, 127, 130, 143})
    void shouldEndAsJavaEnds(int exit) throws Exception {
        BinRun.Ended ended = launch("exit " + exit);

        assertThat(ended.exit()).isEqualTo(exit);
        assertThat(ended.err()).isEmpty();
        assertThat(starts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABRT", "SEGV", "BUS", "ILL", "FPE"})
    void shouldStartAgainAfterACrashAndSayWhichItWas(String signal) throws Exception {
        BinRun.Ended ended = launch("[ $(wc -l <starts) -gt 1 ] || kill -" + signal + " $$; printf '%s\\n' \"$@\"");

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.err()).contains("crashed: SIG" + signal + "; starting it again, 1 of 3 ");
        assertThat(ended.out().lines())
                .anyMatch(line -> line.matches("-Dmillrace\\.crash=\\d+:" + signal))
                .noneMatch(line -> line.equals("-Dmillrace.halved=true"));
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void shouldGiveUpWhenItCrashesAgainAndAgain() throws Exception {
        BinRun.Ended ended = launch("kill -SEGV $$");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(70);
        assertThat(ended.err()).contains("more than crash.restarts = 3");
        assertThat(starts()).isEqualTo(4);
    }

    @Test
    void shouldStartAgainAsOftenAsJavaSays() throws Exception {
        BinRun.Ended ended = launch("echo restarts 1 >&6; kill -SEGV $$");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(70);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void shouldGoOnAsLongAsItemsEndBetweenTheCrashes() throws Exception {
        BinRun.Ended ended = launch("echo progress >&6; [ $(wc -l <starts) -gt 8 ] || kill -ABRT $$");

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(starts()).isEqualTo(9);
    }

    @Test
    void shouldNotStartAgainWhatAUserHasKilled() throws Exception {
        BinRun.Ended ended = launch("kill -KILL $$");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(137);
        assertThat(ended.err()).contains("was killed (SIGKILL); the same command goes on");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void shouldStartOnceAgainWithHalfTheWorkersWhenMemoryRanOut() throws Exception {
        BinRun.Ended ended =
                launch("printf '%s\\n' \"$@\"; echo \"oom_kill $(wc -l <starts)0\" >" + vmstat + "; kill -KILL $$");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(137);
        assertThat(ended.err()).contains("killed because memory ran out", "once, with half the workers");
        assertThat(ended.out().lines().filter(line -> line.equals("-Dmillrace.halved=true")))
                .hasSize(1);
        assertThat(starts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clips --no-restart", "version", "plan clips"})
    void shouldBecomeJavaWhereNothingIsToBeStartedAgain(String words) throws Exception {
        BinRun.Ended ended = launch("echo $PPID; printf '%s\\n' \"$@\"; kill -ABRT $$", words.split(" "));

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(134);
        assertThat(ended.out().lines().findFirst())
                .contains(Long.toString(ProcessHandle.current().pid()));
        assertThat(ended.out()).doesNotContain("millrace.supervisor");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void shouldLeaveItsInputToJavaAndNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path input = Files.writeString(folder.resolve("input"), "first\nsecond\n");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/run").toString(), "clips")
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true);
        builder.environment().put("MILLRACE_JAVA_HOME", standIn("cat").toString());
        builder.environment().put("TMPDIR", temporary.toString());

        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("first\nsecond\n");
        assertThat(temporary).isDirectoryContaining("glob:**/millrace-*");
        assertThat(left(temporary)).isEmpty();
    }

    /** As the machine's own user does, or a batch system at the end of the time. */
    @Test
    void shouldLeaveNothingBehindWhenItIsKilled() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path started = folder.resolve("starts");
        BinRun.Going going = BinRun.at(home.resolve("bin/run"), "clips")
                .in(folder)
                .with("MILLRACE_JAVA_HOME", standIn("cat <&9 >/dev/null").toString())
                .with("TMPDIR", temporary.toString())
                .start();
        while (going.process().isAlive() && Files.notExists(started)) {
            Thread.sleep(5);
        }
        BinRun.Going.signal("KILL", going.process().pid());
        going.await(60);

        assertThat(left(temporary)).isEmpty();
    }

    /** What lies in the user's own temporary folder. */
    private static List<Path> left(Path temporary) throws IOException {
        try (Stream<Path> all = Files.walk(temporary, 2)) {
            return all.filter(path -> path.getNameCount() == temporary.getNameCount() + 2)
                    .toList();
        }
    }

    private BinRun.Ended launch(String script) throws Exception {
        return launch(script, "clips");
    }

    private BinRun.Ended launch(String script, String... words) throws Exception {
        return BinRun.at(home.resolve("bin/run"), words)
                .in(folder)
                .with("MILLRACE_JAVA_HOME", standIn(script).toString())
                .run();
    }

    private int starts() throws IOException {
        return Files.readAllLines(folder.resolve("starts")).size();
    }

    private Path standIn(String script) throws IOException {
        Path java = folder.resolve("java");
        Files.createDirectories(java);
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        executable(java.resolve("bin/java"), "#!/bin/sh\necho one >>starts\n" + script + "\n");
        return java;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
