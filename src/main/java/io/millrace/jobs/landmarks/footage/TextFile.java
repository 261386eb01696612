package io.millrace.jobs.landmarks.footage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Texts one behind the other in a file, of which a table remembers only the places. A table that held them itself would
 * take memory for thousands of them at once, both when they come and when they are read, whatever their size. First
 * written, then read; one thread at a time.
 */
final class TextFile implements Closeable {

    static final int MOST_BYTES = 64 << 20;

    private final FileChannel channel;
    private final OutputStream out;
    private long end;
    private long begun;

    /** A text is longer than {@link #MOST_BYTES}. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private TextFile(FileChannel channel) {
        this.channel = channel;
        this.out = new Counting(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
    }

    static TextFile create(Path file) throws IOException {
        return new TextFile(FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Where the text goes that is begun with this. */
    OutputStream begin() {
        begun = end;
        return out;
    }

    /** Where the text that was begun last stands. */
    long begun() {
        return begun;
    }

    /** Its bytes so far. */
    int length() {
        return (int) (end - begun);
    }

    /** All is written. */
    void finish() throws IOException {
        out.flush();
    }

    String read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the temporary file of annotations has become shorter");
            }
        }
        return new String(bytes.array(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Counting extends FilterOutputStream {

        Counting(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (end + count - begun > MOST_BYTES) {
                throw new TooLongException();
            }
            super.out.write(bytes, from, count);
            end += count;
        }
    }
}
