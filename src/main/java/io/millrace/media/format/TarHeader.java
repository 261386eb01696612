package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What stands before and after the content of members: POSIX.1-2008, "pax", ustar interchange format. */
public final class TarHeader {

    /** Everything in a tar archive is a multiple of this. */
    public static final int BLOCK = 512;

    static final int NAME_AT = 0;
    static final int NAME_BYTES = 100;
    static final int SIZE_AT = 124;
    static final int SIZE_BYTES = 12;
    static final int CHECKSUM_AT = 148;
    static final int CHECKSUM_BYTES = 8;
    static final int TYPE_AT = 156;
    static final int PREFIX_AT = 345;
    static final int PREFIX_BYTES = 155;

    static final byte FILE = '0';
    static final byte PAX = 'x';

    /** The keyword of a pax record that holds the name. */
    static final String PATH = "path=";

    private static final int MODE_AT = 100;
    private static final int OWNER_AT = 108;
    private static final int GROUP_AT = 116;
    private static final int TIME_AT = 136;
    private static final int MAGIC_AT = 257;
    private static final String MAGIC = "ustar\00000";
    private static final String PAX_NAME = "././@PaxHeader";
    private static final String READ_ONLY = "0000444\0";
    private static final String NOBODY = "0000000\0";

    private TarHeader() {}

    /**
     * The header of a regular file, a pax header before it where ustar cannot hold the name.
     *
     * @param name relative, with forward slashes
     * @param size of the content in bytes, below 8 GiB
     */
    public static byte[] of(String name, long size) {
        byte[] bytes = name.getBytes(UTF_8);
        int slash = split(bytes);
        return slash < -1 ? withPax(bytes, size) : block(bytes, slash, size, FILE);
    }

    /** The end of an archive: two blocks of zeros. */
    public static byte[] end() {
        return new byte[2 * BLOCK];
    }

    /** How many zeros follow a content of {@code size} bytes. */
    public static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    /** Where a name is cut into prefix and name: -1 for nowhere, less if it fits neither way. */
    private static int split(byte[] name) {
        if (name.length <= NAME_BYTES) {
            return -1;
        }
        for (int i = Math.min(PREFIX_BYTES, name.length - 2); i > 0 && i >= name.length - 1 - NAME_BYTES; i--) {
            if (name[i] == '/') {
                return i;
            }
        }
        return -2;
    }

    private static byte[] withPax(byte[] name, long size) {
        byte[] record = paxRecord(name);
        byte[] file = block(Arrays.copyOf(name, NAME_BYTES), -1, size, FILE);
        byte[] pax = block(PAX_NAME.getBytes(US_ASCII), -1, record.length, PAX);
        return ByteBuffer.allocate(pax.length + record.length + padding(record.length) + file.length)
                .put(pax)
                .put(record)
                .put(new byte[padding(record.length)])
                .put(file)
                .array();
    }

    /** {@code "LENGTH path=NAME\n"}, its own length counted. */
    private static byte[] paxRecord(byte[] name) {
        int rest = 1 + PATH.length() + name.length + 1;
        int length = rest;
        while (length != rest + String.valueOf(length).length()) {
            length = rest + String.valueOf(length).length();
        }
        return ByteBuffer.allocate(length)
                .put((length + " " + PATH).getBytes(US_ASCII))
                .put(name)
                .put((byte) '\n')
                .array();
    }

    private static byte[] block(byte[] name, int slash, long size, byte type) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        block.put(NAME_AT, name, slash + 1, name.length - slash - 1);
        block.put(PREFIX_AT, name, 0, Math.max(slash, 0));
        put(block, MODE_AT, type == PAX ? NOBODY : READ_ONLY);
        put(block, OWNER_AT, NOBODY);
        put(block, GROUP_AT, NOBODY);
        put(block, SIZE_AT, octal(size, SIZE_BYTES - 1) + "\0");
        put(block, TIME_AT, octal(0, SIZE_BYTES - 1) + "\0");
        block.put(TYPE_AT, type);
        put(block, MAGIC_AT, MAGIC);
        put(block, CHECKSUM_AT, octal(checksum(block), CHECKSUM_BYTES - 2) + "\0 ");
        return block.array();
    }

    /** The sum of all bytes, those of the checksum taken for spaces. */
    static int checksum(ByteBuffer block) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES;
            sum += own ? ' ' : Byte.toUnsignedInt(block.get(i));
        }
        return sum;
    }

    private static String octal(long number, int digits) {
        String octal = Long.toOctalString(number);
        if (octal.length() > digits) {
            throw new IllegalArgumentException("a tar header holds no number above 8 GiB: " + number);
        }
        return "0".repeat(digits - octal.length()) + octal;
    }

    private static void put(ByteBuffer block, int at, String text) {
        block.put(at, text.getBytes(US_ASCII));
    }
}
