package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The directory of a Windows icon. Of its pictures the largest is the one that is read, of equals the one with most
 * colours.
 */
public final class IcoHeader {

    private static final int DIRECTORY_BYTES = 6;
    private static final int ENTRY_BYTES = 16;
    private static final int PNG_MAGIC = 0x89504E47;

    private IcoHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        long at = offset(head);
        if (head.u32(at) == PNG_MAGIC) {
            return ImageHeader.upright(ImageFormat.ICO, head.unsigned32(at + 16), head.unsigned32(at + 20), 9);
        }
        // The bitmap's height counts the mask below the picture.
        return ImageHeader.upright(ImageFormat.ICO, head.little32(at + 4), head.little32(at + 8) / 2, 4);
    }

    /**
     * Makes a file of its own of the picture and gives where in {@code bytes} it begins; to the end there are no
     * others' bytes that matter.
     */
    public static int extract(ByteBuffer bytes) {
        HeaderReader head = new HeaderReader(bytes);
        int at = (int) offset(head);
        if (head.u32(at) == PNG_MAGIC) {
            return at;
        }
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int file = at - BmpHeader.FILE_HEADER_BYTES;
        int bits = head.little16(at + 14);
        int colours = head.little32(at + 32);
        int palette = bits > 8 ? 0 : 4 * (colours == 0 ? 1 << bits : colours);
        little.putInt(at + 8, head.little32(at + 8) / 2);
        bytes.put(file, (byte) 'B').put(file + 1, (byte) 'M');
        little.putInt(file + 2, head.length() - file);
        little.putInt(file + 6, 0);
        little.putInt(file + 10, BmpHeader.FILE_HEADER_BYTES + head.little32(at) + palette);
        return file;
    }

    private static long offset(HeaderReader head) throws IndexOutOfBoundsException {
        int entries = head.little16(4);
        long best = -1;
        long offset = 0;
        for (int i = 0; i < entries; i++) {
            long entry = DIRECTORY_BYTES + (long) ENTRY_BYTES * i;
            long width = head.u8(entry) == 0 ? 256 : head.u8(entry);
            long height = head.u8(entry + 1) == 0 ? 256 : head.u8(entry + 1);
            long rank = ((width * height) << 16) | head.little16(entry + 6);
            if (rank > best) {
                best = rank;
                offset = head.little32(entry + 12) & 0xffffffffL;
            }
        }
        if (offset < DIRECTORY_BYTES + ENTRY_BYTES || offset + 40 > head.length()) {
            throw new IndexOutOfBoundsException("a picture outside of the file");
        }
        return offset;
    }
}
