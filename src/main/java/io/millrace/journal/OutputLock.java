package io.millrace.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps every other process away from an output. The system releases it however this process ends. */
final class OutputLock implements Closeable {

    static final String NAME = "LOCK";

    /**
     * LOCK files this JVM holds. A POSIX lock belongs to the process and goes when it closes <em>any</em> handle of the
     * file: a second open in the same JVM must be refused before it touches the file, so this has to be JVM-wide.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private OutputLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes {@code folder/LOCK} and writes who holds it, or says who does. */
    static OutputLock take(Path folder, Host host) throws IOException, JournalException {
        Path file = folder.toRealPath().resolve(NAME);
        if (!HELD.add(file)) {
            throw held(folder, "this process (" + host.pid() + ")");
        }
        try {
            return new OutputLock(file, locked(folder, file, host));
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }

    private static FileChannel locked(Path folder, Path file, Host host) throws IOException, JournalException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw held(folder, holder(file));
            }
            channel.truncate(0);
            channel.write(UTF_8.encode("pid " + host.pid() + "\nhost " + host.name() + "\n"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static JournalException held(Path folder, String holder) {
        Path output = folder.endsWith(JournalFolder.HIDDEN) ? folder.getParent() : folder;
        return new JournalException(
                JournalException.Kind.LOCKED, output + " is in use by " + holder + "; wait until it ends, or stop it");
    }

    /** The holder in words; it may be about to write its name just now. */
    private static String holder(Path file) throws IOException {
        String pid = "";
        String host = "";
        for (String line : Files.readAllLines(file)) {
            pid = line.startsWith("pid ") ? line.substring(4) : pid;
            host = line.startsWith("host ") ? line.substring(5) : host;
        }
        return pid.isEmpty() ? "another process" : "process " + pid + " on " + host;
    }
}
