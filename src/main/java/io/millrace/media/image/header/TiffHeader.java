package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;

/** The first directory of a TIFF file (TIFF 6.0): its first page. */
public final class TiffHeader {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int EXTRA_SAMPLES = 338;
    private static final int MOST_SAMPLE_BYTES = 64;

    private static final int UPRIGHT = 1;
    private static final int ASSOCIATED_ALPHA = 1;
    private static final int SEPARATE_ALPHA = 2;

    private final Tiff tiff;

    private TiffHeader(HeaderReader head) {
        tiff = new Tiff(head, 0, head.length());
    }

    static ImageHeader read(HeaderReader head) throws FaultException {
        TiffHeader header = new TiffHeader(head);
        long width = header.value(WIDTH, 0);
        long height = header.value(HEIGHT, 0);
        int orientation = (int) header.value(Tiff.ORIENTATION, UPRIGHT);
        return ImageHeader.withCodecBytes(
                ImageFormat.TIFF, width, height, orientation, header.codecBytes(width, height));
    }

    /**
     * Makes the first directory say what leaves the pixels as they are stored: upright, since OpenCV would see to half
     * of an orientation, and multiplied by their alpha already, since libtiff would do that otherwise.
     */
    public static void plain(ByteBuffer bytes) {
        Tiff tiff = new Tiff(new HeaderReader(bytes), 0, bytes.limit());
        tiff.entries().forEach(entry -> {
            if (tiff.u16(entry) == Tiff.ORIENTATION) {
                putShort(bytes, (int) entry + 8, UPRIGHT);
            } else if (tiff.u16(entry) == EXTRA_SAMPLES && tiff.u16(entry + 8) == SEPARATE_ALPHA) {
                putShort(bytes, (int) entry + 8, ASSOCIATED_ALPHA);
            }
        });
    }

    /** A strip or tile twice: as libtiff unpacks it, and as OpenCV takes it over. */
    private long codecBytes(long width, long height) {
        long tileWidth = value(TILE_WIDTH, 0);
        long rows = Math.min(height, Math.max(1, value(ROWS_PER_STRIP, Long.MAX_VALUE)));
        long block = tileWidth > 0 ? tileWidth * value(TILE_HEIGHT, 0) : width * rows;
        long bits = last(BITS, this::firstValue, 1) * value(SAMPLES, 1);
        return 2 * block * Math.max(4, Math.min(MOST_SAMPLE_BYTES, (bits + 7) / 8));
    }

    private long value(int tag, long otherwise) {
        return last(tag, tiff::value, otherwise);
    }

    private long last(int tag, LongUnaryOperator value, long otherwise) {
        return tiff.entries(tag).map(value).reduce((before, last) -> last).orElse(otherwise);
    }

    /** Of several values that do not fit the entry, which then says where they stand. */
    private long firstValue(long entry) {
        boolean inside = tiff.u32(entry + 4) <= 2;
        return inside ? tiff.value(entry) : tiff.u16(tiff.u32(entry + 8));
    }

    private static void putShort(ByteBuffer bytes, int at, int value) {
        ByteOrder order = bytes.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        bytes.duplicate().order(order).putShort(at, (short) value);
    }
}
