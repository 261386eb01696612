package io.millrace.media.image;

import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.GifHeader;
import io.millrace.media.image.header.IcoHeader;
import io.millrace.media.image.header.ImageFormat;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.image.header.PngHeader;
import io.millrace.media.image.header.TiffHeader;
import io.millrace.media.pixel.BufferPool;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Which codec decodes which format, and what of a file it gets to see. Why each: {@code
 * src/docs/decisions/image-decoding.md}. One thread's.
 */
final class Codecs {

    private final BufferPool pool;
    private final long maxPixels;

    Codecs(BufferPool pool, long maxPixels) {
        this.pool = pool;
        this.maxPixels = maxPixels;
    }

    /** What FFmpeg copies before it decodes; the codecs in OpenCV read the file where it lies. */
    static long copiedBytes(ImageHeader header, long fileBytes) {
        return switch (header.format()) {
            case JPEG, WEBP, TIFF -> 0;
            default -> fileBytes;
        };
    }

    /**
     * Decodes the picture as it is stored.
     *
     * @param file direct; may be changed
     * @param scaled how large it becomes; smaller than it is for JPEG only
     * @param into direct; takes exactly as many bytes as that has in RGB
     * @throws FaultException {@code CorruptImage UnsupportedImage}
     */
    void decode(ImageHeader header, ByteBuffer file, Scaled scaled, ByteBuffer into) throws FaultException {
        switch (header.format()) {
            case JPEG, WEBP -> OpenCvCodec.decode(header.format(), file, scaled, into);
            case TIFF -> {
                TiffHeader.plain(file);
                OpenCvCodec.decode(ImageFormat.TIFF, file, scaled, into);
            }
            case HEIF -> new HeifPicture(file, maxPixels, pool).decode(into);
            case PNG -> png(header, file, into);
            case GIF -> {
                GifHeader.dropTransparency(file);
                ffmpeg(header, avcodec.AV_CODEC_ID_GIF, file, into);
            }
            case ICO -> icon(header, file, into);
            case BMP -> ffmpeg(header, avcodec.AV_CODEC_ID_BMP, file, into);
            case JPEG2000 -> ffmpeg(header, avcodec.AV_CODEC_ID_JPEG2000, file, into);
            case TGA -> ffmpeg(header, avcodec.AV_CODEC_ID_TARGA, file, into);
            case PNM -> ffmpeg(header, pnm(file.get(1)), file, into);
        }
    }

    private void png(ImageHeader header, ByteBuffer file, ByteBuffer into) throws FaultException {
        int size = PngHeader.keepPixels(file);
        ffmpeg(header, avcodec.AV_CODEC_ID_PNG, file.slice(0, size), into);
    }

    private void icon(ImageHeader header, ByteBuffer file, ByteBuffer into) throws FaultException {
        int at = IcoHeader.extract(file);
        ByteBuffer picture = file.slice(at, file.limit() - at);
        if (picture.get(0) == 'B') {
            ffmpeg(header, avcodec.AV_CODEC_ID_BMP, picture, into);
        } else {
            png(header, picture, into);
        }
    }

    private void ffmpeg(ImageHeader header, int id, ByteBuffer file, ByteBuffer into) throws FaultException {
        String title = header.format().title();
        try (FfmpegCodec codec = FfmpegCodec.open(avcodec.avcodec_find_decoder(id), title, null, maxPixels)) {
            AVFrame frame = codec.decode(file);
            if (frame.width() != header.width() || frame.height() != header.height()) {
                throw new FaultException(
                        "CorruptImage", "the " + title + " file decodes to another size than its header says");
            }
            FrameRgb.write(frame, true, into);
        }
    }

    private static int pnm(byte kind) {
        return switch (kind) {
            case '1', '4' -> avcodec.AV_CODEC_ID_PBM;
            case '2', '5' -> avcodec.AV_CODEC_ID_PGM;
            case '3', '6' -> avcodec.AV_CODEC_ID_PPM;
            default -> avcodec.AV_CODEC_ID_PAM;
        };
    }
}
