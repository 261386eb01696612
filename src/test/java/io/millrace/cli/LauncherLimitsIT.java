package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bin/run makes of the machine's limits. A stand-in for java says what it is started with. */
@Timeout(120)
class LauncherLimitsIT {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    private Path home;
    private Path java;
    private Path groups;

    /** A launcher that takes its control groups from files of ours. */
    @BeforeEach
    void copyLauncher() throws IOException {
        home = folder.resolve("home");
        groups = Files.createDirectory(folder.resolve("groups"));
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("target/millrace.jar"));
        Files.createDirectories(home.resolve("conf"));
        Files.copy(Path.of("conf/jvm.options"), home.resolve("conf/jvm.options"));
        String script = Files.readString(Path.of("bin/run"));
        executable(
                home.resolve("bin/run"),
                script.replace("/proc/self/mountinfo", folder + "/mountinfo")
                        .replace("/proc/self/cgroup", folder + "/cgroup"));
        java = folder.resolve("java");
        executable(java.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    }

    @Test
    void shouldKeepToTheLeastLimitOfTheGroupsAboveItsOwn() throws Exception {
        Files.writeString(
                folder.resolve("mountinfo"),
                "24 1 0:22 / / rw - ext4 /dev/sda rw\n30 23 0:26 / " + groups + " rw shared:4 - cgroup2 cgroup2 rw\n");
        Files.writeString(folder.resolve("cgroup"), "0::/user.slice/job.slice/run-7.scope\n");
        group("user.slice/job.slice/run-7.scope", "memory.max", "max");
        group("user.slice/job.slice", "memory.max", Long.toString(2 * GIB));
        group("user.slice", "memory.max", Long.toString(3 * GIB));

        assertThat(launch("plan", "clips").out().lines()).contains("-Dmillrace.memory=" + 2 * GIB);

        group("user.slice", "memory.high", Long.toString(GIB));
        assertThat(launch("plan", "clips").out().lines()).contains("-Dmillrace.memory=" + GIB);
    }

    @Test
    void shouldKeepToTheLimitOfASlurmJobAboveItsStep() throws Exception {
        Files.writeString(folder.resolve("mountinfo"), "35 31 0:32 / " + groups + " rw - cgroup cgroup rw,memory\n");
        Files.writeString(folder.resolve("cgroup"), "9:pids:/other\n4:memory:/slurm/job_8/step_0\n0::/\n");
        group("slurm/job_8/step_0", "memory.limit_in_bytes", "9223372036854771712");
        group("slurm/job_8", "memory.limit_in_bytes", Long.toString(2 * GIB));

        assertThat(launch("plan", "clips").out().lines()).contains("-Dmillrace.memory=" + 2 * GIB);
    }

    @Test
    void shouldKeepToTheLimitThatAContainerSeesAtItsMount() throws Exception {
        Files.writeString(
                folder.resolve("mountinfo"), "35 31 0:32 /docker/ab " + groups + " ro - cgroup cgroup rw,memory\n");
        Files.writeString(folder.resolve("cgroup"), "4:memory:/docker/ab\n");
        group("", "memory.limit_in_bytes", Long.toString(GIB));

        assertThat(launch("plan", "clips").out().lines()).contains("-Dmillrace.memory=" + GIB);
    }

    /** More by --memory would not help: the system would kill it. */
    @Test
    void shouldSayThatAGroupHasTooLittleMemory() throws Exception {
        Files.writeString(
                folder.resolve("mountinfo"), "30 23 0:26 / " + groups + " rw shared:4 - cgroup2 cgroup2 rw\n");
        Files.writeString(folder.resolve("cgroup"), "0::/job\n");
        group("job", "memory.max", Long.toString(300 << 20));

        BinRun.Ended ended = launch("plan", "clips");
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(69);
        assertThat(ended.err())
                .contains("only 300 MiB of memory", "control group")
                .hasLineCount(1);
        assertThat(launch("version").exit()).isZero();
    }

    @Test
    void shouldTakeAPartOfTheMachineWhereNothingLimits() throws Exception {
        BinRun.Ended ended = launch("plan", "clips");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("-Dmillrace.memory=");
    }

    @Test
    void shouldSayThatTooFewFilesMayBeOpen() throws Exception {
        BinRun.Ended ended = launchUnder("ulimit -n 64", "plan", "clips");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(69);
        assertThat(ended.err()).contains("only 64 files open", "(ulimit -n)").hasLineCount(1);
        assertThat(launchUnder("ulimit -n 64", "version").exit()).isZero();
    }

    @Test
    void shouldSayThatTooFewAddressesMayBeUsed() throws Exception {
        BinRun.Ended ended = launchUnder("ulimit -v 3000000", "plan", "clips", "--memory", "1GiB");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(69);
        assertThat(ended.err())
                .contains("only 2929 MiB of addresses", "ulimit -v unlimited")
                .hasLineCount(1);
    }

    @Test
    void shouldGiveJavaAFolderOfTheUsersOwnForTemporaryFiles() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path own = ownIn(temporary);

        assertThat(launchIn(temporary).out().lines()).contains("-Djava.io.tmpdir=" + own);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(launchIn(temporary).out().lines()).contains("-Djava.io.tmpdir=" + own);
    }

    /** Java says what is wrong with it as soon as it needs it. */
    @Test
    void shouldNotUseAFolderThatOthersMayEnterOrThatIsALink() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path own = Files.createDirectory(ownIn(temporary));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(launchIn(temporary).out().lines()).contains("-Djava.io.tmpdir=" + temporary);

        Files.delete(own);
        Path target = Files.createDirectory(
                folder.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(own, target);
        assertThat(launchIn(temporary).out().lines()).contains("-Djava.io.tmpdir=" + temporary);
    }

    /** Only root may give a folder away to try. */
    @Test
    void shouldNotUseAFolderOfAnotherUser() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path own = Files.createDirectory(
                ownIn(temporary), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setAttribute(own, "unix:uid", 65534);

        assertThat(launchIn(temporary).out().lines()).contains("-Djava.io.tmpdir=" + temporary);
    }

    private Path ownIn(Path temporary) throws IOException {
        return temporary.resolve("millrace-" + Files.getAttribute(folder, "unix:uid"));
    }

    private BinRun.Ended launchIn(Path temporary) throws Exception {
        BinRun.Ended ended = launcher(home.resolve("bin/run"), "plan", "clips")
                .with("TMPDIR", temporary.toString())
                .run();
        assertThat(ended.exit()).as(ended.everything()).isZero();
        return ended;
    }

    private BinRun.Ended launch(String... words) throws Exception {
        return launcher(home.resolve("bin/run"), words).run();
    }

    /** With {@code limit} set before. */
    private BinRun.Ended launchUnder(String limit, String... words) throws Exception {
        Path under = folder.resolve("under");
        executable(under, "#!/bin/sh\n" + limit + "\nexec '" + home.resolve("bin/run") + "' \"$@\"\n");
        return launcher(under, words).run();
    }

    private BinRun launcher(Path script, String... words) {
        return BinRun.at(script, words).with("MILLRACE_JAVA_HOME", java.toString());
    }

    private void group(String group, String file, String text) throws IOException {
        Path place = Files.createDirectories(groups.resolve(group));
        Files.writeString(place.resolve(file), text + "\n");
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
