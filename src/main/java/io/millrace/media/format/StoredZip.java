package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A zip archive whose members are stored as they are: PKWARE's APPNOTE.TXT 6.3.10, 4.3. Every number in it is known
 * before the first byte is written. Times are the format's earliest; what does not fit into 32 bits goes into zip64's
 * fields, and only that.
 */
public final class StoredZip {

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int END = 0x06054b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR64_BYTES = 20;
    private static final int END_BYTES = 22;
    private static final int EXTRA_HEAD_BYTES = 4;
    private static final short EXTRA64 = 1;

    private static final long NOT_HERE = 0xffff_ffffL;

    private static final short VERSION = 20;
    private static final short VERSION64 = 45;
    private static final short UNIX = 3 << 8;

    /** Of a regular file that its owner writes and everybody reads. */
    private static final int ATTRIBUTES = 0100644 << 16;

    /** The first of January 1980. */
    private static final short DATE = 1 << 5 | 1;

    private StoredZip() {}

    /**
     * A member.
     *
     * @param name ASCII
     * @param size in bytes
     * @param crc32 of the content
     */
    public record Member(String name, long size, int crc32, ByteSource content) {}

    public static ByteSource of(List<Member> members) {
        return sink -> {
            long at = 0;
            ByteBuffer directory = buffer(members.size() * 256);
            for (Member member : members) {
                ByteBuffer header = local(member);
                directory.put(central(member, at));
                at += header.remaining() + member.size;
                sink.put(header);
                member.content.to(sink);
            }
            directory.flip();
            ByteBuffer end = end(members.size(), at, directory.remaining());
            sink.put(directory, end);
        };
    }

    private static ByteBuffer local(Member member) {
        boolean large = member.size >= NOT_HERE;
        int extra = large ? EXTRA_HEAD_BYTES + 2 * Long.BYTES : 0;
        ByteBuffer header = buffer(LOCAL_BYTES + member.name.length() + extra).putInt(LOCAL);
        common(header, member, large, extra);
        header.put(member.name.getBytes(US_ASCII));
        if (large) {
            extra(header, extra).putLong(member.size).putLong(member.size);
        }
        return header.flip();
    }

    private static ByteBuffer central(Member member, long at) {
        boolean large = member.size >= NOT_HERE;
        boolean far = at >= NOT_HERE;
        int numbers = (large ? 2 : 0) + (far ? 1 : 0);
        int extra = numbers == 0 ? 0 : EXTRA_HEAD_BYTES + numbers * Long.BYTES;
        ByteBuffer header = buffer(CENTRAL_BYTES + member.name.length() + extra).putInt(CENTRAL);
        header.putShort((short) (UNIX | (numbers > 0 ? VERSION64 : VERSION)));
        common(header, member, numbers > 0, extra);
        header.putShort((short) 0); // no comment
        header.putShort((short) 0).putShort((short) 0); // on the first disk, of no kind
        header.putInt(ATTRIBUTES).putInt((int) Math.min(at, NOT_HERE));
        header.put(member.name.getBytes(US_ASCII));
        if (numbers > 0) {
            extra(header, extra);
        }
        if (large) {
            header.putLong(member.size).putLong(member.size);
        }
        if (far) {
            header.putLong(at);
        }
        return header.flip();
    }

    /** What both headers of a member have. */
    private static void common(ByteBuffer header, Member member, boolean needs64, int extra) {
        header.putShort(needs64 ? VERSION64 : VERSION);
        header.putShort((short) 0).putShort((short) 0); // no flags, stored
        header.putShort((short) 0).putShort(DATE);
        header.putInt(member.crc32);
        int size = (int) Math.min(member.size, NOT_HERE);
        header.putInt(size).putInt(size);
        header.putShort((short) member.name.length()).putShort((short) extra);
    }

    private static ByteBuffer extra(ByteBuffer header, int bytes) {
        return header.putShort(EXTRA64).putShort((short) (bytes - EXTRA_HEAD_BYTES));
    }

    /** @param at where the directory begins */
    private static ByteBuffer end(int members, long at, int directory) {
        ByteBuffer end = buffer(END64_BYTES + LOCATOR64_BYTES + END_BYTES);
        if (at >= NOT_HERE) {
            end.putInt(END64).putLong(END64_BYTES - 12); // what follows this number
            end.putShort((short) (UNIX | VERSION64)).putShort(VERSION64);
            end.putInt(0).putInt(0).putLong(members).putLong(members);
            end.putLong(directory).putLong(at);
            end.putInt(LOCATOR64).putInt(0).putLong(at + directory).putInt(1);
        }
        end.putInt(END).putShort((short) 0).putShort((short) 0);
        end.putShort((short) members).putShort((short) members);
        end.putInt(directory).putInt((int) Math.min(at, NOT_HERE)).putShort((short) 0);
        return end.flip();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
