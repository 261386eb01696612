package io.millrace.jobs.clips;

import io.millrace.config.Choices;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import io.millrace.media.pixel.Tensor;
import io.millrace.media.resize.Matrix;
import io.millrace.media.resize.Resizer;
import io.millrace.media.resize.RgbMat;
import io.millrace.media.text.ClipTokenizer;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Makes one uint8 tensor {@code [frames, height, width, 3]} of a clip: each distinct picture becomes RGB at full size,
 * is turned upright, resized, and put in channel order; repeated samples are copies. Its text becomes tokens where
 * there is a tokenizer.
 *
 * <p>It gives back what the conversion took. The pictures are still there when it returns, so giving theirs back is up
 * to the next step.
 *
 * <p>Faults: {@code UnsupportedPixels}, and {@code TooLarge} for a tensor of 2 GiB and more.
 */
final class ClipTransform implements Step<Clip, ClipTensor> {

    /**
     * A converter for pictures up to full HD is kept from clip to clip; a larger one would idle on unreserved memory.
     */
    private static final long MOST_KEPT_BYTES = 16L << 20;

    private final TransformSettings settings;
    private final ClipTokenizer tokenizer;
    private final BufferPool pool;
    private final Resizer resizer;
    private RgbConverter converter;

    /** @param tokenizer shared by all workers; null where none is configured */
    public ClipTransform(TransformSettings settings, ClipTokenizer tokenizer, BufferPool pool) {
        this.settings = settings;
        this.tokenizer = tokenizer;
        this.pool = pool;
        this.resizer = new Resizer(settings.filter());
    }

    @Override
    public void apply(List<Part<Clip>> batch, Output<ClipTensor> out) throws FaultException {
        for (Part<Clip> part : batch) {
            ClipTensor tensor = transform(part.payload());
            out.emit(part, tensor);
            part.reserve(bytes(part.payload()) + tensor.frames().data().size());
        }
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
            converter = null;
        }
    }

    private ClipTensor transform(Clip clip) throws FaultException {
        FrameSize size = settings.size();
        int[] shape = {clip.samples().size(), size.height(), size.width(), 3};
        Lease data;
        try {
            data = pool.filled(bytes(shape[0]), memory -> fill(clip, memory));
        } finally {
            releaseLarge();
        }
        return new ClipTensor(
                clip.of(),
                tokenizer == null ? null : tokenizer.encode(clip.of().text()),
                new Tensor(shape, data),
                clip.samples(),
                clip.facts(),
                clip.decoding(),
                Choices.word(settings.filter()),
                Choices.word(settings.channelOrder()));
    }

    /** Of the pictures, which the engine closes once the tensor is on its way; that may take long. */
    private static long bytes(Clip clip) {
        return clip.pictures().stream()
                .mapToLong(picture -> picture.pixels().size())
                .sum();
    }

    private int bytes(int frames) throws FaultException {
        if (!settings.tensorFits(frames)) {
            throw new FaultException(
                    Fault.TOO_LARGE, frames + " frames of " + settings.size() + " make a tensor of more than 2 GiB");
        }
        return (int) settings.tensorBytes(frames);
    }

    private void fill(Clip clip, ByteBuffer tensor) throws FaultException {
        int frameBytes = tensor.capacity() / clip.samples().size();
        int before = -1;
        for (int i = 0; i < clip.samples().size(); i++) {
            int picture = clip.samples().get(i).picture();
            if (picture == before) {
                tensor.put(i * frameBytes, tensor, (i - 1) * frameBytes, frameBytes);
            } else {
                frame(clip.pictures().get(picture), clip.facts().rotation(), tensor.slice(i * frameBytes, frameBytes));
            }
            before = picture;
        }
    }

    private void frame(Picture picture, int rotation, ByteBuffer into) throws FaultException {
        FrameSize size = settings.size();
        try (Mat rgb = converter(picture).convert(picture);
                Mat upright = new Mat();
                Mat frame = RgbMat.of(into, size.width(), size.height())) {
            if (rotation == 0) {
                resizer.resize(rgb, frame);
            } else {
                RgbMat.turn(rgb, rotation, upright);
                resizer.resize(upright, frame);
            }
            if (settings.channelOrder() == ChannelOrder.BGR) {
                opencv_imgproc.cvtColor(frame, frame, opencv_imgproc.COLOR_RGB2BGR);
            }
        }
    }

    private RgbConverter converter(Picture picture) throws FaultException {
        PixelLayout layout = layout(picture);
        if (converter == null || !converter.fits(layout, picture.width(), picture.height())) {
            close();
            converter = new RgbConverter(layout, picture.width(), picture.height());
        }
        return converter;
    }

    /** As it is to be read. */
    private PixelLayout layout(Picture picture) {
        PixelLayout named = picture.layout();
        return settings.matrix() == Matrix.STREAM
                ? named
                : new PixelLayout(named.name(), PixelLayout.UNKNOWN, named.range());
    }

    private void releaseLarge() {
        if (converter != null && converter.bytes() > MOST_KEPT_BYTES) {
            close();
        }
    }
}
