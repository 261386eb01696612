package io.millrace.store.files;

import io.millrace.media.format.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk that tells what it is about to do, so that a test can note it, fail it or end the process there. */
public final class WatchedDisk extends Disk {

    /** Told in the middle of a write, when half of the file's beginning is there. */
    public static final String TORN = "torn";

    /** Of what is done to an open file. */
    private static final Path NOWHERE = Path.of("");

    private final Watcher watcher;

    /** Hears of each operation before it is done; what it throws comes out of the operation. */
    public interface Watcher {
        void before(String operation, Path path) throws IOException;
    }

    public WatchedDisk(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void makeFolders(Path folder) throws IOException {
        watcher.before("makeFolders", folder);
        super.makeFolders(folder.getParent());
        watcher.before(TORN, folder);
        super.makeFolders(folder);
    }

    @Override
    public void write(Path file, ByteSource content, boolean forced) throws IOException {
        watcher.before(forced ? "write+force" : "write", file);
        super.write(file, half(content), false);
        watcher.before(TORN, file);
        super.write(file, content, forced);
    }

    /** Of the first piece. */
    private static ByteSource half(ByteSource content) {
        boolean[] begun = {false};
        return sink -> content.to(pieces -> {
            if (!begun[0]) {
                begun[0] = true;
                ByteBuffer first = pieces[0].duplicate();
                sink.put(first.limit(first.limit() / 2));
            }
        });
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        watcher.before("create", file);
        return super.create(file);
    }

    @Override
    public void write(FileChannel file, long at, ByteSource content) throws IOException {
        watcher.before("append", NOWHERE);
        super.write(file, at, half(content));
        watcher.before(TORN, NOWHERE);
        super.write(file, at, content);
    }

    @Override
    public void copy(FileChannel from, long start, long length, FileChannel to, long at) throws IOException {
        watcher.before("copy", NOWHERE);
        super.copy(from, start, length / 2, to, at);
        watcher.before(TORN, NOWHERE);
        super.copy(from, start, length, to, at);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        watcher.before("force", NOWHERE);
        super.force(file);
    }

    @Override
    public void force(Path file) throws IOException {
        watcher.before("force", file);
        super.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        watcher.before("rename", to);
        super.rename(from, to);
    }

    @Override
    public boolean remove(Path file) throws IOException {
        watcher.before("remove", file);
        return super.remove(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        watcher.before("forceFolder", folder);
        super.forceFolder(folder);
    }
}
