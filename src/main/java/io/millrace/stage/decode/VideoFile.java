package io.millrace.stage.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.millrace.item.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * An open container and its video stream: the first one that is not cover art, which is what OpenCV and PyAV users get.
 * One thread's.
 */
final class VideoFile implements AutoCloseable {

    /** Probing stops after this much, whatever the file promises. FFmpeg's own defaults, written down. */
    private static final long PROBE_BYTES = 5_000_000;

    private static final long PROBE_DURATION_US = 5_000_000;
    private static final int PROBE_PACKETS = 2500;
    private static final int MOST_STREAMS = 256;

    private final AVFormatContext container;
    private final AVStream stream;
    private final int index;

    private VideoFile(AVFormatContext container, int index) {
        this.container = container;
        this.index = index;
        this.stream = container.streams(index);
        discardOthers();
    }

    /**
     * @param maxPixels more in one frame are refused before anything is allocated for it
     * @throws FaultException {@code MissingInput UnreadableInput EmptyInput NotAVideo CorruptVideo NoVideoStream
     *     TooManyPixels}
     */
    static VideoFile open(Path file, long maxPixels) throws FaultException {
        checkReadable(file);
        AVFormatContext container = openContainer(file);
        boolean opened = false;
        try {
            // What the container claims, before a decoder looks at it and forgets sizes it does not like; then what
            // that saw.
            checkPixels(container, maxPixels);
            findStreams(container, maxPixels);
            checkPixels(container, maxPixels);
            VideoFile video = new VideoFile(container, requireVideo(container));
            opened = true;
            return video;
        } finally {
            if (!opened) {
                avformat.avformat_close_input(container);
            }
        }
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    AVRational timeBase() {
        return stream.time_base();
    }

    /** For times in ticks of the stream's clock. */
    FrameTimes newTimes() {
        return new FrameTimes(stream.time_base().num(), stream.time_base().den());
    }

    /** Seconds of one tick of the stream's clock. */
    double tickS() {
        return Libav.number(stream.time_base());
    }

    /** What the container says on average, else what its timestamps look like, else 0. */
    double fps() {
        double average = Libav.number(stream.avg_frame_rate());
        return average > 0 ? average : Libav.number(stream.r_frame_rate());
    }

    /** The next packet of the stream; false at the end, or where the container breaks off. */
    boolean read(AVPacket packet) throws FaultException {
        while (true) {
            avcodec.av_packet_unref(packet);
            int code = avformat.av_read_frame(container, packet);
            if (code < 0 && Libav.checkMemory(code) != Libav.EAGAIN) {
                checkDevice();
                return false;
            }
            if (code >= 0 && packet.stream_index() == index) {
                return true;
            }
        }
    }

    /** Reads to the end: what the packets promise, in presentation order, without decoding any. */
    FrameTimes packetTimes(AVPacket packet) throws FaultException {
        FrameTimes times = newTimes();
        while (read(packet)) {
            if ((packet.flags() & AV_PKT_FLAG_DISCARD) == 0) {
                long pts = packet.pts();
                times.add(pts != AV_NOPTS_VALUE ? pts : packet.dts());
            }
        }
        return times.sorted();
    }

    @Override
    public void close() {
        avformat.avformat_close_input(container);
    }

    private static void checkReadable(Path file) throws FaultException {
        if (!Files.exists(file)) {
            throw new FaultException("MissingInput", "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new FaultException("NotAVideo", "this is a folder or a device, not a file");
        }
        if (!Files.isReadable(file)) {
            throw new FaultException("UnreadableInput", "the file may not be read by this user");
        }
        try {
            if (Files.size(file) == 0) {
                throw new FaultException("EmptyInput", "the file has no bytes");
            }
        } catch (IOException e) {
            throw new FaultException("UnreadableInput", "the size of the file cannot be read");
        }
    }

    /** Only the file protocol: a playlist that names addresses opens none of them. */
    private static AVFormatContext openContainer(Path file) throws FaultException {
        AVFormatContext container = avformat.avformat_alloc_context();
        container.probesize(PROBE_BYTES);
        container.max_analyze_duration(PROBE_DURATION_US);
        container.max_probe_packets(PROBE_PACKETS);
        container.max_streams(MOST_STREAMS);
        try (BytePointer url = Libav.url(file);
                AVDictionary options = new AVDictionary(null)) {
            org.bytedeco.ffmpeg.global.avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
            int code = avformat.avformat_open_input(container, url, null, options);
            org.bytedeco.ffmpeg.global.avutil.av_dict_free(options);
            if (code < 0) {
                throw openFault(url, code);
            }
            return container;
        }
    }

    /** FFmpeg says "invalid data" of a text file and of a video without its index alike; its probe tells them apart. */
    private static FaultException openFault(BytePointer url, int code) {
        String format = probe(url);
        if (format == null) {
            return Libav.fault("NotAVideo", "no known container format begins like this file", code);
        }
        return Libav.fault("CorruptVideo", "the " + format + " container cannot be read, it may be cut short", code);
    }

    /** By content alone: a name that ends in {@code .mp4} proves nothing. */
    private static String probe(BytePointer url) {
        AVIOContext io = new AVIOContext(null);
        if (avformat.avio_open(io, url, avformat.AVIO_FLAG_READ) < 0) {
            return null;
        }
        AVInputFormat format = new AVInputFormat(null);
        int score = avformat.av_probe_input_buffer2(io, format, (BytePointer) null, null, 0, 0);
        String name = score < 0 || format.isNull() ? null : format.name().getString();
        avformat.avio_closep(io);
        return name;
    }

    /** Reads the headers, and a few frames where those say too little; the pixel limit holds for these as well. */
    private static void findStreams(AVFormatContext container, long maxPixels) throws FaultException {
        int streams = container.nb_streams();
        try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(streams, 1))) {
            for (int i = 0; i < streams; i++) {
                AVDictionary limit = new AVDictionary(null);
                org.bytedeco.ffmpeg.global.avutil.av_dict_set_int(limit, "max_pixels", maxPixels, 0);
                options.put(i, limit);
            }
            int code = streams == 0
                    ? avformat.avformat_find_stream_info(container, (AVDictionary) null)
                    : avformat.avformat_find_stream_info(container, options);
            for (int i = 0; i < streams; i++) {
                org.bytedeco.ffmpeg.global.avutil.av_dict_free(options.position(i));
            }
            options.position(0);
            if (code < 0) {
                throw Libav.fault("CorruptVideo", "the container's streams cannot be read", code);
            }
        }
    }

