package io.millrace.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.millrace.run.process.Daemon;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/**
 * The end that answers: from its making to its closing, a daemon thread of its own for each caller. What a killed owner
 * left is replaced, so two owners at a time must be kept apart by other means: here, by the lock on the output.
 */
public final class ControlSocket implements AutoCloseable {

    /** Enough for every terminal that a person has open; one more is not answered. */
    private static final int MOST_CALLERS = 16;

    /** How long closing waits for answers under way. */
    private static final long ANSWER_MS = 500;

    private static final long RETRY_NS = 100_000_000;

    private final Path name;
    private final Path socket;
    private final ServerSocketChannel server;
    private final UserPrincipal user;
    private final UnaryOperator<String> answers;

    /** Held by whoever answers, to write for whoever closes. */
    private final ReadWriteLock answering = new ReentrantReadWriteLock();

    private final Set<SocketChannel> callers = ConcurrentHashMap.newKeySet();

    /**
     * Begins to listen.
     *
     * @param name the file that says where the socket is; written whole, removed by {@link #close}
     * @param answers to each line one line, neither with a line's end; called by several threads
     * @throws IOException if there can be no such socket: the run can do without
     */
    public ControlSocket(Path name, UnaryOperator<String> answers) throws IOException {
        this.name = name;
        this.answers = answers;
        this.socket = SocketFolder.socket(name);
        Files.deleteIfExists(socket);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            this.user = Files.getOwner(socket);
            publish();
        } catch (IOException | RuntimeException e) {
            server.close();
            Files.deleteIfExists(socket);
            throw e;
        }
        Daemon.start("control", this::accept);
    }

    /** A call that is being answered gets its answer, if that takes no longer than a moment: it may be why we close. */
    @Override
    public void close() throws IOException {
        server.close();
        awaitAnswers();
        for (SocketChannel caller : callers) {
            caller.close();
        }
        Files.deleteIfExists(name);
        Files.deleteIfExists(socket);
    }

    private void awaitAnswers() {
        try {
            if (answering.writeLock().tryLock(ANSWER_MS, TimeUnit.MILLISECONDS)) {
                answering.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish() throws IOException {
        Path part = name.resolveSibling(name.getFileName() + ".part");
        Files.writeString(part, socket + "\n");
        Files.move(part, name, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                greet(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(RETRY_NS); // no descriptor left, perhaps: a later caller may have more luck
            }
        }
    }

    private void greet(SocketChannel caller) throws IOException {
        if (callers.size() >= MOST_CALLERS || !SocketFolder.isOf(user, caller)) {
            caller.close();
            return;
        }
        callers.add(caller);
        Daemon.start("control-caller", () -> answer(caller));
    }

    private void answer(SocketChannel caller) {
        try (Closeable leaves = () -> leave(caller);
                BufferedReader lines = new BufferedReader(Channels.newReader(caller, UTF_8));
                PrintStream reply = new PrintStream(Channels.newOutputStream(caller), false, UTF_8)) {
            assert leaves != null;
            for (String line; (line = lines.readLine()) != null && !reply.checkError(); ) {
                reply(line, reply);
            }
        } catch (IOException e) {
            // the caller is gone, or we are closing
        }
    }

    private void reply(String line, PrintStream reply) {
        answering.readLock().lock();
        try {
            reply.print(answers.apply(line) + "\n");
            reply.flush();
        } finally {
            answering.readLock().unlock();
        }
    }

    private void leave(SocketChannel caller) throws IOException {
        callers.remove(caller);
        caller.close();
    }
}
