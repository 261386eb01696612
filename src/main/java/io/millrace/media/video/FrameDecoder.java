package io.millrace.media.video;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Footage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Every frame of videos and of folders of frames, in order, as upright 8-bit RGB, on one thread. Each is mapped and
 * leaves at once ({@link Output#stream}), so that what a video takes does not depend on how long it is: here there are
 * never more than the frame that is being made and what the one before was mapped to.
 *
 * <p>Of a video all frames are decoded in presentation order; {@link StreamDecoder} says what that means. Of a folder
 * the pictures are taken by the natural order of their names, each as large as it is.
 *
 * <p>Faults of videos: {@code MissingInput UnreadableInput EmptyInput NotAVideo NoVideoStream UnsupportedCodec
 * CorruptVideo TooManyPixels TooLarge UnsupportedPixels}; of folders:
 * {@code MissingInput UnreadableInput EmptyInput NotAFolder}, and where no frame can be read or {@link FrameError} says
 * so those of {@link io.millrace.media.image.ImageDecoder}; of both the passing {@code IoTransient}.
 *
 * @param <T> what frames are mapped to; holds the {@link io.millrace.media.pixel.Reel} of its frame
 */
public final class FrameDecoder<T extends AutoCloseable> implements Step<Footage, T> {

    private final FrameDecodeSettings settings;
    private final int ahead;
    private final FrameFolder folders;
    private final BufferPool pool;
    private final long bytesPerFrame;
    private final Supplier<? extends FrameMapping<T>> mapping;

    /**
     * @param ahead frames of one video that may be under way at once, at least 1
     * @param extensions which files of a folder are pictures, by what their names end in
     * @param bytesPerFrame what the mapping and later stages need for one frame besides it
     * @param mapping opens a new one for each video
     */
    public FrameDecoder(
            FrameDecodeSettings settings,
            int ahead,
            List<String> extensions,
            BufferPool pool,
            long bytesPerFrame,
            Supplier<? extends FrameMapping<T>> mapping) {
        if (ahead < 1) {
            throw new IllegalArgumentException("at least one frame has to be under way");
        }
        NativeLog.install();
        this.settings = settings;
        this.ahead = ahead;
        this.folders = new FrameFolder(extensions);
        this.pool = pool;
        this.bytesPerFrame = bytesPerFrame;
        this.mapping = mapping;
    }

    @Override
    public void apply(List<Part<Footage>> batch, Output<T> out) throws FaultException, InterruptedException {
        for (Part<Footage> part : batch) {
            FrameBudget budget = new FrameBudget(part, ahead, bytesPerFrame);
            if (part.payload().frames()) {
                folder(part, budget, out);
            } else {
                video(part, budget, out);
            }
            budget.done();
            part.item().content().keep(); // all of it was read just now: it is in memory
        }
    }

    private void folder(Part<Footage> part, FrameBudget budget, Output<T> out)
            throws FaultException, InterruptedException {
        List<Path> files = folders.list(part.payload().path());
        try (FrameOutlet<T> outlet = new FrameOutlet<>(part, out, Double.NaN, mapping)) {
            new FolderFrames(outlet, budget, pool, settings).handOut(files);
        }
    }

    /** Nothing is allocated before its memory is reserved. */
    private void video(Part<Footage> part, FrameBudget budget, Output<T> out)
            throws FaultException, InterruptedException {
        Path path = part.payload().path();
        try (VideoFile file = VideoFile.open(path, settings.maxPixels())) {
            VideoFrames.plan(budget, Shape.of(file.parameters()), false);
            double fps = file.fps() > 0 ? file.fps() : Double.NaN;
            try (FrameOutlet<T> outlet = new FrameOutlet<>(part, out, fps, mapping);
                    StreamDecoder decoder = new StreamDecoder(file, settings.maxPixels());
                    VideoFrames frames = new VideoFrames(
                            path.getFileName().toString(), file, decoder, outlet, budget, pool, settings)) {
                decoder.decode(file, frames);
                frames.end();
            }
        }
    }
}