    /** -1 where there is none, or none yet. */
    private static int firstVideo(AVFormatContext container) {
        for (int i = 0; i < container.nb_streams(); i++) {
            AVStream stream = container.streams(i);
            boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !cover) {
                return i;
            }
        }
        return -1;
    }

    private static int requireVideo(AVFormatContext container) throws FaultException {
        int first = firstVideo(container);
        if (first < 0) {
            throw new FaultException("NoVideoStream", "the file has no video stream, only sound, text or cover art");
        }
        return first;
    }

    private static void checkPixels(AVFormatContext container, long maxPixels) throws FaultException {
        int first = firstVideo(container);
        if (first >= 0) {
            AVCodecParameters claimed = container.streams(first).codecpar();
            Pixels.check(claimed.width(), claimed.height(), maxPixels);
        }
    }

    private void discardOthers() {
        for (int i = 0; i < container.nb_streams(); i++) {
            if (i != index) {
                container.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
    }

    /** A container that breaks off is its own fault; a disk that does is not. */
    private void checkDevice() throws FaultException {
        Pointer io = container.pb();
        if (io != null && !io.isNull()) {
            int error = container.pb().error();
            if (error < 0 && error != AVERROR_EOF) {
                throw Libav.readError(error);
            }
        }
    }
}
