package io.millrace.media.video;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.video.syntax.Syntax;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples frames of videos by exact index, on one thread.
 *
 * <p>Where the samples lie depends on how many frames really decode. So the packets are read first. Where they prove
 * which frames there are ({@link PacketIndex}), only what the samples need is decoded ({@link SparsePlan}). Otherwise,
 * or where a decoded frame speaks against it, everything is decoded in order: the frames that the packets promise are
 * kept, and where the truth asks for others the file is decoded once more.
 *
 * <p>Faults: {@code MissingInput UnreadableInput EmptyInput NotAVideo NoVideoStream UnsupportedCodec CorruptVideo
 * TooManyPixels EmptySpan}, and the passing {@code IoTransient}. A file of which some frames decode is only at fault
 * where a wanted one is damaged and {@link Corrupt} says so.
 */
public final class VideoDecoder implements Step<VideoText, Clip> {

    private static final String SEQUENTIAL = "sequential";
    private static final String SPARSE = "sparse";

    /** The first with the guess, the second with the truth. */
    private static final int MOST_PASSES = 2;

    private final DecodeSettings settings;
    private final BufferPool pool;
    private final long downstreamBytes;

    public VideoDecoder(DecodeSettings settings, BufferPool pool) {
        this(settings, pool, 0);
    }

    /** @param downstreamBytes what later stages need for one clip besides its pictures and their conversion */
    public VideoDecoder(DecodeSettings settings, BufferPool pool, long downstreamBytes) {
        NativeLog.install();
        this.settings = settings;
        this.pool = pool;
        this.downstreamBytes = downstreamBytes;
    }

    @Override
    public void apply(List<Part<VideoText>> batch, Output<Clip> out) throws FaultException, InterruptedException {
        for (Part<VideoText> part : batch) {
            out.emit(part, sample(part));
            part.item().content().keep(); // all of it was read just now: it is in memory
        }
    }

    private Clip sample(Part<VideoText> part) throws FaultException, InterruptedException {
        try {
            return sample(part, settings.method() == Method.AUTO);
        } catch (FaultException e) {
            // Without the packets in memory it may fit.
            if (settings.method() == Method.AUTO && e.fault().type().equals(Fault.TOO_LARGE)) {
                return sample(part, false);
            }
            throw e;
        }
    }

    private Clip sample(Part<VideoText> part, boolean keepPackets) throws FaultException, InterruptedException {
        VideoText wanted = part.payload();
        Budget budget = new Budget(part, downstreamBytes);
        Targets targets;
        try (VideoFile file = open(wanted)) {
            Syntax syntax = settings.method() == Method.AUTO ? SparseSupport.syntax(file) : null;
            try (KeptPackets kept = KeptPackets.of(file, keepPackets && syntax != null, budget)) {
                PacketIndex index = PacketIndex.read(file, syntax, kept);
                targets = Targets.of(wanted, index.times(), settings);
                if (index.isProven() && !targets.isEmpty()) {
                    Clip clip = sparse(wanted, file, kept, budget, index, targets);
                    if (clip != null) {
                        return clip;
                    }
                }
            }
        }
        budget.packets(0);
        return sequential(wanted, budget, targets);
    }

    /** Null where decoding shows that the index does not hold. */
    private Clip sparse(
            VideoText wanted, VideoFile file, KeptPackets kept, Budget budget, PacketIndex index, Targets targets)
            throws FaultException, InterruptedException {
        budget.begin(Shape.of(file.parameters()), targets.distinct());
        SparsePlan plan = new SparsePlan(index, targets);
        try (SparsePass pass = new SparsePass(index, targets, plan, pool, budget, settings.maxPixels())) {
            if (!decode(file, kept, wanted, new SparseDecoding(index, plan, pass))) {
                return null;
            }
            kept.close();
            return new Clip(wanted, pass.release(), samples(targets, index.times()), pass.facts(file), SPARSE);
        }
    }

    private boolean decode(VideoFile file, KeptPackets kept, VideoText wanted, SparseDecoding decoding)
            throws FaultException, InterruptedException {
        try (StreamDecoder decoder = new StreamDecoder(file, settings.maxPixels())) {
            return decoding.decode(decoder, kept, () -> open(wanted));
        }
    }

    /**
     * Nothing is allocated before its memory is reserved, and nothing native is held when that is refused.
     *
     * @param guess the frames that the packets promise
     */
    private Clip sequential(VideoText wanted, Budget budget, Targets guess)
            throws FaultException, InterruptedException {
        Targets targets = guess;
        for (int passes = 0; passes < MOST_PASSES; passes++) {
            try (VideoFile file = open(wanted);
                    Pass pass = new Pass(targets, file, pool, budget, settings.maxPixels())) {
                budget.begin(Shape.of(file.parameters()), targets.distinct());
                decode(file, pass);
                Targets truth = Targets.of(wanted, pass.times(), settings);
                if (truth.isEmpty()) {
                    throw new FaultException("EmptySpan", "no frame lies between the start and the end asked for");
                }
                if (truth.isSame(targets)) {
                    if (settings.corrupt() == Corrupt.FAIL) {
                        pass.checkWanted();
                    }
                    return new Clip(
                            wanted, pass.release(), samples(targets, pass.times()), pass.facts(file), SEQUENTIAL);
                }
                targets = truth;
            }
        }
        throw new FaultException("CorruptVideo", "the file decodes differently each time; is it still being written?");
    }

    private VideoFile open(VideoText wanted) throws FaultException {
        return VideoFile.open(wanted.file(), settings.maxPixels());
    }

    private void decode(VideoFile file, Pass pass) throws FaultException, InterruptedException {
        try (StreamDecoder decoder = new StreamDecoder(file, settings.maxPixels())) {
            decoder.decode(file, pass);
            if (pass.times().count() == 0) {
                throw decoder.nothingDecoded();
            }
            pass.end(decoder);
        }
    }

    private static List<Clip.Sample> samples(Targets targets, FrameTimes times) {
        List<Clip.Sample> samples = new ArrayList<>(targets.indices().length);
        int picture = -1;
        int before = -1;
        for (int index : targets.indices()) {
            picture += index == before ? 0 : 1;
            before = index;
            samples.add(new Clip.Sample(index, times.at(index), picture));
        }
        return samples;
    }
}
