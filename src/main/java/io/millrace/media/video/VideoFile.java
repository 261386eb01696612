package io.millrace.media.video;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.PixelLimit;
import io.millrace.media.pixel.ScopeGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * An open container and its video stream: the first one that is not cover art, which is what OpenCV and PyAV users get.
 * One thread's.
 */
final class VideoFile implements AutoCloseable {

    private final Container container;
    private final AVFormatContext context;
    private final AVStream stream;
    private final int index;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private boolean brokeOff;

    private VideoFile(Container container, int index) {
        this.container = container;
        this.context = container.context();
        this.index = index;
        this.stream = context.streams(index);
        discardOthers();
    }

    /**
     * @param maxPixels more in one frame are refused before anything is allocated for it
     * @throws FaultException {@code MissingInput UnreadableInput EmptyInput NotAVideo CorruptVideo NoVideoStream
     *     TooManyPixels}, and the passing {@code IoTransient}
     */
    static VideoFile open(Path file, long maxPixels) throws FaultException {
        checkReadable(file);
        Container container = Container.open(file);
        try (ScopeGuard guard = new ScopeGuard(container::close)) {
            AVFormatContext context = container.context();
            // What the container claims, before a decoder looks at it and forgets sizes it does not like; then what
            // that saw.
            checkPixels(context, maxPixels);
            findStreams(context, maxPixels);
            checkPixels(context, maxPixels);
            return guard.dismiss(new VideoFile(container, requireVideo(context)));
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
    private double tickS() {
        return Libav.number(stream.time_base());
    }

    /** What the container says on average, else what its timestamps look like, else 0. */
    double fps() {
        double average = Libav.number(stream.avg_frame_rate());
        return average > 0 ? average : Libav.number(stream.r_frame_rate());
    }

    /** Ticks from one frame to the next on average; 0 where unknown. */
    long frameTicks() {
        return fps() > 0 ? Math.round(1 / (fps() * tickS())) : 0;
    }

    /** The next packet of the stream, valid until the next call; null at the end, or where the container breaks off. */
    AVPacket next() throws FaultException {
        while (true) {
            avcodec.av_packet_unref(packet);
            int code = avformat.av_read_frame(context, packet);
            if (code < 0 && Libav.checkMemory(code) != Libav.EAGAIN) {
                container.checkDevice();
                brokeOff = code != AVERROR_EOF;
                return null;
            }
            if (code >= 0 && packet.stream_index() == index) {
                return packet;
            }
        }
    }

    /** Whether the last packet was followed by damage instead of the end. */
    boolean brokeOff() {
        return brokeOff;
    }

    /** FFmpeg's name of the container. */
    String container() {
        return context.iformat().name().getString();
    }

    /** Of the file; negative where it does not say. */
    long bytes() {
        return avformat.avio_size(context.pb());
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        container.close();
    }

    private static void checkReadable(Path file) throws FaultException {
        if (!Files.exists(file)) {
            // It was there when it was listed: a disk that is away for a moment may come back.
            throw new FaultException(Fault.passing("MissingInput", "there is no such file"));
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

    /** Reads the headers, and a few frames where those say too little; the pixel limit holds for these as well. */
    private static void findStreams(AVFormatContext context, long maxPixels) throws FaultException {
        int streams = context.nb_streams();
        try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(streams, 1))) {
            for (int i = 0; i < streams; i++) {
                AVDictionary limit = new AVDictionary(null);
                avutil.av_dict_set_int(limit, "max_pixels", maxPixels, 0);
                options.put(i, limit);
            }
            int code = streams == 0
                    ? avformat.avformat_find_stream_info(context, (AVDictionary) null)
                    : avformat.avformat_find_stream_info(context, options);
            for (int i = 0; i < streams; i++) {
                avutil.av_dict_free(options.position(i));
            }
            options.position(0);
            if (code < 0) {
                throw Libav.fault("CorruptVideo", "the container's streams cannot be read", code);
            }
        }
    }

    /** -1 where there is none, or none yet. */
    private static int firstVideo(AVFormatContext context) {
        return IntStream.range(0, context.nb_streams())
                .filter(i -> isVideo(context.streams(i)))
                .findFirst()
                .orElse(-1);
    }

    private static boolean isVideo(AVStream stream) {
        boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
        return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !cover;
    }

    private static int requireVideo(AVFormatContext context) throws FaultException {
        int first = firstVideo(context);
        if (first < 0) {
            throw new FaultException("NoVideoStream", "the file has no video stream, only sound, text or cover art");
        }
        return first;
    }

    private static void checkPixels(AVFormatContext context, long maxPixels) throws FaultException {
        int first = firstVideo(context);
        if (first >= 0) {
            AVCodecParameters claimed = context.streams(first).codecpar();
            PixelLimit.check(claimed.width(), claimed.height(), maxPixels);
        }
    }

    private void discardOthers() {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != index) {
                context.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
    }
}
