package io.millrace.media.video;

import io.millrace.media.video.syntax.Av1Syntax;
import io.millrace.media.video.syntax.H264Syntax;
import io.millrace.media.video.syntax.HevcSyntax;
import io.millrace.media.video.syntax.JpegSyntax;
import io.millrace.media.video.syntax.Syntax;
import io.millrace.media.video.syntax.Vp8Syntax;
import io.millrace.media.video.syntax.Vp9Syntax;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;

/**
 * The codecs and containers of which it is proven that decoding a part of the packets gives the same frames as decoding
 * all; {@code src/docs/decoding.md} has them as a table. Each is here because its packets tell what they are
 * ({@link Syntax}), because its container states the time of every packet, and because {@code SparseDecodingTest}
 * compares both ways on it.
 *
 * @param codec FFmpeg's number
 * @param containers FFmpeg's names
 * @param reader makes a reader of a stream's packets from its extradata
 */
record SparseSupport(int codec, Set<String> containers, Function<ByteBuffer, Syntax> reader) {

    private static final String MP4 = "mov,mp4,m4a,3gp,3g2,mj2";
    private static final String MATROSKA = "matroska,webm";
    private static final String AVI = "avi";
    private static final String FLV = "flv";
    private static final String TS = "mpegts";

    private static final List<SparseSupport> ALL = List.of(
            // Frame numbers, picture order and IDR pictures are in plain sight in the head of each slice.
            new SparseSupport(avcodec.AV_CODEC_ID_H264, Set.of(MP4, MATROSKA, FLV, TS), H264Syntax::new),
            // So are picture order, IDR and CRA; the standard itself forbids use across them.
            new SparseSupport(avcodec.AV_CODEC_ID_HEVC, Set.of(MP4, MATROSKA, TS), HevcSyntax::new),
            // Key frames forget everything; the first byte of a frame says whether it is shown.
            new SparseSupport(avcodec.AV_CODEC_ID_VP9, Set.of(MP4, MATROSKA), extradata -> new Vp9Syntax()),
            new SparseSupport(avcodec.AV_CODEC_ID_VP8, Set.of(MATROSKA), extradata -> new Vp8Syntax()),
            // Key frames replace all references; the first bits of a frame say whether it is shown.
            new SparseSupport(avcodec.AV_CODEC_ID_AV1, Set.of(MP4, MATROSKA), extradata -> new Av1Syntax()),
            // Every picture stands alone.
            new SparseSupport(avcodec.AV_CODEC_ID_MJPEG, Set.of(MP4, MATROSKA, AVI), extradata -> new JpegSyntax()));

    /** How to read the stream's packets; null where it is not among the proven. */
    static Syntax syntax(VideoFile file) {
        AVCodecParameters stream = file.parameters();
        for (SparseSupport proven : ALL) {
            if (proven.codec == stream.codec_id() && proven.containers.contains(file.container())) {
                return proven.reader.apply(extradata(stream));
            }
        }
        return null;
    }

    private static ByteBuffer extradata(AVCodecParameters stream) {
        int size = stream.extradata_size();
        byte[] copy = new byte[Math.max(size, 0)];
        if (size > 0) {
            new BytePointer(stream.extradata()).get(copy);
        }
        return ByteBuffer.wrap(copy);
    }
}
