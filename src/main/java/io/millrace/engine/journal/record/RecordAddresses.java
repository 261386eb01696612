package io.millrace.engine.journal.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files of a journal laid end to end, so that one number of {@value #BITS} bits says where a record lies, whatever
 * the generation's number. Safe for any threads.
 */
public final class RecordAddresses {

    /** 2 TiB of records. */
    public static final int BITS = 41;

    private final List<Path> files = new ArrayList<>();
    private long[] starts = new long[4];
    private long end;

    /** Adds a file and returns the place of its first byte. Only the one that is added last may grow any more. */
    public synchronized long add(Path file, long bytes) {
        long start = end;
        if ((start + bytes) >> BITS != 0) {
            throw new IllegalStateException("a journal of more than 2 TiB");
        }
        starts = files.size() == starts.length ? Arrays.copyOf(starts, starts.length * 2) : starts;
        starts[files.size()] = start;
        files.add(file);
        end = start + bytes;
        return start;
    }

    /** The number of the file that holds the record, in the order in which they were added. */
    synchronized int number(long place) {
        int at = Arrays.binarySearch(starts, 0, files.size(), place);
        return at >= 0 ? lastOfEmpty(at) : -at - 2;
    }

    synchronized Path file(int number) {
        return files.get(number);
    }

    /** Where in its file the record begins. */
    synchronized long offset(long place) {
        return place - starts[number(place)];
    }

    /** Empty files begin where the next one does. */
    private int lastOfEmpty(int number) {
        int last = number;
        while (last + 1 < files.size() && starts[last + 1] == starts[last]) {
            last++;
        }
        return last;
    }
}
