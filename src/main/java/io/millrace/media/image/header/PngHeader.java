package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;
import java.util.Set;

/** The chunks of a PNG file (ISO/IEC 15948). */
public final class PngHeader {

    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int TRNS = 0x74524E53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int EXIF = 0x65584966;
    private static final Set<Integer> PIXELS = Set.of(IHDR, PLTE, TRNS, IDAT, IEND);

    private PngHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        if (head.u32(12) != IHDR) {
            throw new FaultException("CorruptImage", "the PNG file does not begin with its header chunk");
        }
        long bits = head.u8(24) * (long) channels(head.u8(25));
        return ImageHeader.of(
                ImageFormat.PNG,
                head.unsigned32(16),
                head.unsigned32(20),
                orientation(head),
                Math.max(1, bits / 8) + 1);
    }

    /**
     * Leaves only the chunks that make the pixels and gives their length. Texts and profiles are compressed a
     * thousandfold where somebody means harm; without its animation chunks an APNG is its first, still picture.
     */
    public static int keepPixels(ByteBuffer bytes) {
        HeaderReader head = new HeaderReader(bytes);
        int kept = SIGNATURE_BYTES;
        long at = SIGNATURE_BYTES;
        while (at + CHUNK_FRAME_BYTES <= head.length()) {
            int type = head.u32(at + 4);
            long end = Math.min(head.length(), at + CHUNK_FRAME_BYTES + head.unsigned32(at));
            if (PIXELS.contains(type)) {
                int size = (int) (end - at);
                if (kept != at) {
                    bytes.put(kept, bytes.duplicate(), (int) at, size);
                }
                kept += size;
            }
            at = type == IEND ? head.length() : end;
        }
        return kept;
    }

    private static int orientation(HeaderReader head) {
        for (long at = SIGNATURE_BYTES; at + CHUNK_FRAME_BYTES <= head.length(); ) {
            int type = head.u32(at + 4);
            if (type == EXIF) {
                return Exif.orientation(head, at + 8, head.unsigned32(at));
            }
            at += CHUNK_FRAME_BYTES + head.unsigned32(at);
        }
        return ImageHeader.UPRIGHT;
    }

    private static int channels(int colourType) {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }
}
