package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Walks the members of an archive in order, headers only. It ends at the end of the archive, and likewise before
 * anything that is no header or whose content is not all there: what a killed process has left. One thread.
 */
public final class TarReader {

    private static final int LONGEST_PAX = 64 << 10;

    private final FileChannel file;
    private final ByteBuffer block = ByteBuffer.allocate(TarHeader.BLOCK);
    private final long length;
    private long at;

    /** @param file stays the caller's; its position is not used */
    public TarReader(FileChannel file) throws IOException {
        this.file = file;
        this.length = file.size();
    }

    /** The next member, or null behind the last one that is whole. */
    public TarMember next() throws IOException {
        long start = at;
        if (!header(start)) {
            return null;
        }
        if (block.get(TarHeader.TYPE_AT) != TarHeader.PAX) {
            return member(start, start, ustarName());
        }
        String name = paxName(start + TarHeader.BLOCK);
        long own = start + TarHeader.BLOCK + size() + TarHeader.padding(size());
        return name != null && header(own) ? member(start, own, name) : null;
    }

    /** Whether what is behind the last member that {@link #next} gave is the end of the archive, and of the file. */
    public boolean ended() throws IOException {
        ByteBuffer end = ByteBuffer.allocate(TarHeader.end().length);
        return at + end.capacity() == length && fill(end, at) && end.flip().equals(ByteBuffer.wrap(TarHeader.end()));
    }

    private TarMember member(long start, long header, String name) {
        TarMember member = new TarMember(name, start, header + TarHeader.BLOCK, size());
        if (block.get(TarHeader.TYPE_AT) != TarHeader.FILE || member.end() > length) {
            return null;
        }
        at = member.end();
        return member;
    }

    /** Reads the header at {@code offset} into {@link #block}; false if there is none. */
    private boolean header(long offset) throws IOException {
        return fill(block.clear(), offset)
                && octal(TarHeader.CHECKSUM_AT, TarHeader.CHECKSUM_BYTES) == TarHeader.checksum(block)
                && size() >= 0;
    }

    private boolean fill(ByteBuffer into, long offset) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, offset + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    private String paxName(long offset) throws IOException {
        if (size() > LONGEST_PAX) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate((int) size());
        if (!fill(record, offset)) {
            return null;
        }
        String text = new String(record.array(), UTF_8);
        int path = text.indexOf(" " + TarHeader.PATH);
        return path < 0 || !text.endsWith("\n")
                ? null
                : text.substring(path + 1 + TarHeader.PATH.length(), text.length() - 1);
    }

    private String ustarName() {
        String prefix = text(TarHeader.PREFIX_AT, TarHeader.PREFIX_BYTES);
        String name = text(TarHeader.NAME_AT, TarHeader.NAME_BYTES);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String text(int offset, int bytes) {
        int end = offset;
        while (end < offset + bytes && block.get(end) != 0) {
            end++;
        }
        return new String(block.array(), offset, end - offset, UTF_8);
    }

    private long size() {
        return octal(TarHeader.SIZE_AT, TarHeader.SIZE_BYTES);
    }

    /** -1 if it is none. */
    private long octal(int offset, int bytes) {
        long number = 0;
        for (int i = offset; i < offset + bytes && block.get(i) != 0 && block.get(i) != ' '; i++) {
            int digit = block.get(i) - '0';
            if (digit < 0 || digit > 7) {
                return -1;
            }
            number = number * 8 + digit;
        }
        return number;
    }
}
