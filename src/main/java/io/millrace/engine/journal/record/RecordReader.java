package io.millrace.engine.journal.record;

import static io.millrace.engine.journal.record.RecordFormat.CRC_AT;
import static io.millrace.engine.journal.record.RecordFormat.ID_AT;
import static io.millrace.engine.journal.record.RecordFormat.MAGIC;
import static io.millrace.engine.journal.record.RecordFormat.MAX_BYTES;

import io.millrace.engine.item.ItemId;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads single records by their place, also of the generation that is being written. What it read stays in a window, so
 * that neighbours cost no further read. Safe for any threads.
 */
public final class RecordReader implements Closeable {

    private static final int MAX_OPEN_FILES = 16;

    private final RecordAddresses places;
    private final ByteBuffer window;
    private final int readBytes;
    private final Map<Integer, RandomAccessFile> files = new LinkedHashMap<>(16, 0.75f, true);
    private final CRC32C crc = new CRC32C();
    private final RecordView view = new RecordView();
    private long windowPlace = -1;

    /** @param readBytes how much to read at once: more where neighbours are wanted next */
    public RecordReader(RecordAddresses places, int readBytes) {
        this.places = places;
        this.readBytes = readBytes;
        this.window = ByteBuffer.allocate(Math.max(readBytes, MAX_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /** The record of {@code id} at {@code place}; null if it is another's, whose hash begins like this one's. */
    public Entry entry(ItemId id, long place, Fingerprints fingerprints) throws IOException {
        Entry entry = entry(place, fingerprints);
        return entry.id().equals(id) ? entry : null;
    }

    public synchronized Entry entry(long place, Fingerprints fingerprints) throws IOException {
        return record(place).entry(fingerprints);
    }

    public synchronized long seq(long place) throws IOException {
        return record(place).seq();
    }

    @Override
    public synchronized void close() throws IOException {
        for (RandomAccessFile file : files.values()) {
            file.close();
        }
        files.clear();
    }

    private RecordView record(long place) throws IOException {
        int length = inWindow(place);
        if (length < 0) {
            fill(place, readBytes);
            length = inWindow(place);
        }
        if (length < 0) {
            fill(place, window.capacity());
            length = inWindow(place);
        }
        if (length < 0) {
            throw new IOException("a record of " + places.file(places.number(place)) + " at byte "
                    + places.offset(place) + " was damaged");
        }
        return view.at(window, (int) (place - windowPlace), length);
    }

    /** The length of the record at {@code place} if all of it is in the window, and as it should be; else -1. */
    private int inWindow(long place) {
        long at = place - windowPlace;
        if (windowPlace < 0 || at < 0 || at + ID_AT > window.limit()) {
            return -1;
        }
        int start = (int) at;
        int length = RecordFormat.length(window, start);
        boolean whole = length > 0
                && start + length <= window.limit()
                && window.getInt(start) == MAGIC
                && window.getInt(start + CRC_AT) == RecordFormat.crc(crc, window, start, length);
        return whole ? length : -1;
    }

    private void fill(long place, int bytes) throws IOException {
        RandomAccessFile file = file(places.number(place));
        long offset = places.offset(place);
        windowPlace = -1;
        window.clear().limit(bytes);
        RecordScanner.fill(window, file, offset);
        window.flip();
        windowPlace = place;
    }

    private RandomAccessFile file(int number) throws IOException {
        RandomAccessFile file = files.get(number);
        if (file == null) {
            if (files.size() >= MAX_OPEN_FILES) {
                closeEldest();
            }
            file = new RandomAccessFile(places.file(number).toFile(), "r");
            files.put(number, file);
        }
        return file;
    }

    private void closeEldest() throws IOException {
        Integer eldest = files.keySet().iterator().next();
        files.remove(eldest).close();
    }
}
