package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;

/** The first directory of a TIFF file (TIFF 6.0): its first page. */
public final class TiffHeader {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;
    private static final int MOST_SAMPLE_BYTES = 64;

    private static final int UPRIGHT = 1;
    private static final int ASSOCIATED_ALPHA = 1;
    private static final int SEPARATE_ALPHA = 2;

    private final Tiff tiff;
    private long width;
    private long height;
    private long bits = 1;
    private long orientation = 1;
    private long samples = 1;
    private long rowsPerStrip = Long.MAX_VALUE;
    private long tileWidth;
    private long tileHeight;

    private TiffHeader(HeaderReader head) {
        tiff = new Tiff(head, 0, head.length());
    }

    static ImageHeader read(HeaderReader head) throws FaultException {
        TiffHeader header = new TiffHeader(head);
        header.readDirectory();
        return ImageHeader.withCodecBytes(
                ImageFormat.TIFF, header.width, header.height, (int) header.orientation, header.codecBytes());
    }

    /**
     * Makes the first directory say what leaves the pixels as they are stored: upright, since OpenCV would see to half
     * of an orientation, and multiplied by their alpha already, since libtiff would do that otherwise.
     */
    public static void plain(ByteBuffer bytes) {
        Tiff tiff = new Tiff(new HeaderReader(bytes), 0, bytes.limit());
        long directory = tiff.directory();
        int entries = tiff.u16(directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) ENTRY_BYTES * i;
            if (tiff.u16(entry) == ORIENTATION) {
                putShort(bytes, (int) entry + 8, UPRIGHT);
            } else if (tiff.u16(entry) == EXTRA_SAMPLES && tiff.u16(entry + 8) == SEPARATE_ALPHA) {
                putShort(bytes, (int) entry + 8, ASSOCIATED_ALPHA);
            }
        }
    }

    private void readDirectory() {
        long directory = tiff.directory();
        int entries = tiff.u16(directory);
        for (int i = 0; i < entries; i++) {
            take(directory + 2 + (long) ENTRY_BYTES * i);
        }
    }

    private void take(long entry) {
        switch (tiff.u16(entry)) {
            case WIDTH -> width = value(entry);
            case HEIGHT -> height = value(entry);
            case BITS -> bits = firstValue(entry);
            case ORIENTATION -> orientation = value(entry);
            case SAMPLES -> samples = value(entry);
            case ROWS_PER_STRIP -> rowsPerStrip = value(entry);
            case TILE_WIDTH -> tileWidth = value(entry);
            case TILE_HEIGHT -> tileHeight = value(entry);
            default -> {}
        }
    }

    /** A strip or tile twice: as libtiff unpacks it, and as OpenCV takes it over. */
    private long codecBytes() {
        long block = tileWidth > 0 ? tileWidth * tileHeight : width * Math.min(height, Math.max(1, rowsPerStrip));
        long sampleBytes = Math.min(MOST_SAMPLE_BYTES, (bits * samples + 7) / 8);
        return 2 * block * Math.max(4, sampleBytes);
    }

    private long value(long entry) {
        return tiff.u16(entry + 2) == SHORT ? tiff.u16(entry + 8) : tiff.u32(entry + 8);
    }

    /** Of several values that do not fit the entry, which then says where they stand. */
    private long firstValue(long entry) {
        boolean inside = tiff.u32(entry + 4) <= 2;
        return inside ? value(entry) : tiff.u16(tiff.u32(entry + 8));
    }

    private static void putShort(ByteBuffer bytes, int at, int value) {
        boolean big = bytes.get(0) == 'M';
        bytes.put(at, (byte) (big ? 0 : value));
        bytes.put(at + 1, (byte) (big ? value : 0));
    }
}
