package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;

/** The formats that are read, told by a file's first bytes. */
public enum ImageFormat {
    JPEG("JPEG"),
    PNG("PNG"),
    GIF("GIF"),
    WEBP("WebP"),
    TIFF("TIFF"),
    BMP("BMP"),
    JPEG2000("JPEG 2000"),
    HEIF("HEIF or AVIF"),
    PNM("PNM"),
    ICO("ICO"),
    TGA("TGA");

    private static final int RIFF = 0x52494646;
    private static final int WEBP_FORM = 0x57454250;
    private static final int FTYP = 0x66747970;
    private static final int JP2_SIGNATURE = 0x6A502020;
    private static final int J2K_START = 0xFF4FFF51;

    private final String title;

    ImageFormat(String title) {
        this.title = title;
    }

    /** For messages. */
    public String title() {
        return title;
    }

    /**
     * @throws FaultException {@code NotAnImage}, or {@code UnsupportedImage} for a known format that nothing here reads
     */
    static ImageFormat of(ByteBuffer bytes) throws FaultException {
        HeaderReader head = new HeaderReader(bytes);
        ImageFormat format = byMagic(head);
        if (format != null) {
            return format;
        }
        String other = otherFormat(head);
        if (other != null) {
            throw new FaultException("UnsupportedImage", "this is a " + other + " file, which is not supported");
        }
        if (TgaHeader.looksLikeOne(head)) {
            return TGA;
        }
        throw new FaultException("NotAnImage", "the file does not begin like any picture format");
    }

    private static ImageFormat byMagic(HeaderReader head) {
        if (head.u24(0) == 0xFFD8FF) {
            return JPEG;
        }
        if (head.u32(0) == 0x89504E47) {
            return PNG;
        }
        if (head.is(0, "GIF8")) {
            return GIF;
        }
        if (head.u32(0) == RIFF && head.u32(8) == WEBP_FORM) {
            return WEBP;
        }
        if (head.u32(0) == 0x49492A00 || head.u32(0) == 0x4D4D002A) {
            return TIFF;
        }
        return byRarerMagic(head);
    }

    private static ImageFormat byRarerMagic(HeaderReader head) {
        if (head.is(0, "BM") && head.length() > 26) {
            return BMP;
        }
        if (head.u32(4) == JP2_SIGNATURE || head.u32(0) == J2K_START) {
            return JPEG2000;
        }
        if (head.u32(4) == FTYP && HeifBrands.any(head)) {
            return HEIF;
        }
        if (head.u8(0) == 'P' && head.u8(1) >= '1' && head.u8(1) <= '7' && head.u8(2) <= ' ' && head.length() > 6) {
            return PNM;
        }
        return head.u32(0) == 0x00000100 && head.u8(4) > 0 ? ICO : null;
    }

    private static String otherFormat(HeaderReader head) {
        if (head.u32(0) == 0x49492B00 || head.u32(0) == 0x4D4D002B) {
            return "BigTIFF";
        }
        if (head.u16(0) == 0xFF0A || (head.u32(0) == 0x0000000C && head.u32(4) == 0x4A584C20)) {
            return "JPEG XL";
        }
        if (head.u32(0) == 0x38425053) {
            return "Photoshop";
        }
        if (head.u32(0) == 0x762F3101) {
            return "OpenEXR";
        }
        return head.is(0, "<svg") || head.is(0, "<?xml") ? "SVG or XML" : null;
    }
}
