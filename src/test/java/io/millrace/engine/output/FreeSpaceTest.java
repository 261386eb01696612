package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.journal.NetworkDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FreeSpaceTest {

    private static final long MIB = 1 << 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<String> said = new ArrayList<>();
    private long nowNs;
    private long freeBytes = 300 * MIB;
    private long totalBytes = 100_000 * MIB;
    private IOException failure;

    @Test
    void shouldPauseBelowTheFloorAndGoOnAboveIt() {
        FreeSpace space = space(256 * MIB);
        assertThat(space.hasRoom()).isTrue();
        freeBytes = 40 * MIB;
        assertThat(space.hasRoom()).as("it does not look for every item").isTrue();
        nowNs += SECOND_NS;
        assertThat(space.hasRoom()).isFalse();
        assertThat(space.hasRoom()).isFalse();
        freeBytes = 256 * MIB;
        nowNs += SECOND_NS;
        assertThat(space.hasRoom()).isTrue();
        assertThat(said)
                .containsExactly(
                        "paused: out has 40 MiB free, and journal.free-space is 256 MiB; nothing more is begun until there"
                                + " is room",
                        "there is room again: going on");
    }

    @Test
    void shouldAskForNoMoreThanPartOfSmallDisk() {
        totalBytes = 100 * MIB;
        freeBytes = 5 * MIB;
        assertThat(space(256 * MIB).hasRoom()).isTrue();
        freeBytes = 4 * MIB;
        assertThat(space(256 * MIB).hasRoom()).isFalse();
    }

    @Test
    void shouldNeverPauseWithoutFloor() {
        freeBytes = 0;
        assertThat(space(0).hasRoom()).isTrue();
    }

    @Test
    void shouldLeaveItToTheWritersWhenTheDiskCannotBeAsked() {
        failure = new IOException("gone");
        assertThat(space(256 * MIB).hasRoom()).isTrue();
    }

    @Test
    void shouldKnowNetworkFileSystems() {
        assertThat(List.of("nfs4", "cifs", "fuse.sshfs", "CEPH", "9p")).allMatch(NetworkDisk::isNetwork);
        assertThat(List.of("ext4", "xfs", "tmpfs", "overlay", "fuse", "apfs")).noneMatch(NetworkDisk::isNetwork);
    }

    private FreeSpace space(long floorBytes) {
        FreeSpace space = new FreeSpace(floorBytes, said::add, () -> nowNs);
        space.watch(Path.of("out"), this::free, () -> totalBytes);
        return space;
    }

    private long free() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return freeBytes;
    }
}
