package io.millrace.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScratchFolderTest {

    private static final Instant LONG_AGO = Instant.EPOCH.plusSeconds(1);

    @TempDir
    private Path temporary;

    @TempDir
    private Path victims;

    private Path root;
    private Path victim;

    @BeforeEach
    void makeRoot() throws IOException {
        root = ScratchRoot.in(temporary).folder();
        victim = Files.writeString(victims.resolve("victim"), "x");
        Files.createFile(victims.resolve("LOCK"));
    }

    @Test
    void shouldGoAwayWithWhatIsInIt() throws Exception {
        Path file;
        try (ScratchFolder folder = ScratchFolder.create(temporary, "table")) {
            file = Files.writeString(folder.resolve("rows.duckdb"), "x");
            Files.createDirectories(folder.resolve("spill/deep"));
            Files.createSymbolicLink(folder.resolve("spill/link"), victims);
            assertThat(file).exists().startsWith(root);
        }
        assertThat(root).isEmptyDirectory();
        assertThat(victim).exists();
    }

    @Test
    void shouldLieInTheUsersOwnPartHoweverThatIsNamed() throws Exception {
        assertThat(temporary).isDirectoryContaining(folder -> folder.equals(root));
        assertThat(ScratchRoot.in(root).folder()).isEqualTo(root);
        try (ScratchFolder folder = ScratchFolder.create(root, "table")) {
            assertThat(folder.folder()).hasParent(root);
        }
    }

    @Test
    void shouldClearAwayWhatAKilledOwnerHasLeft() throws Exception {
        Path dead = folderOf("0.0-dead", LONG_AGO);
        Path young = folderOf("0.0-young", Instant.now());
        Path foreign = Files.createDirectory(root.resolve("somebody-elses"));
        Path alive = folderOf("0.0-alive", LONG_AGO);
        Path launcher = Files.createDirectory(root.resolve("scratch-launch.abcdef"));
        Files.setLastModifiedTime(launcher, FileTime.from(LONG_AGO));
        Path starting = Files.createDirectory(root.resolve("scratch-launch.ghijkl"));
        try (FileChannel channel = FileChannel.open(alive.resolve("LOCK"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock();
                ScratchFolder own = ScratchFolder.create(temporary, "table")) {
            assertThat(lock.isValid()).isTrue();
            Files.setLastModifiedTime(own.resolve("LOCK"), FileTime.from(LONG_AGO));
            ScratchFolder.create(temporary, "table").close();
            assertThat(own.folder()).exists();
        }
        assertThat(List.of(dead, launcher)).noneMatch(Files::exists);
        assertThat(List.of(young, foreign, alive, starting)).allMatch(Files::exists);
    }

    /** To open it for writing would wait for a reader for ever. */
    @Test
    void shouldNotWaitForAPipeInThePlaceOfALock() throws Exception {
        Path folder = Files.createDirectory(root.resolve("scratch-0.0-pipe"));
        pipe(folder.resolve("LOCK"));
        pipe(root.resolve("scratch-0.0-no-folder"));

        ScratchFolder.create(temporary, "table").close();

        assertThat(folder).exists();
    }

    @Test
    void shouldNotFollowLinksWhenItClearsAway() throws Exception {
        Files.setLastModifiedTime(victims.resolve("LOCK"), FileTime.from(LONG_AGO));
        Files.createSymbolicLink(root.resolve("scratch-0.0-link"), victims);
        Path dead = folderOf("0.0-dead", LONG_AGO);
        Files.createSymbolicLink(dead.resolve("inside"), victims);
        Path linked = folderOf("0.0-linked", LONG_AGO);
        Files.delete(linked.resolve("LOCK"));
        Files.createSymbolicLink(linked.resolve("LOCK"), victim);

        ScratchFolder.create(temporary, "table").close();

        assertThat(dead).doesNotExist();
        assertThat(victim).exists();
        assertThat(victims.resolve("LOCK")).exists();
    }

    /** Between the look at a folder and its opening a link comes into its place. */
    @Test
    void shouldNotFollowALinkThatComesIntoThePlaceOfAFolder() throws Exception {
        Path sub = Files.createDirectory(root.resolve("sub"));
        Files.writeString(sub.resolve("victim"), "y");
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(root)) {
            assumeTrue(opened instanceof SecureDirectoryStream, "needs calls that are relative to an open folder");
            SecureDirectoryStream<Path> exchanging = exchanging((SecureDirectoryStream<Path>) opened, () -> {
                Files.move(sub, root.resolve("away"));
                Files.createSymbolicLink(sub, victims);
            });
            assertThatThrownBy(() -> FolderRemoval.empty(exchanging)).isInstanceOf(IOException.class);
        }
        assertThat(sub).isSymbolicLink();
        assertThat(victim).exists();
    }

    /** The path of the root leads elsewhere before it is opened. */
    @Test
    void shouldNotClearAwayInAnotherFolderThanTheOneThatWasChecked() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("elsewhere"), root);
        assertThatThrownBy(() -> PrivateFolder.within(link, opened -> {})).hasMessageContaining("link");
    }

    private interface Exchange {
        void run() throws IOException;
    }

    /** As {@code folder}, but that {@code exchange} happens once just before a folder in it is opened. */
    @SuppressWarnings("unchecked")
    private static SecureDirectoryStream<Path> exchanging(SecureDirectoryStream<Path> folder, Exchange exchange) {
        return (SecureDirectoryStream<Path>) Proxy.newProxyInstance(
                ScratchFolderTest.class.getClassLoader(),
                new Class<?>[] {SecureDirectoryStream.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("newDirectoryStream")) {
                        exchange.run();
                    }
                    try {
                        return method.invoke(folder, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void pipe(Path path) throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "needs mkfifo");
        assertThat(new ProcessBuilder("touch", "-t", "200001010000", path.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private Path folderOf(String owner, Instant since) throws IOException {
        Path folder = Files.createDirectory(root.resolve("scratch-" + owner));
        Files.writeString(folder.resolve("rows.duckdb"), "x");
        Files.setLastModifiedTime(Files.createFile(folder.resolve("LOCK")), FileTime.from(since));
        return folder;
    }
}
