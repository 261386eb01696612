package io.millrace.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Sha256;
import io.millrace.scratch.PrivateFolder;
import io.millrace.scratch.ScratchRoot;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Where sockets lie: a folder of the user's own, that nobody else may enter. */
final class SocketFolder {

    private static final int NAME_DIGITS = 16;

    /** Of a socket's path, on Linux; a zero follows. */
    private static final int MOST_BYTES = 107;

    /** For users whose temporary folder has too long a path. */
    private static final Path SHORT = Path.of("/tmp");

    private SocketFolder() {}

    /** One socket for each output, so that what a killed process left is found and replaced. */
    static Path socket(Path name) throws IOException {
        Path real = name.toAbsolutePath().getParent().toRealPath();
        return folder().resolve(Sha256.hex(real.toString().getBytes(UTF_8)).substring(0, NAME_DIGITS));
    }

    /** Whether the process at the other end is of {@code user}, or root's, who may do anything. */
    static boolean isOf(UserPrincipal user, SocketChannel caller) throws IOException {
        UserPrincipal peer = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return peer.equals(user) || peer.getName().equals("root");
    }

    private static Path folder() throws IOException {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime == null || !isFit(Path.of(runtime))) {
            Path own = ScratchRoot.ofSystem().folder();
            return isShort(own) ? own : ScratchRoot.in(SHORT).folder();
        }
        Path folder = Path.of(runtime, "millrace");
        PrivateFolder.require(folder);
        return folder;
    }

    /** One that is not absolute is to be ignored, by its own definition. */
    static boolean isFit(Path runtime) {
        return runtime.isAbsolute()
                && isShort(runtime.resolve("millrace"))
                && Files.isDirectory(runtime)
                && Files.isWritable(runtime);
    }

    private static boolean isShort(Path folder) {
        Path longest = folder.toAbsolutePath().resolve("0".repeat(NAME_DIGITS));
        return longest.toString().getBytes(UTF_8).length <= MOST_BYTES;
    }
}
