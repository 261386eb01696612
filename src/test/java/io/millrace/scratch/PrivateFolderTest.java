package io.millrace.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever was there first in a folder that all may write to is not believed. */
class PrivateFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldBeMadeForItsUserOnlyAndBeTakenAgain() throws Exception {
        Path folder = temporary.resolve("own");
        PrivateFolder.require(folder);
        PrivateFolder.require(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo((int) PrivateFolder.uid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x", "rwxrwxrwx", "rwx-w----"})
    void shouldRefuseAFolderThatOthersMayEnterAndSayWhatToDo(String mode) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

        checkRefused(folder, "others may enter it", "chmod 700 " + folder, "TMPDIR");
    }

    @Test
    void shouldRefuseALinkWhereverItLeads() throws Exception {
        Path target = temporary.resolve("target");
        PrivateFolder.require(target);

        checkRefused(Files.createSymbolicLink(temporary.resolve("link"), target), "it is a link or a file", "TMPDIR");
        checkRefused(Files.createFile(temporary.resolve("file")), "it is a link or a file", "TMPDIR");
    }

    /** Only root may give a folder away to try. */
    @Test
    void shouldRefuseTheFolderOfAnotherUser() throws Exception {
        assumeTrue(PrivateFolder.uid() == 0, "needs root");
        Path folder = temporary.resolve("foreign");
        PrivateFolder.require(folder);
        Files.setAttribute(folder, "unix:uid", 65534);

        checkRefused(folder, "it belongs to another user (uid 65534)", "TMPDIR");
    }

    @Test
    void shouldSayThatThereIsNoTemporaryFolder() {
        assertThatThrownBy(() -> PrivateFolder.require(temporary.resolve("missing/own")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll("the folder above it does not exist", "TMPDIR");
    }

    @Test
    void shouldTellOwnFilesFromLinksAndThoseOfOthers() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(PrivateFolder.holdsOurs(file)).isTrue();
        assertThat(PrivateFolder.holdsOurs(Files.createSymbolicLink(temporary.resolve("link"), file)))
                .isFalse();
        assertThat(PrivateFolder.holdsOurs(temporary)).isFalse();
        assertThat(PrivateFolder.holdsOurs(temporary.resolve("missing"))).isFalse();
        assumeTrue(PrivateFolder.uid() == 0, "needs root");
        Files.setAttribute(file, "unix:uid", 65534);
        assertThat(PrivateFolder.holdsOurs(file)).isFalse();
    }

    private static void checkRefused(Path folder, String... words) {
        assertThatThrownBy(() -> PrivateFolder.require(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(() -> PrivateFolder.within(folder, opened -> {}))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll(words);
    }
}
