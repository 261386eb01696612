package io.millrace.media.video;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.millrace.engine.flow.Heartbeat;
import io.millrace.engine.item.FaultException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/**
 * One decoder for one pass over a stream. It behaves as sequential FFmpeg users know it: a packet that does not decode
 * is noted and passed over, what decodes comes out in presentation order. One thread's.
 */
final class StreamDecoder implements AutoCloseable {

    /** A broken decoder that reports errors for ever while it is emptied is left alone after this many. */
    private static final int MOST_DRAIN_ERRORS = 1000;

    private final AVCodecContext codec;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final PacketNumber number = new PacketNumber();
    private Shape shape;
    private int errors;
    private int lastError;

    interface Frames {

        /** The decoder has come to frames of another shape than before, or than the header says. */
        void shaped(Shape shape) throws FaultException;

        /** Takes each frame; it is only valid during the call. */
        void accept(AVFrame frame) throws FaultException, InterruptedException;
    }

    StreamDecoder(VideoFile file, long maxPixels) throws FaultException {
        AVCodec decoder = avcodec.avcodec_find_decoder(file.parameters().codec_id());
        if (decoder == null || decoder.isNull()) {
            throw new FaultException("UnsupportedCodec", "this FFmpeg has no decoder for " + name(file));
        }
        shape = Shape.of(file.parameters());
        codec = avcodec.avcodec_alloc_context3(decoder);
        int code = avcodec.avcodec_parameters_to_context(codec, file.parameters());
        codec.pkt_timebase(file.timeBase());
        codec.thread_count(1);
        codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_COPY_OPAQUE);
        codec.max_pixels(maxPixels);
        code = code < 0 ? code : avcodec.avcodec_open2(codec, decoder, (AVDictionary) null);
        if (code < 0) {
            close();
            throw Libav.fault("CorruptVideo", "the " + name(file) + " stream's header does not decode", code);
        }
    }

    /** FFmpeg's name of the stream's codec. */
    static String name(VideoFile file) {
        return avcodec.avcodec_get_name(file.parameters().codec_id()).getString();
    }

    /** Decodes everything that is left of {@code file}. */
    void decode(VideoFile file, Frames frames) throws FaultException, InterruptedException {
        for (AVPacket packet = file.next(); packet != null; packet = file.next()) {
            decode(packet, frames);
        }
        drain(frames);
    }

    /** Decodes one packet and hands on what is ready. */
    void decode(AVPacket packet, Frames frames) throws FaultException, InterruptedException {
        checkInterrupt();
        send(packet);
        checkShape(frames);
        receive(frames);
    }

    /** Hands on what still waits inside and forgets everything: the next packet is one to begin with. */
    void restart(Frames frames) throws FaultException, InterruptedException {
        drain(frames);
        avcodec.avcodec_flush_buffers(codec);
    }

    /** How often the decoder reported damage so far: a packet that did not decode, as a rule. */
    int errors() {
        return errors;
    }

    /** How many packets were sent so far. */
    long packets() {
        return number.value();
    }

    /** Which packet, counted from 1, a frame came from. */
    static long packet(AVFrame frame) {
        Pointer number = frame.opaque();
        return number == null ? 0 : number.address();
    }

    /** The fault of a stream of which not one frame came out. */
    FaultException nothingDecoded() {
        if (errors == 0) {
            return new FaultException("CorruptVideo", "the video stream holds no frame");
        }
        String meaning = "not one frame decodes, " + errors + " packets or frames are damaged";
        return Libav.fault("CorruptVideo", meaning, lastError);
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(codec);
    }

    private void send(AVPacket packet) throws FaultException {
        number.increment();
        packet.opaque(number);
        note(avcodec.avcodec_send_packet(codec, packet));
    }

    /** Hands on what is ready. The code says why no more is: more input wanted, the end, or an error. */
    private int receive(Frames frames) throws FaultException, InterruptedException {
        int code = avcodec.avcodec_receive_frame(codec, frame);
        while (code >= 0) {
            checkShape(frames);
            frames.accept(frame);
            code = avcodec.avcodec_receive_frame(codec, frame);
        }
        note(code);
        return code;
    }

    /** Hands on what still waits inside; nothing may be decoded behind it but after a restart. */
    void drain(Frames frames) throws FaultException, InterruptedException {
        note(avcodec.avcodec_send_packet(codec, null));
        int code = receive(frames);
        for (int i = 0; i < MOST_DRAIN_ERRORS && code != AVERROR_EOF && code != Libav.EAGAIN; i++) {
            code = receive(frames);
        }
        avutil.av_frame_unref(frame);
    }

    /** The first frame of a new shape exists by now; it is the decoder's only one of it. */
    private void checkShape(Frames frames) throws FaultException {
        Shape now = Shape.of(codec);
        if (!now.equals(shape)) {
            shape = now;
            frames.shaped(now);
        }
    }

    private void note(int code) throws FaultException {
        if (code < 0 && code != Libav.EAGAIN && code != AVERROR_EOF) {
            lastError = Libav.checkMemory(code);
            errors++;
        }
    }

    /** Between two packets: a video that is long is not one that is stuck. */
    static void checkInterrupt() throws InterruptedException {
        Heartbeat.beat();
        if (Thread.interrupted()) {
            throw new InterruptedException("decoding was interrupted");
        }
    }

    /** A packet's number in the guise of an address, which is all that FFmpeg hands through a decoder. */
    private static final class PacketNumber extends Pointer {

        long value() {
            return address;
        }

        void increment() {
            address++;
        }
    }
}
