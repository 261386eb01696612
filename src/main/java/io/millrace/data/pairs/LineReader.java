package io.millrace.data.pairs;

import java.io.IOException;
import java.io.Reader;

/** A text line by line, each of which is a text that ends where the line does: a line is never held. */
public final class LineReader extends Reader {

    private final Reader text;
    private final char[] buffer = new char[8192];
    private int at;
    private int end;
    private long line;
    private boolean ended;

    /** @param text closed by its owner */
    public LineReader(Reader text) {
        this.text = text;
    }

    /** Goes to the next line, once the one before was read to its end; false behind the last. */
    public boolean nextLine() throws IOException {
        if (line > 0 && !isEmpty()) {
            at++; // the line's own end
        }
        line++;
        return !isEmpty();
    }

    /** The number of the line that is read, from 1. */
    public long line() {
        return line;
    }

    @Override
    public int read(char[] to, int from, int most) throws IOException {
        if (isEmpty() || buffer[at] == '\n') {
            return -1;
        }
        int count = 0;
        while (count < most && at < end && buffer[at] != '\n') {
            to[from + count++] = buffer[at++];
        }
        return count;
    }

    /** The text stays open for the next line. */
    @Override
    public void close() {}

    private boolean isEmpty() throws IOException {
        while (at == end && !ended) {
            at = 0;
            end = Math.max(0, text.read(buffer, 0, buffer.length));
            ended = end == 0;
        }
        return at == end;
    }
}
