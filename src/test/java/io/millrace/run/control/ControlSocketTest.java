package io.millrace.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import io.millrace.ChildJvm;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ControlSocketTest {

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerEachLineOfEachCaller() throws Exception {
        try (ControlSocket socket = open();
                ControlCaller one = ControlCaller.call(name());
                ControlCaller two = ControlCaller.call(name())) {
            assertThat(socket).isNotNull();
            assertThat(one.ask("a")).isEqualTo("A");
            assertThat(two.ask("\u00e4 b")).isEqualTo("\u00c4 B");
            assertThat(one.ask("")).isEmpty();
        }
    }

    @Test
    void shouldLeaveNothingWhenItIsClosed() throws Exception {
        Path socket;
        ControlCaller caller;
        try (ControlSocket open = open()) {
            assertThat(open).isNotNull();
            socket = socket();
            caller = ControlCaller.call(name());
            assertThat(caller.ask("a")).isEqualTo("A");
        }
        assertThat(caller.ask("a")).isNull();
        caller.close();
        assertThat(socket).doesNotExist();
        assertThat(name()).doesNotExist();
        assertThat(ControlCaller.call(name())).isNull();
    }

    /** What a killed process leaves: a socket nobody listens to. */
    @Test
    void shouldTakeThePlaceOfAnOwnerThatWasKilled() throws Exception {
        open().close();
        Path socket = SocketFolder.socket(name());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        Files.writeString(name(), socket + "\n");
        assertThat(socket).exists();
        assertThat(ControlCaller.call(name())).isNull();

        try (ControlSocket open = open();
                ControlCaller caller = ControlCaller.call(name())) {
            assertThat(open).isNotNull();
            assertThat(caller.ask("a")).isEqualTo("A");
        }
    }

    @Test
    void shouldBeForItsUserOnly() throws Exception {
        try (ControlSocket open = open()) {
            assertThat(open).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())))
                    .isEqualTo("rwx------");
        }
    }

    /** Of a machine that went down while it was written. */
    @Test
    void shouldTakeAFileThatNamesNoSocketForNobody() throws Exception {
        for (String torn : new String[] {"", "socket", "/", "/tmp/\0\0\0\0"}) {
            Files.writeString(name(), torn);
            assertThat(ControlCaller.call(name())).as("'%s'", torn).isNull();
        }
    }

    @Test
    void shouldSayWhomToAskAsWhenNobodyElseIsHeard() throws Exception {
        Path deaf = Files.createFile(
                folder.resolve("x".repeat(150))); // no address takes it: it fails as a closed folder does
        Files.writeString(name(), deaf.toString());
        assertThatThrownBy(() -> ControlCaller.call(name()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a run listens at " + deaf)
                .hasMessageContaining("ask as the user who has started it");
    }

    /** Only root may become another user to try. */
    @Test
    void shouldRefuseAnotherUser() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs Python");
        try (ControlSocket open = open()) {
            assertThat(open).isNotNull();
            assertThat(connectAs("0")).isZero();
            assertThat(connectAs("65534")).isEqualTo(13); // EACCES
            Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.setPosixFilePermissions(socket().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                assertThat(connectAs("65534"))
                        .as("it connects, and is not answered")
                        .isEqualTo(99);
            } finally {
                Files.setPosixFilePermissions(socket().getParent(), PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    /** Somebody may have been there before. */
    @Test
    void shouldNotUseAFolderThatIsNotItsUsers() throws Exception {
        Path away = Files.createDirectory(folder.resolve("temporary"));
        Files.createSymbolicLink(away.resolve("millrace-" + new UnixSystem().getUid()), folder);
        ProcessBuilder child = new ProcessBuilder(
                ChildJvm.java(),
                "-Djava.io.tmpdir=" + away,
                "-cp",
                System.getProperty("java.class.path"),
                ControlSocketTest.class.getName(),
                name().toString());
        child.environment().remove("XDG_RUNTIME_DIR");
        Process process = child.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                .contains("it is a link or a file where a folder belongs");
    }

    /** Empty it would be the folder that one happens to be in, and too long it could not be bound. */
    @Test
    void shouldDoWithoutARuntimeFolderThatIsOfNoUse() throws Exception {
        assertThat(SocketFolder.isFit(Path.of("/tmp"))).isTrue();
        assertThat(SocketFolder.isFit(Path.of(""))).isFalse();
        assertThat(SocketFolder.isFit(Path.of("target"))).isFalse();
        assertThat(SocketFolder.isFit(folder.resolve("missing"))).isFalse();
        assertThat(SocketFolder.isFit(Files.createFile(folder.resolve("file")))).isFalse();
        assertThat(SocketFolder.isFit(Files.createDirectory(folder.resolve("x".repeat(120)))))
                .isFalse();
    }

    @Test
    void shouldNotMindManyCallers() throws Exception {
        List<ControlCaller> callers = new ArrayList<>();
        try (ControlSocket open = open()) {
            assertThat(open).isNotNull();
            for (int i = 0; i < 40; i++) {
                callers.add(ControlCaller.call(name()));
            }
            assertThat(callers.get(0).ask("a")).isEqualTo("A");
            for (ControlCaller caller : callers) {
                caller.close();
            }
            awaitAnswer();
        }
    }

    /** A child: opens the socket that it is told to. */
    public static void main(String[] args) throws Exception {
        try (ControlSocket open = new ControlSocket(Path.of(args[0]), line -> line)) {
            System.out.println("opened " + (open != null));
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    private void awaitAnswer() throws Exception {
        String answer = null;
        while (answer == null) {
            try (ControlCaller caller = ControlCaller.call(name())) {
                answer = caller.ask("a");
            }
        }
        assertThat(answer).isEqualTo("A");
    }

    private int connectAs(String user) throws Exception {
        String connect =
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                try:
                    s.connect(sys.argv[1])
                    s.sendall(b'a\\n')
                    sys.exit(0 if s.recv(9) else 99)
                except ConnectionError:
                    sys.exit(99)
                except OSError as e:
                    sys.exit(e.errno)
                """;
        return new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--reuid",
                        user,
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        connect,
                        socket().toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private ControlSocket open() throws IOException {
        return new ControlSocket(name(), line -> line.toUpperCase(Locale.ROOT));
    }

    private Path name() {
        return folder.resolve("control");
    }

    private Path socket() throws IOException {
        return Path.of(Files.readString(name()).strip());
    }
}
