package io.millrace.run.process;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/**
 * Standard output that remembers whether it could be written. {@link System#out} swallows such errors: a full disk
 * would look like an empty answer, and success. Safe for any threads.
 */
public final class StandardOutput extends OutputStream {

    /** What a shell says of a program that SIGPIPE has ended, as it ends most; Java ignores that signal. */
    private static final int READER_GONE = 128 + 13;

    private static final String BROKEN_PIPE = "Broken pipe";
    private static final int BUFFER_BYTES = 8192;

    /**
     * Ends a verb whose answer does not arrive; no one who can do something about another file should take it for that.
     */
    public static final class Unwritable extends UncheckedIOException {

        Unwritable() {
            super(new IOException("standard output cannot be written"));
        }
    }

    private final OutputStream to;
    private IOException failure;

    StandardOutput(OutputStream to) {
        this.to = to;
    }

    /** Puts one in the place of {@link System#out}. */
    public static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(new BufferedOutputStream(output, BUFFER_BYTES), true, encoding()));
        return output;
    }

    /** That of the terminal, which newer versions of Java tell apart from that of files. */
    private static Charset encoding() {
        String name = System.getProperty("stdout.encoding", "");
        return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
    }

    /**
     * {@link System#out} for what may be long: nobody goes on writing where nothing arrives. Closing it only flushes.
     */
    public static OutputStream stream() {
        return new FilterOutputStream(System.out) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                System.out.write(bytes, from, length);
                flush();
            }

            @Override
            public void flush() {
                if (System.out.checkError()) {
                    throw new Unwritable();
                }
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    /**
     * What the process is to end with, once everything is printed. An error is said; a reader that has seen enough is
     * none.
     *
     * @param code what it would end with had all arrived
     */
    public int code(int code) {
        System.out.flush();
        IOException failed = failure();
        if (failed == null || (code != ExitCode.OK.code() && code != ExitCode.FAILURES.code())) {
            return code;
        }
        if (String.valueOf(failed.getMessage()).contains(BROKEN_PIPE)) {
            return READER_GONE;
        }
        System.err.println("standard output cannot be written: " + failed.getMessage());
        return ExitCode.IO.code();
    }

    private synchronized IOException failure() {
        return failure;
    }

    @Override
    public synchronized void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** Once it has failed it stays so: what comes later would stand behind a gap. */
    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
