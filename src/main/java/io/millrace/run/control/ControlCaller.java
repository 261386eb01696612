package io.millrace.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The end that asks. One thread's at a time. */
public final class ControlCaller implements AutoCloseable {

    private final SocketChannel channel;
    private final BufferedReader answers;
    private final PrintStream questions;

    private ControlCaller(SocketChannel channel) {
        this.channel = channel;
        this.answers = new BufferedReader(Channels.newReader(channel, UTF_8));
        this.questions = new PrintStream(Channels.newOutputStream(channel), false, UTF_8);
    }

    /**
     * Calls who listens.
     *
     * @param name the file that says where
     * @return null if nobody does: none is running, or it was killed
     * @throws IOException if somebody does, but not to us
     */
    public static ControlCaller call(Path name) throws IOException {
        Path socket = socket(name);
        if (socket == null || (!Files.exists(socket) && Files.isExecutable(socket.getParent()))) {
            return null;
        }
        return connect(socket);
    }

    /** Null where there is none, or a machine that went down has left something else in the file. */
    private static Path socket(Path name) throws IOException {
        try {
            Path socket = Path.of(Files.readString(name).strip());
            return socket.isAbsolute() && socket.getParent() != null ? socket : null;
        } catch (NoSuchFileException | CharacterCodingException | InvalidPathException e) {
            return null;
        }
    }

    private static ControlCaller connect(Path socket) throws IOException {
        try {
            return new ControlCaller(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (ConnectException e) {
            return null;
        } catch (SocketException e) {
            throw new IOException(
                    "a run listens at " + socket + ", but not to this user (" + e.getMessage()
                            + "); ask as the user who has started it",
                    e);
        }
    }

    /**
     * Asks one line and waits for the answer.
     *
     * @return null if the other end is gone before it has answered
     */
    public String ask(String line) throws IOException {
        questions.print(line + "\n");
        if (questions.checkError()) {
            return null;
        }
        try {
            return answers.readLine();
        } catch (IOException e) {
            return null; // reset by a process that ended
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
