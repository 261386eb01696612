package io.millrace.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/** Where sockets lie: a folder of the user's own, that nobody else may enter. */
final class SocketFolder {

    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    private static final int NAME_DIGITS = 16;

    /** Of a socket's path, on Linux; a zero follows. */
    private static final int MOST_BYTES = 107;

    private SocketFolder() {}

    /** One socket for each output, so that what a killed process left is found and replaced. */
    static Path socket(Path name) throws IOException {
        Path real = name.toAbsolutePath().getParent().toRealPath();
        return folder().resolve(digest(real.toString()));
    }

    /** Whether the process at the other end is this user's, or root's, who may do anything. */
    static boolean isOfOurUser(SocketChannel caller) throws IOException {
        String user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals(user()) || user.equals("root");
    }

    private static Path folder() throws IOException {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        Path folder = runtime != null && isFit(Path.of(runtime))
                ? Path.of(runtime, "millrace")
                : Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + user());
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS));
        } catch (FileAlreadyExistsException e) {
            requireOurs(folder);
        }
        return folder;
    }

    /** One that is not absolute is to be ignored, by its own definition. */
    static boolean isFit(Path runtime) {
        Path longest = runtime.resolve("millrace").resolve("0".repeat(NAME_DIGITS));
        return runtime.isAbsolute()
                && longest.toString().getBytes(UTF_8).length <= MOST_BYTES
                && Files.isDirectory(runtime)
                && Files.isWritable(runtime);
    }

    /** Anybody may have made a folder of this name in the temporary folder before us. */
    private static void requireOurs(Path folder) throws IOException {
        PosixFileAttributes is = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!is.isDirectory() || !is.owner().getName().equals(user())) {
            throw new IOException(folder + " is not a folder of user " + user());
        }
        if (!is.permissions().equals(OURS)) {
            Files.setPosixFilePermissions(folder, OURS);
        }
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(sha256).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
