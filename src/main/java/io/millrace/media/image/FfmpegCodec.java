package io.millrace.media.image;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.ScopeGuard;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** One decoder of FFmpeg for one still picture. One thread's. */
final class FfmpegCodec implements AutoCloseable {

    private static final int ENOMEM = org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM();

    private final String title;
    private final AVCodecContext codec;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();

    private FfmpegCodec(String title, AVCodecContext codec) {
        this.title = title;
        this.codec = codec;
    }

    /** @param configuration the codec's own header where the file keeps it apart; null where it does not */
    static FfmpegCodec open(AVCodec decoder, String title, ByteBuffer configuration, long maxPixels)
            throws FaultException {
        if (decoder == null || decoder.isNull()) {
            throw new FaultException("UnsupportedImage", "this FFmpeg has no decoder for " + title);
        }
        FfmpegCodec opened = new FfmpegCodec(title, avcodec.avcodec_alloc_context3(decoder));
        try (ScopeGuard guard = new ScopeGuard(opened::close)) {
            opened.configure(configuration, maxPixels);
            opened.check(avcodec.avcodec_open2(opened.codec, decoder, (AVDictionary) null));
            return guard.dismiss(opened);
        }
    }

    /**
     * The first picture of {@code file}, valid until this is closed.
     *
     * @throws FaultException {@code CorruptImage}
     */
    AVFrame decode(ByteBuffer file) throws FaultException {
        try (BytePointer bytes = new BytePointer(file.slice())) {
            packet.data(bytes);
            packet.size(file.remaining());
            int sent = avcodec.avcodec_send_packet(codec, packet);
            packet.data(null);
            packet.size(0);
            check(sent);
        }
        check(avcodec.avcodec_send_packet(codec, null));
        int code = avcodec.avcodec_receive_frame(codec, frame);
        if (code == AVERROR_EOF) {
            throw corrupt("holds no picture that decodes");
        }
        check(code);
        boolean damaged = (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
        if (damaged) {
            throw corrupt("is damaged");
        }
        return frame;
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(codec);
    }

    private void configure(ByteBuffer configuration, long maxPixels) {
        codec.thread_count(1);
        codec.max_pixels(maxPixels);
        if (configuration != null) {
            int size = configuration.remaining();
            BytePointer copy = new BytePointer(avutil.av_mallocz(size + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE))
                    .capacity(size);
            copy.asByteBuffer().put(configuration.duplicate());
            codec.extradata(copy);
            codec.extradata_size(size);
        }
    }

    private void check(int code) throws FaultException {
        if (code == ENOMEM) {
            throw NativeMemory.exhausted("FFmpeg got no memory to decode the " + title + " file");
        }
        if (code < 0) {
            throw corrupt("does not decode");
        }
    }

    private FaultException corrupt(String what) {
        return new FaultException("CorruptImage", "the " + title + " file " + what);
    }
}
