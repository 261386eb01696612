package io.millrace.stage.decode;

import io.millrace.flow.Output;
import io.millrace.flow.Part;
import io.millrace.flow.Step;
import io.millrace.item.FaultException;
import io.millrace.media.BufferPool;
import io.millrace.media.Clip;
import io.millrace.media.VideoFacts;
import io.millrace.media.VideoText;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Samples frames of videos by exact index, by decoding everything in order on one thread.
 *
 * <p>Where the samples lie depends on how many frames really decode, which only decoding tells. So the packets are counted
 * first, the frames of that guess are kept while decoding, and where the truth asks for others the file is decoded once more.
 *
 * <p>Faults: {@code MissingInput UnreadableInput EmptyInput NotAVideo NoVideoStream UnsupportedCodec CorruptVideo
 * TooManyPixels EmptySpan}, and the passing {@code IoTransient}. A file of which some frames decode is not at fault.
 */
public final class VideoDecoder implements Step<VideoText, Clip> {

    private static final String SEQUENTIAL = "sequential";

    /** The first with the guess, the second with the truth. */
    private static final int MOST_PASSES = 2;

    private final DecodeSettings settings;
    private final BufferPool pool;
    private final long downstreamBytes;
    private final AVPacket packet;
    private final AVFrame frame;
    private boolean closed;

    public VideoDecoder(DecodeSettings settings, BufferPool pool) {
        this(settings, pool, 0);
    }

    /** @param downstreamBytes what later stages need for one clip besides its pictures and their conversion */
    public VideoDecoder(DecodeSettings settings, BufferPool pool, long downstreamBytes) {
        NativeLog.install();
        this.settings = settings;
        this.pool = pool;
        this.downstreamBytes = downstreamBytes;
        this.packet = avcodec.av_packet_alloc();
        this.frame = avutil.av_frame_alloc();
    }

    @Override
    public void apply(List<Part<VideoText>> batch, Output<Clip> out) throws FaultException, InterruptedException {
        for (Part<VideoText> part : batch) {
            out.emit(part, sample(part));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avutil.av_frame_free(frame);
        }
    }

    private Clip sample(Part<VideoText> part) throws FaultException, InterruptedException {
        VideoText wanted = part.payload();
        Targets targets = guess(wanted);
        Budget budget = new Budget(part, downstreamBytes);
        for (int passes = 0; passes < MOST_PASSES; passes++) {
            try (VideoFile file = open(wanted);
                    Pass pass = decode(file, budget, targets)) {
                Targets truth = Targets.of(wanted, pass.times(), settings);
                if (truth.isEmpty()) {
                    throw new FaultException("EmptySpan", "no frame lies between the start and the end asked for");
                }
                if (truth.equals(targets)) {
                    return clip(wanted, file, pass, targets);
                }
                targets = truth;
            }
        }
        throw new FaultException("CorruptVideo", "the file decodes differently each time; is it still being written?");
    }

    private Targets guess(VideoText wanted) throws FaultException {
        try (VideoFile file = open(wanted)) {
            return Targets.of(wanted, file.packetTimes(packet), settings);
        }
    }

    private VideoFile open(VideoText wanted) throws FaultException {
        return VideoFile.open(wanted.file(), settings.maxPixels());
    }

    /** One pass; nothing is allocated before its memory is reserved, and nothing native is held when that is refused. */
    private Pass decode(VideoFile file, Budget budget, Targets targets) throws FaultException, InterruptedException {
        budget.begin(Shape.of(file.parameters()), targets.distinct());
        Pass pass = new Pass(targets, file, pool, budget, settings.maxPixels());
        boolean decoded = false;
        try (StreamDecoder decoder = new StreamDecoder(file, settings.maxPixels())) {
            decoder.decode(file, packet, frame, pass);
            if (pass.times().count() == 0) {
                throw decoder.nothingDecoded();
            }
            pass.note(decoder.errors());
            decoded = true;
            return pass;
        } finally {
            avcodec.av_packet_unref(packet);
            avutil.av_frame_unref(frame);
            if (!decoded) {
                pass.close();
            }
        }
    }

    private static Clip clip(VideoText wanted, VideoFile file, Pass pass, Targets targets) throws FaultException {
        FrameTimes times = pass.times();
        List<Clip.Sample> samples = new ArrayList<>(targets.indices().length);
        int picture = -1;
        int before = -1;
        for (int index : targets.indices()) {
            picture += index == before ? 0 : 1;
            before = index;
            samples.add(new Clip.Sample(index, times.at(index), picture));
        }
        VideoFacts facts = pass.facts(StreamDecoder.name(file), file.fps());
        return new Clip(wanted, pass.release(), samples, facts, SEQUENTIAL);
    }
}
