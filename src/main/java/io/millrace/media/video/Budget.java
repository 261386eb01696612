package io.millrace.media.video;

import io.millrace.engine.flow.Part;
import io.millrace.engine.item.FaultException;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * The memory of one clip, reserved as one peak before anything is allocated: the distinct sampled pictures, and beside
 * them whichever is larger, the decoder's own frames and the packets that are kept for it, or what turning the pictures
 * into a tensor takes afterwards. What the header says comes first; where the stream turns out larger the reservation
 * grows, and it does not shrink before the end: a clip that waited for its peak must not wait for it again.
 *
 * <p>The decoder's frames by codec, each with FFmpeg's padding: intra-only codecs 2; MPEG-1/2/4 and H.263 kin 4 (two
 * references, the current one, one on its way out); VP8 6; VP9 and AV1 10 (eight reference slots). H.264, HEVC and VVC
 * hold as many as the level allows for the picture size and never more than 16 (H.264 A.3.1, HEVC A.4.2), and two more.
 * A level that is not stated or too small to be true counts as the largest.
 */
final class Budget {

    /** Contexts, tables, packets: what a decoder needs besides frames. */
    private static final long FIXED_BYTES = 2L << 20;

    /** No codec decodes in larger blocks, except in ones this padding covers. */
    private static final long BLOCK = 64;

    /** No level of H.264, HEVC or VVC lets a decoder hold more. */
    private static final int MOST_FRAMES = 16;

    private final Part<?> part;
    private final long downstreamBytes;
    private int pictures;
    private int keptPictures;
    private long keptBytes;
    private long keptConversionBytes;
    private long plannedBytes;
    private long decoderBytes;
    private long conversionBytes;
    private long packetBytes;
    private long reservedBytes;

    Budget(Part<?> part, long downstreamBytes) {
        this.part = part;
        this.downstreamBytes = downstreamBytes;
    }

    /**
     * The packets of the stream are about to be kept until the decoder is closed. Reserves; 0 where they are not kept.
     */
    void packets(long bytes) throws FaultException {
        packetBytes = bytes;
        reserve();
    }

    /** A pass begins that is to keep {@code wanted} pictures. Reserves; may throw out of the step by design. */
    void begin(Shape header, int wanted) throws FaultException {
        pictures = wanted;
        keptPictures = 0;
        keptBytes = 0;
        keptConversionBytes = 0;
        plan(header.format(), header.width(), header.height(), header.pictureBytes());
        decoding(header);
    }

    /** The decoder makes such frames from now on. Reserves where they grew. */
    void decoding(Shape shape) throws FaultException {
        decoderBytes = Math.max(decoderBytes, decoderBytes(shape));
        reserve();
    }

    /** A picture of {@code bytes} is about to be kept; those to come may be like it. Reserves where it is larger. */
    void keep(int format, int width, int height, long bytes) throws FaultException {
        plan(format, width, height, bytes);
        keptPictures++;
        keptBytes += bytes;
        keptConversionBytes = Math.max(keptConversionBytes, conversionBytes(format, width, height));
        reserve();
    }

    /** The decoder is closed: only the kept pictures and what comes after them still count. */
    void decoded() throws FaultException {
        part.reserve(keptBytes + keptConversionBytes + downstreamBytes);
    }

    private void plan(int format, int width, int height, long bytes) {
        conversionBytes = Math.max(conversionBytes, conversionBytes(format, width, height));
        plannedBytes = Math.max(plannedBytes, keptBytes + (pictures - keptPictures) * bytes);
    }

    private void reserve() throws FaultException {
        long bytes = plannedBytes + Math.max(decoderBytes + packetBytes, conversionBytes + downstreamBytes);
        if (bytes > reservedBytes) {
            part.reserve(bytes);
            reservedBytes = bytes;
        }
    }

    /** What a decoder of such a stream holds. */
    static long decoderBytes(Shape stream) {
        return FIXED_BYTES + decoderFrames(stream) * paddedBytes(stream);
    }

    /** The padded source, its RGB form, and that once more where it is turned. */
    private static long conversionBytes(int format, int width, int height) {
        long paddedWidth = width + 64L;
        long paddedHeight = height + 16L;
        long source = Math.max(5 * paddedWidth * paddedHeight, Pixels.estimate(format, paddedWidth, paddedHeight));
        return source + 6 * paddedWidth * paddedHeight;
    }

    private static long paddedBytes(Shape shape) {
        long width = (shape.codedWidth() + BLOCK - 1) / BLOCK * BLOCK + 64;
        long height = (shape.codedHeight() + BLOCK - 1) / BLOCK * BLOCK + 64;
        return Pixels.estimate(shape.format(), width, height);
    }

    static int decoderFrames(Shape stream) {
        return switch (stream.codec()) {
            case avcodec.AV_CODEC_ID_H264, avcodec.AV_CODEC_ID_HEVC, avcodec.AV_CODEC_ID_VVC -> 2 + levelFrames(stream);
            case avcodec.AV_CODEC_ID_VP9, avcodec.AV_CODEC_ID_AV1 -> 10;
            case avcodec.AV_CODEC_ID_VP8 -> 6;
            default -> isIntraOnly(stream.codec()) ? 2 : 4;
        };
    }

    private static boolean isIntraOnly(int codec) {
        var descriptor = avcodec.avcodec_descriptor_get(codec);
        return descriptor != null && (descriptor.props() & avcodec.AV_CODEC_PROP_INTRA_ONLY) != 0;
    }

    private static int levelFrames(Shape stream) {
        return switch (stream.codec()) {
            case avcodec.AV_CODEC_ID_H264 -> h264Frames(stream);
            case avcodec.AV_CODEC_ID_HEVC -> hevcFrames(stream);
            default -> MOST_FRAMES;
        };
    }

    /** Macroblocks the level's decoded picture buffer holds over macroblocks of a picture (H.264 table A-1). */
    private static int h264Frames(Shape stream) {
        long macroblocks = Math.max(1, (stream.codedWidth() + 15L) / 16 * ((stream.codedHeight() + 15L) / 16));
        long frames = h264Macroblocks(stream.level()) / macroblocks;
        return frames == 0 ? MOST_FRAMES : (int) Math.min(MOST_FRAMES, frames);
    }

    /** Six pictures of the level's largest size, more of smaller ones (HEVC A.4.2). */
    private static int hevcFrames(Shape stream) {
        long picture = (long) stream.codedWidth() * stream.codedHeight();
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
