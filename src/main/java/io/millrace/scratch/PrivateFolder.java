package io.millrace.scratch;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * A folder that only this process's user may enter, so that whatever lies in it is the user's own. Others may have made
 * a folder or a link of the same name first: such a one is refused. Root may do anything and is trusted. For any
 * threads.
 */
public final class PrivateFolder {

    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    /** Permissions of the group and of everybody else. */
    private static final int OF_OTHERS = 0077;

    private static final String ELSEWHERE = "name another temporary folder with TMPDIR";

    private PrivateFolder() {}

    /**
     * Makes {@code folder} with mode 0700, or checks the one that is there.
     *
     * @throws FileSystemException with a reason that says what to do, if it is no folder, another user's, or open to
     *     others
     */
    public static void require(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS));
        } catch (FileAlreadyExistsException e) {
            check(folder);
        } catch (NoSuchFileException e) {
            throw refused(folder, "the folder above it does not exist; make it, or " + ELSEWHERE);
        }
    }

    /** What is done in an open folder. */
    @FunctionalInterface
    interface Work {
        void in(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /**
     * Does {@code work} in the folder as it is open: that stays in it, even when the path leads elsewhere meanwhile.
     * Not done where the system has no calls that are relative to an open folder.
     *
     * @throws FileSystemException as for {@link #require}
     */
    static void within(Path folder, Work work) throws IOException {
        Object key = check(folder);
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(folder)) {
            if (opened instanceof SecureDirectoryStream<Path> secure) {
                requireSame(folder, key, secure);
                work.in(secure);
            }
        }
    }

    private static void requireSame(Path folder, Object key, SecureDirectoryStream<Path> opened) throws IOException {
        BasicFileAttributes is =
                opened.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        if (!key.equals(is.fileKey())) {
            throw refused(folder, "it was exchanged just now; " + ELSEWHERE);
        }
    }

    /** What the system knows the folder by. */
    private static Object check(Path folder) throws IOException {
        Map<String, Object> is =
                Files.readAttributes(folder, "unix:isDirectory,uid,mode,fileKey", LinkOption.NOFOLLOW_LINKS);
        if (!(Boolean) is.get("isDirectory")) {
            throw refused(folder, "it is a link or a file where a folder belongs; remove it, or " + ELSEWHERE);
        }
        int owner = (Integer) is.get("uid");
        if (owner != uid()) {
            throw refused(folder, "it belongs to another user (uid " + owner + "); " + ELSEWHERE);
        }
        int mode = (Integer) is.get("mode");
        if ((mode & OF_OTHERS) != 0) {
            String octal = Integer.toOctalString(mode & 0777);
            throw refused(
                    folder, "others may enter it (mode " + octal + "); chmod 700 " + folder + ", or " + ELSEWHERE);
        }
        return is.get("fileKey");
    }

    /** Whether this user has made {@code file}: a regular file, no link. */
    public static boolean holdsOurs(Path file) throws IOException {
        try {
            Map<String, Object> is = Files.readAttributes(file, "unix:isRegularFile,uid", LinkOption.NOFOLLOW_LINKS);
            return (Boolean) is.get("isRegularFile") && (Integer) is.get("uid") == uid();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The number of this process's user. */
    static long uid() {
        return new UnixSystem().getUid();
    }

    private static FileSystemException refused(Path folder, String reason) {
        return new FileSystemException(folder.toString(), null, reason);
    }
}
