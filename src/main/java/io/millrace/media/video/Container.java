package io.millrace.media.video;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.ScopeGuard;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One file, opened as the container that its bytes say it is. A container may name further files (playlists do, and
 * tracks of an MP4 can); none of them is ever opened: this opens the one file itself, and FFmpeg may open nothing. One
 * thread's.
 */
final class Container implements AutoCloseable {

    /** Probing stops after this much, whatever the file promises. FFmpeg's own defaults, written down. */
    private static final long PROBE_BYTES = 5_000_000;

    private static final long PROBE_DURATION_US = 5_000_000;
    private static final int PROBE_PACKETS = 2500;
    private static final int MOST_STREAMS = 256;

    /** The name of no protocol: all of them are refused. */
    private static final String NO_PROTOCOL = "none";

    /**
     * FFmpeg's kind for names that end like a picture's, with a percent sign for a whole series of them. As sure of
     * such a name as of any content, it finds none where both speak.
     */
    private static final String BY_NAME = "image2";

    /** Lists of other files, and addresses of streams. */
    private static final Set<String> POINTERS = Set.of(
            "concat", "dash", "hls", "image2", "imf", "rtp", "rtsp", "sap", "sdp", "vobsub", "webm_dash_manifest");

    /** Text, which FFmpeg paints as a terminal would. */
    private static final Set<String> PAINTED_TEXT = Set.of("adf", "bin", "idf", "tty", "xbin");

    /** Kept for ever: FFmpeg has its address. */
    private static final LeaveWhenInterrupted ASK = new LeaveWhenInterrupted();

    private final AVIOContext bytes;
    private final AVFormatContext context;

    private Container(AVIOContext bytes, AVFormatContext context) {
        this.bytes = bytes;
        this.context = context;
    }

    /** @throws FaultException {@code NotAVideo CorruptVideo}, and the passing {@code IoTransient} */
    static Container open(Path file) throws FaultException {
        try (BytePointer url = Libav.url(file)) {
            AVIOContext bytes = openBytes(url);
            try (ScopeGuard guard = new ScopeGuard(() -> avformat.avio_closep(bytes))) {
                AVFormatContext context = openContext(url, bytes, kind(url, bytes));
                return guard.dismiss(new Container(bytes, context));
            }
        }
    }

    AVFormatContext context() {
        return context;
    }

    /** A container that breaks off is its own fault; a disk that does is not. */
    void checkDevice() throws FaultException {
        checkDevice(bytes);
    }

    /** The bytes are this class's, so FFmpeg leaves them open. */
    @Override
    public void close() {
        avformat.avformat_close_input(context);
        avformat.avio_closep(bytes);
    }

    private static AVIOContext openBytes(BytePointer url) throws FaultException {
        AVIOContext bytes = new AVIOContext(null);
        int code;
        try (AVIOInterruptCB interrupt = new AVIOInterruptCB()) {
            interrupt.callback(ASK).opaque(null);
            code = avformat.avio_open2(bytes, url, avformat.AVIO_FLAG_READ, interrupt, (AVDictionary) null);
        }
        if (Libav.checkMemory(code) < 0) {
            throw Libav.readError(code);
        }
        return bytes;
    }

    /** What kind of container it is. Its name says a little more about streams without headers. */
    private static AVInputFormat kind(BytePointer url, AVIOContext bytes) throws FaultException {
        AVInputFormat kind = probe(url, bytes);
        if (kind == null || name(kind).equals(BY_NAME)) {
            kind = probe(null, bytes);
        }
        if (kind == null) {
            throw notAVideo();
        }
        checkKind(name(kind));
        return kind;
    }

    /** By content alone where {@code url} is null; null where nothing fits. Leaves the bytes where they were. */
    private static AVInputFormat probe(BytePointer url, AVIOContext bytes) throws FaultException {
        AVInputFormat kind = new AVInputFormat(null);
        int code = avformat.av_probe_input_buffer2(bytes, kind, url, null, 0, 0);
        checkDevice(bytes);
        return Libav.checkMemory(code) < 0 || kind.isNull() ? null : kind;
    }

    private static void checkKind(String kind) throws FaultException {
        if (POINTERS.contains(kind)) {
            throw new FaultException("NotAVideo", "FFmpeg takes this file for a list of other files (" + kind + ")");
        }
        if (PAINTED_TEXT.contains(kind)) {
            throw new FaultException("NotAVideo", "this file is text, not a video (" + kind + ")");
        }
    }

    private static AVFormatContext openContext(BytePointer url, AVIOContext bytes, AVInputFormat kind)
            throws FaultException {
        AVFormatContext context = avformat.avformat_alloc_context();
        context.pb(bytes);
        context.interrupt_callback().callback(ASK).opaque(null);
        context.probesize(PROBE_BYTES);
        context.max_analyze_duration(PROBE_DURATION_US);
        context.max_probe_packets(PROBE_PACKETS);
        context.max_streams(MOST_STREAMS);
        try (AVDictionary options = new AVDictionary(null)) {
            avutil.av_dict_set(options, "protocol_whitelist", NO_PROTOCOL, 0);
            int code = avformat.avformat_open_input(context, url, kind, options);
            avutil.av_dict_free(options);
            if (code < 0) {
                throw openFault(bytes, code);
            }
            return context;
        }
    }

    /** FFmpeg says "invalid data" of a text named like a video and of a video without its index; its content tells. */
    private static FaultException openFault(AVIOContext bytes, int code) throws FaultException {
        checkDevice(bytes);
        avformat.avio_seek(bytes, 0, 0);
        AVInputFormat content = probe(null, bytes);
        return content == null
                ? notAVideo()
                : Libav.fault(
                        "CorruptVideo",
                        "the " + name(content) + " container cannot be read, it may be cut short",
                        code);
    }

    private static FaultException notAVideo() {
        return new FaultException("NotAVideo", "no known container format begins like this file");
    }

    private static String name(AVInputFormat kind) {
        return kind.name().getString();
    }

    private static void checkDevice(AVIOContext bytes) throws FaultException {
        int error = bytes.error();
        if (error < 0 && error != AVERROR_EOF) {
            throw Libav.readError(error);
        }
    }

    /**
     * FFmpeg asks it before each read: one that looks for the next packet through a whole disk leaves when its thread
     * is interrupted.
     */
    private static final class LeaveWhenInterrupted extends AVIOInterruptCB.Callback_Pointer {

        @Override
        public int call(Pointer opaque) {
            return Thread.currentThread().isInterrupted() ? 1 : 0;
        }
    }
}
