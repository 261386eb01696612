package io.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over files as systemd, Docker and SLURM leave them. */
class ControlGroupsTest {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path process;

    private Path mount;

    @BeforeEach
    void makeMount() throws IOException {
        mount = Files.createDirectory(process.resolve("fs"));
    }

    @Test
    void shouldSeeTheLimitOfASliceAboveItsService() throws Exception {
        write(
                "mountinfo",
                "24 1 0:22 / / rw - ext4 /dev/sda rw\n30 23 0:26 / " + mount
                        + " rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
        write("cgroup", "0::/user.slice/user-1000.slice/run-7.scope\n");
        group("user.slice/user-1000.slice/run-7.scope", "memory.max", "max");
        group("user.slice/user-1000.slice", "memory.max", Long.toString(4 * GIB));
        group("user.slice/user-1000.slice", "memory.high", Long.toString(3 * GIB));
        group("user.slice", "memory.max", Long.toString(8 * GIB));
        group("user.slice", "cpu.max", "150000 100000\n");
        group("user.slice/user-1000.slice", "cpu.max", "max 100000\n");
        group("user.slice/user-1000.slice", "pids.max", "100\n");
        group("user.slice", "pids.max", "max\n");

        ControlGroups groups = new ControlGroups(process);
        assertThat(groups.memoryBytes()).hasValue(3 * GIB);
        assertThat(groups.processors()).hasValue(1.5);
        assertThat(groups.threadsMost()).hasValue(100);
    }

    @Test
    void shouldSeeTheLimitOfASlurmJobAboveItsStep() throws Exception {
        Path memory = Files.createDirectory(mount.resolve("memory"));
        write(
                "mountinfo",
                "35 31 0:32 / " + memory + " rw - cgroup cgroup rw,memory\n36 31 0:33 / " + mount.resolve("cpu")
                        + " rw - cgroup cgroup rw,cpu,cpuacct\n");
        write("cgroup", "9:name=systemd:/\n4:memory:/slurm/uid_7/job_8/step_0\n3:cpu,cpuacct:/slurm\n0::/\n");
        group("memory/slurm/uid_7/job_8/step_0", "memory.limit_in_bytes", "9223372036854771712\n");
        group("memory/slurm/uid_7/job_8", "memory.limit_in_bytes", 2 * GIB + "\n");
        group("cpu/slurm", "cpu.cfs_quota_us", "50000\n");
        group("cpu/slurm", "cpu.cfs_period_us", "100000\n");
        group("cpu", "cpu.cfs_quota_us", "-1\n");
        group("cpu", "cpu.cfs_period_us", "100000\n");

        ControlGroups groups = new ControlGroups(process);
        assertThat(groups.memoryBytes()).hasValue(2 * GIB);
        assertThat(groups.processors()).hasValue(0.5);
        assertThat(groups.threadsMost()).isEmpty();
    }

    /** Without a namespace of its own a container sees its part of the tree at the mount, but the path of the whole. */
    @Test
    void shouldSeeTheLimitOfAContainerWithoutANamespace() throws Exception {
        write("mountinfo", "30 23 0:26 /docker/ab " + mount + " ro - cgroup cgroup rw,memory\n");
        write("cgroup", "4:memory:/docker/ab/inner\n");
        group("", "memory.limit_in_bytes", Long.toString(GIB));
        group("inner", "memory.limit_in_bytes", Long.toString(2 * GIB));

        assertThat(new ControlGroups(process).memoryBytes()).hasValue(GIB);
    }

    @Test
    void shouldTakeWhatItSeesOfAGroupThatIsElsewhere() throws Exception {
        write("mountinfo", "30 23 0:26 / " + mount + " ro - cgroup2 cgroup rw\n");
        write("cgroup", "0::/../../other\n");
        group("", "memory.max", Long.toString(GIB));

        assertThat(new ControlGroups(process).memoryBytes()).hasValue(GIB);
    }

    @Test
    void shouldKnowNoLimitWhereThereIsNone() throws Exception {
        ControlGroups none = new ControlGroups(process);
        assertThat(none.memoryBytes()).isEmpty();
        assertThat(none.processors()).isEmpty();
        assertThat(none.threadsMost()).isEmpty();

        write("mountinfo", "garbage\n30 23 0:26 / " + mount + " ro - cgroup2 cgroup rw\n");
        write("cgroup", "0::/a\n");
        group("a", "memory.max", "max\n");
        group("a", "cpu.max", "0 0\n");
        assertThat(none.memoryBytes()).isEmpty();
        assertThat(none.processors()).isEmpty();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(process.resolve(file), text);
    }

    private void group(String group, String file, String text) throws IOException {
        Path folder = Files.createDirectories(mount.resolve(group));
        Files.writeString(folder.resolve(file), text);
    }
}
