package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Predicate;

/** The formats that are read, told by a file's first bytes; the first that fits is it. */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
public enum ImageFormat {
    JPEG("JPEG", head -> head.u24(0) == 0xFFD8FF, JpegHeader::read),
    PNG("PNG", head -> head.u32(0) == 0x89504E47, PngHeader::read),
    GIF("GIF", head -> head.is(0, "GIF8"), GifHeader::read),
    WEBP("WebP", head -> head.is(0, "RIFF") && head.is(8, "WEBP"), WebpHeader::read),
    TIFF("TIFF", head -> head.u32(0) == 0x49492A00 || head.u32(0) == 0x4D4D002A, TiffHeader::read),
    BMP("BMP", head -> head.is(0, "BM") && head.length() > 26, BmpHeader::read),
    JPEG2000("JPEG 2000", head -> head.is(4, "jP  ") || head.u32(0) == 0xFF4FFF51, Jpeg2000Header::read),
    HEIF("HEIF or AVIF", head -> head.is(4, "ftyp") && HeifBrands.any(head), HeifHeader::read),
    PNM("PNM", PnmHeader::looksLikeOne, PnmHeader::read),
    ICO("ICO", head -> head.u32(0) == 0x00000100 && head.u8(4) > 0, IcoHeader::read),

    /** Has no signature: only what is no other known format may be one. */
    TGA("TGA", head -> otherFormat(head) == null && TgaHeader.looksLikeOne(head), TgaHeader::read);

    /** Formats that nothing here reads, by their first four bytes. */
    private static final Map<String, String> OTHERS = Map.of(
            "II+\0", "BigTIFF",
            "MM\0+", "BigTIFF",
            "8BPS", "Photoshop",
            "v/1\1", "OpenEXR",
            "<svg", "SVG or XML");

    private final String title;
    private final Predicate<HeaderReader> magic;
    private final Parser parser;

    /** Reads the header of a file of the format. */
    private interface Parser {
        ImageHeader read(HeaderReader head) throws FaultException;
    }

    ImageFormat(String title, Predicate<HeaderReader> magic, Parser parser) {
        this.title = title;
        this.magic = magic;
        this.parser = parser;
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
        for (ImageFormat format : values()) {
            if (format.magic.test(head)) {
                return format;
            }
        }
        String other = otherFormat(head);
        throw other == null
                ? new FaultException("NotAnImage", "the file does not begin like any picture format")
                : new FaultException("UnsupportedImage", "this is a " + other + " file, which is not supported");
    }

    ImageHeader read(HeaderReader head) throws FaultException {
        return parser.read(head);
    }

    private static String otherFormat(HeaderReader head) {
        if (head.u16(0) == 0xFF0A || (head.u32(0) == 0x0000000C && head.is(4, "JXL "))) {
            return "JPEG XL";
        }
        return head.is(0, "<?xml") ? "SVG or XML" : OTHERS.get(head.letters(0));
    }
}
