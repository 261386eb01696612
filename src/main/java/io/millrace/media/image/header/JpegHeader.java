package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;

/**
 * The segments of a JPEG file up to its first scan (ITU-T T.81 annex B), found as libjpeg finds them: bytes between
 * segments that belong to none are passed over.
 */
final class JpegHeader {

    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APP1 = 0xE1;
    private static final int EXIF_HEAD_BYTES = 6;
    private static final int MOST_COMPONENTS = 4;

    private final HeaderReader head;
    private long frame = -1;
    private boolean sequential;
    private int orientation = -1;
    private int scanComponents;

    private JpegHeader(HeaderReader head) {
        this.head = head;
    }

    static ImageHeader read(HeaderReader head) throws FaultException {
        JpegHeader header = new JpegHeader(head);
        header.walk();
        return header.result();
    }

    private void walk() {
        long at = 2;
        while (at + 4 <= head.length()) {
            int marker = head.u8(at + 1);
            if (head.u8(at) != 0xFF || marker == 0 || marker == 0xFF) {
                at++;
            } else if (isAlone(marker)) {
                at += 2;
            } else if (marker == START_OF_SCAN) {
                scanComponents = head.u8(at + 4);
                return;
            } else if (marker == END_OF_IMAGE) {
                return;
            } else {
                take(marker, at + 2);
                at += 2 + Math.max(2, head.u16(at + 2));
            }
        }
    }

    /** @param at where the segment's length stands */
    private void take(int marker, long at) {
        if (isFrame(marker) && frame < 0) {
            frame = at;
            sequential = marker == 0xC0 || marker == 0xC1;
        } else if (marker == APP1 && orientation < 0 && head.is(at + 2, "Exif\0")) {
            long size = head.u16(at) - 2L - EXIF_HEAD_BYTES;
            orientation = Exif.orientation(head, at + 2 + EXIF_HEAD_BYTES, size);
        }
    }

    private ImageHeader result() throws FaultException {
        if (frame < 0) {
            throw new FaultException("CorruptImage", "the JPEG file has no frame header before its first scan");
        }
        int bits = head.u8(frame + 2);
        if (bits != 8) {
            throw new FaultException("UnsupportedImage", "JPEG with " + bits + " bits a sample is not supported");
        }
        int height = head.u16(frame + 3);
        int width = head.u16(frame + 5);
        return ImageHeader.withCodecBytes(
                ImageFormat.JPEG, width, height, Math.max(orientation, ImageHeader.UPRIGHT), codecBytes(width, height));
    }

    /** Some rows; and where no row is complete before the last scan, every coefficient in 16 bits. */
    private long codecBytes(long width, long height) {
        long rows = 64 * 4 * (width + 32);
        int components = Math.min(head.u8(frame + 7), MOST_COMPONENTS);
        if (sequential && scanComponents == components) {
            return rows;
        }
        int most = 1;
        int all = 0;
        for (int i = 0; i < components; i++) {
            int factors = head.u8(frame + 9 + 3L * i);
            int area = Math.max(1, (factors >> 4) * (factors & 15));
            most = Math.max(most, area);
            all += area;
        }
        return rows + 2 * (width + 32) * (height + 32) * all / most;
    }

    private static boolean isAlone(int marker) {
        return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
