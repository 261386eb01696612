package io.millrace.store.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.media.format.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Everything the writers do to a disk, one method per operation, so that tests can stop it between any two. */
public class Disk {

    /** The folder and the missing ones above it; one that is there already is fine. */
    public void makeFolders(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    /** The whole file, over whatever was there; {@code forced} to the disk before it is closed if asked. */
    public void write(Path file, ByteSource content, boolean forced) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            content.to(pieces -> writeAll(channel, pieces));
            if (forced) {
                channel.force(true);
            }
        }
    }

    /** Opens a file to be written piece by piece, empty. */
    public FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, CREATE, TRUNCATE_EXISTING, READ, WRITE);
    }

    /** Writes all of {@code content} at byte {@code at}. */
    public void write(FileChannel file, long at, ByteSource content) throws IOException {
        file.position(at);
        content.to(pieces -> writeAll(file, pieces));
    }

    /** Copies {@code length} bytes from byte {@code start} of one file to byte {@code at} of another. */
    public void copy(FileChannel from, long start, long length, FileChannel to, long at) throws IOException {
        to.position(at);
        for (long done = 0; done < length; ) {
            done += from.transferTo(start + done, length - done, to);
        }
    }

    /** Brings what was written to the disk. */
    public void force(FileChannel file) throws IOException {
        file.force(true);
    }

    /** Brings what is in a closed file to the disk. */
    public void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            channel.force(true);
        }
    }

    /** Replaces {@code to} in one step. */
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, ATOMIC_MOVE);
    }

    /** True if it was there. A folder of that name is somebody else's and an error, even an empty one. */
    public boolean remove(Path file) throws IOException {
        if (Files.isDirectory(file, NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "Is a directory");
        }
        return Files.deleteIfExists(file);
    }

    /** Only if it is empty. */
    void removeFolder(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // holds something of somebody's
        }
    }

    /** Forces the names in a folder to the disk, as opposed to what the files hold. */
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel file, ByteBuffer[] pieces) throws IOException {
        while (Arrays.stream(pieces).anyMatch(ByteBuffer::hasRemaining)) {
            file.write(pieces);
        }
    }
}
