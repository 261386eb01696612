package io.millrace.store.files;

import io.millrace.media.format.ByteSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A disk with a cache that a power cut empties, as strictly as POSIX allows: of a file there is what was there when it
 * was last forced, and a folder has the names that it had when it was last forced. What is not written through this
 * disk (marks below {@code .millrace}, which force themselves) survives.
 */
final class VolatileDisk extends Disk {

    private final Instants instants;
    private final Map<Path, Inode> files = new HashMap<>();
    private final Map<FileChannel, Inode> open = new HashMap<>();
    private final Map<Path, Map<String, Inode>> forcedFolders = new HashMap<>();

    /** Told before each operation; may end the process there. */
    interface Instants {
        void next();
    }

    /** A file, whatever it is called; a folder has no content and no path. */
    private static final class Inode {
        private static final Inode FOLDER = new Inode(null);

        private Path path;
        private byte[] forced = {};

        Inode(Path path) {
            this.path = path;
        }
    }

    VolatileDisk(Instants instants) {
        this.instants = instants;
    }

    /** Makes {@code after} what a machine finds of {@code root} that lost its power now. */
    void cut(Path root, Path after) throws IOException {
        Files.createDirectories(after);
        survive(root, after);
        try (Stream<Path> hidden = Files.walk(root.resolve(".millrace"))) {
            for (Path path : (Iterable<Path>) hidden::iterator) {
                Path copy = after.resolve(root.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else if (!files.containsKey(path)) {
                    Files.copy(path, copy);
                }
            }
        }
        survive(root.resolve(".millrace/shards"), after.resolve(".millrace/shards"));
    }

    private void survive(Path folder, Path after) throws IOException {
        for (Map.Entry<String, Inode> entry :
                forcedFolders.getOrDefault(folder, Map.of()).entrySet()) {
            Path copy = after.resolve(entry.getKey());
            if (entry.getValue() == Inode.FOLDER) {
                Files.createDirectories(copy);
                survive(folder.resolve(entry.getKey()), copy);
            } else {
                Files.write(copy, entry.getValue().forced);
            }
        }
    }

    @Override
    public void makeFolders(Path folder) throws IOException {
        instants.next();
        super.makeFolders(folder);
    }

    @Override
    public void write(Path file, ByteSource content, boolean forced) throws IOException {
        instants.next();
        super.write(file, content, forced);
        Inode inode = inode(file);
        if (forced) {
            inode.forced = Files.readAllBytes(file);
        }
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        instants.next();
        FileChannel channel = super.create(file);
        open.put(channel, inode(file));
        return channel;
    }

    @Override
    public void write(FileChannel file, long at, ByteSource content) throws IOException {
        instants.next();
        super.write(file, at, content);
    }

    @Override
    public void copy(FileChannel from, long start, long length, FileChannel to, long at) throws IOException {
        instants.next();
        super.copy(from, start, length, to, at);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        instants.next();
        Inode inode = open.get(file);
        inode.forced = Files.readAllBytes(inode.path);
    }

    @Override
    public void force(Path file) throws IOException {
        instants.next();
        inode(file).forced = Files.readAllBytes(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        instants.next();
        super.rename(from, to);
        Inode inode = inode(from);
        files.remove(from);
        inode.path = to;
        files.put(to, inode);
    }

    @Override
    public boolean remove(Path file) throws IOException {
        instants.next();
        files.remove(file);
        return super.remove(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        instants.next();
        Map<String, Inode> names = new HashMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                names.put(entry.getFileName().toString(), Files.isDirectory(entry) ? Inode.FOLDER : inode(entry));
            }
        }
        names.remove(".millrace");
        forcedFolders.put(folder, names);
    }

    private Inode inode(Path file) {
        return files.computeIfAbsent(file, Inode::new);
    }
}
