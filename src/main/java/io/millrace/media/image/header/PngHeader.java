package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;
import java.util.Set;

/** The chunks of a PNG file (ISO/IEC 15948). */
public final class PngHeader {

    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private PngHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        if (!head.letters(12).equals("IHDR")) {
            throw new FaultException("CorruptImage", "the PNG file does not begin with its header chunk");
        }
        long bits = head.u8(24) * (long) channels(head.u8(25));
        long bytesPerPixel = Math.max(1, bits / 8) + 1;
        return ImageHeader.of(
                ImageFormat.PNG, head.unsigned32(16), head.unsigned32(20), orientation(head), bytesPerPixel);
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
            String type = head.letters(at + 4);
            long end = Math.min(head.length(), at + CHUNK_FRAME_BYTES + head.unsigned32(at));
            if (PIXELS.contains(type)) {
                int size = (int) (end - at);
                if (kept != at) {
                    bytes.put(kept, bytes.duplicate(), (int) at, size);
                }
                kept += size;
            }
            at = type.equals("IEND") ? head.length() : end;
        }
        return kept;
    }

    private static int orientation(HeaderReader head) {
        for (long at = SIGNATURE_BYTES; at + CHUNK_FRAME_BYTES <= head.length(); ) {
            if (head.letters(at + 4).equals("eXIf")) {
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
