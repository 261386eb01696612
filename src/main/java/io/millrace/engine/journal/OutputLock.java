package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.journal.JournalException.Kind;
import io.millrace.engine.journal.record.MachineIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps every other process away from an output. The system releases it however this process ends. What it locks is a
 * file, not a name: of a LOCK that was removed another process would find none, and make one of its own.
 */
public final class OutputLock implements Closeable {

    public static final String NAME = "LOCK";

    /**
     * LOCK files this JVM holds. A POSIX lock belongs to the process and goes when it closes <em>any</em> handle of the
     * file: a second open in the same JVM must be refused before it touches the file, so this has to be JVM-wide.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    /** What tells the file from another one of that name; null where the file system has no such thing. */
    private final Object key;

    private OutputLock(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.key = key(file);
    }

    /** Takes {@code folder/LOCK} and writes who holds it, or says who does. */
    static OutputLock take(Path folder, MachineIdentity host) throws IOException, JournalException {
        Path file = folder.toRealPath().resolve(NAME);
        if (!HELD.add(file)) {
            throw held(folder, "this process (" + host.pid() + ")");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(channel, folder, file, host);
            return new OutputLock(file, channel);
        } catch (IOException | RuntimeException e) {
            Journal.closeAll(e, channel);
            HELD.remove(file);
            throw e;
        }
    }

    /**
     * @throws JournalException IO if somebody has taken the file away, so that another process may write here by now
     */
    void requireInPlace() throws JournalException {
        if (!isInPlace()) {
            throw new JournalException(
                    Kind.IO,
                    file + " was taken away while the run was going, and another run may write there now, so this one"
                            + " ends. No lock is left behind when a run has died: LOCK need never be removed");
        }
    }

    private boolean isInPlace() {
        try {
            Object now = key(file);
            return key == null || now == null || now.equals(key);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true; // a disk that does not answer says nothing
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }

    private static void lock(FileChannel channel, Path folder, Path file, MachineIdentity host) throws IOException {
        if (channel.tryLock() == null) {
            throw held(folder, holder(file));
        }
        channel.truncate(0);
        channel.write(UTF_8.encode("pid " + host.pid() + "\nhost " + host.name() + "\n"));
    }

    private static JournalException held(Path folder, String holder) {
        Path output = folder.endsWith(JournalFolder.HIDDEN) ? folder.getParent() : folder;
        return new JournalException(
                Kind.LOCKED, output + " is in use by " + holder + "; wait until it ends, or stop it");
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
