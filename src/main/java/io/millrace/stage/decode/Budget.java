package io.millrace.stage.decode;

import io.millrace.flow.Part;
import io.millrace.item.FaultException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The memory of one clip, reserved as one peak before anything is allocated: the distinct sampled pictures, and beside them
 * whichever is larger, the decoder's own frames or what turning the pictures into a tensor takes afterwards.
 *
 * <p>The decoder's frames by codec, each with FFmpeg's padding: intra-only codecs 2; MPEG-1/2/4 and H.263 kin 4 (two
 * references, the current one, one on its way out); VP8 6; VP9 and AV1 10 (eight reference slots). H.264, HEVC and VVC hold as
 * many as the level allows for the picture size and never more than 16 (H.264 A.3.1, HEVC A.4.2), and two more. A level that is
 * not stated or too small to be true counts as the largest.
 */
final class Budget {

    /** Contexts, tables, packets: what a decoder needs besides frames. */
    private static final long FIXED_BYTES = 2L << 20;

    private static final int UNKNOWN_FORMAT_BYTES_PER_PIXEL = 4;

    /** No level of H.264, HEVC or VVC lets a decoder hold more. */
    private static final int MOST_FRAMES = 16;

    private final Part<?> part;
    private final long afterwardsBytes;
    private final long besideBytes;
    private long plannedBytes;
    private long keptBytes;

    /** Reserves; may throw out of the step by design. */
    Budget(Part<?> part, AVCodecParameters stream, int pictures, long downstreamBytes) throws FaultException {
        this.part = part;
        long decoder = FIXED_BYTES + decoderFrames(stream) * paddedBytes(stream);
        this.afterwardsBytes = temporaryBytes(stream.width(), stream.height()) + downstreamBytes;
        this.besideBytes = Math.max(decoder, afterwardsBytes);
        this.plannedBytes = pictures * pictureBytes(stream.format(), stream.width(), stream.height());
        part.reserve(plannedBytes + besideBytes);
    }

    /** A picture of {@code bytes} is about to be kept. Grows the reservation where a stream's frames grow on the way. */
    void keep(long bytes) throws FaultException {
        keptBytes += bytes;
        if (keptBytes > plannedBytes) {
            plannedBytes = keptBytes;
            part.reserve(plannedBytes + besideBytes);
        }
    }

    /** The decoder is closed: only the kept pictures and what comes after them still count. */
    void decoded() throws FaultException {
        part.reserve(keptBytes + afterwardsBytes);
    }

    /** The padded source, its RGB form, and that once more where it is turned. */
    private static long temporaryBytes(int width, int height) {
        return 11L * (width + 64) * (height + 16);
    }

    private static long pictureBytes(int format, int width, int height) {
        int bytes = format < 0 ? -1 : avutil.av_image_get_buffer_size(format, width, height, 1);
        return bytes > 0 ? bytes : (long) UNKNOWN_FORMAT_BYTES_PER_PIXEL * width * height;
    }

    private static long paddedBytes(AVCodecParameters stream) {
        return pictureBytes(stream.format(), stream.width() + 64, stream.height() + 64);
    }

    static int decoderFrames(AVCodecParameters stream) {
        return switch (stream.codec_id()) {
            case avcodec.AV_CODEC_ID_H264, avcodec.AV_CODEC_ID_HEVC, avcodec.AV_CODEC_ID_VVC -> 2 + levelFrames(stream);
            case avcodec.AV_CODEC_ID_VP9, avcodec.AV_CODEC_ID_AV1 -> 10;
            case avcodec.AV_CODEC_ID_VP8 -> 6;
            default -> isIntraOnly(stream.codec_id()) ? 2 : 4;
        };
    }

    private static boolean isIntraOnly(int codec) {
        var descriptor = avcodec.avcodec_descriptor_get(codec);
        return descriptor != null && (descriptor.props() & avcodec.AV_CODEC_PROP_INTRA_ONLY) != 0;
    }

    private static int levelFrames(AVCodecParameters stream) {
        return switch (stream.codec_id()) {
            case avcodec.AV_CODEC_ID_H264 -> h264Frames(stream);
            case avcodec.AV_CODEC_ID_HEVC -> hevcFrames(stream);
            default -> MOST_FRAMES;
        };
    }

    /** Macroblocks the level's decoded picture buffer holds over macroblocks of a picture (H.264 table A-1). */
    private static int h264Frames(AVCodecParameters stream) {
        long macroblocks = Math.max(1, (stream.width() + 15L) / 16 * ((stream.height() + 15L) / 16));
        return (int) Math.max(1, Math.min(MOST_FRAMES, h264Macroblocks(stream.level()) / macroblocks));
    }

    /** Six pictures of the level's largest size, more of smaller ones (HEVC A.4.2). */
    private static int hevcFrames(AVCodecParameters stream) {
        long picture = (long) stream.width() * stream.height();
        long largest = hevcLumaSamples(stream.level());
        if (picture > largest || picture <= largest / 4) {
            return MOST_FRAMES;
        }
        return picture <= largest / 2 ? 12 : picture <= largest / 4 * 3 ? 8 : 6;
    }

    /** MaxLumaPs by general_level_idc, thirty times the level (HEVC table A.8); 0 where the level says nothing. */
    private static long hevcLumaSamples(int level) {
        return switch (level) {
            case 30 -> 36_864;
            case 60 -> 122_880;
            case 63 -> 245_760;
            case 90 -> 552_960;
            case 93 -> 983_040;
            case 120, 123 -> 2_228_224;
            case 150, 153, 156 -> 8_912_896;
            case 180, 183, 186 -> 35_651_584;
            default -> 0;
        };
    }

    private static long h264Macroblocks(int level) {
        return switch (level) {
            case 30 -> 8_100;
            case 31 -> 18_000;
            case 32 -> 20_480;
            case 40, 41 -> 32_768;
            case 42 -> 34_816;
            case 50 -> 110_400;
            case 51, 52 -> 184_320;
            default -> Long.MAX_VALUE;
        };
    }
}
