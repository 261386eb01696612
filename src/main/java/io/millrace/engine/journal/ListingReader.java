package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.journal.record.RecordScanner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Walks the records of a listing in order, up to the first that is not whole. One thread. */
public final class ListingReader {

    private static final int HEAD_BYTES = 8;
    static final int MAX_RECORD_BYTES = HEAD_BYTES + 2 * 0xffff;

    private final RandomAccessFile file;
    private final long end;
    private final ByteBuffer window = ByteBuffer.allocate(2 * MAX_RECORD_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .limit(0);
    private final CRC32C crc = new CRC32C();
    private long windowOffset;
    private int at;
    private int length;

    /** Reads from {@code start} to {@code end} of {@code file}, which stays the caller's. */
    public ListingReader(RandomAccessFile file, long start, long end) {
        this.file = file;
        this.end = end;
        this.windowOffset = start;
    }

    /** Moves to the next record; false if there is none that is whole. */
    public boolean next() throws IOException {
        at += length;
        length = 0;
        if (window.limit() - at < MAX_RECORD_BYTES && windowOffset + window.limit() < end) {
            refill();
        }
        length = whole();
        return length > 0;
    }

    /** Where the record after the current one begins: the end of what is whole, once {@link #next} was false. */
    public long position() {
        return windowOffset + at + length;
    }

    public String id() {
        return new String(window.array(), at + HEAD_BYTES, idLength(), UTF_8);
    }

    String source() {
        int idLength = idLength();
        return new String(window.array(), at + HEAD_BYTES + idLength, length - HEAD_BYTES - idLength, UTF_8);
    }

    /** Whether the current record has this id, in UTF-8. */
    boolean hasId(byte[] id) {
        int start = at + HEAD_BYTES;
        return Arrays.equals(window.array(), start, start + idLength(), id, 0, id.length);
    }

    /** The checksum of the current record. */
    public int crc() {
        return window.getInt(at);
    }

    /** Writes a record at the buffer's position, which has to have room; returns its checksum. */
    static int put(ByteBuffer to, byte[] id, byte[] source, int sourceLength, CRC32C crc) {
        int start = to.position();
        to.putInt(0).putShort((short) id.length).putShort((short) sourceLength);
        to.put(id).put(source, 0, sourceLength);
        crc.reset();
        crc.update(to.array(), to.arrayOffset() + start + 4, to.position() - start - 4);
        to.putInt(start, (int) crc.getValue());
        return (int) crc.getValue();
    }

    private int whole() {
        if (window.limit() - at < HEAD_BYTES) {
            return 0;
        }
        int bytes = HEAD_BYTES + idLength() + Short.toUnsignedInt(window.getShort(at + 6));
        if (idLength() == 0 || bytes > window.limit() - at) {
            return 0;
        }
        crc.reset();
        crc.update(window.array(), at + 4, bytes - 4);
        return (int) crc.getValue() == window.getInt(at) ? bytes : 0;
    }

    private int idLength() {
        return Short.toUnsignedInt(window.getShort(at + 4));
    }

    private void refill() throws IOException {
        windowOffset += at;
        window.position(at).compact();
        at = 0;
        long left = end - windowOffset - window.position();
        window.limit((int) Math.min(window.capacity(), window.position() + Math.max(0, left)));
        RecordScanner.fill(window, file, windowOffset);
        window.flip();
    }
}
