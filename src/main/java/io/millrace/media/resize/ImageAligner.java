package io.millrace.media.resize;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Letterbox;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Makes of each picture what a model is to see: uint8 {@code [height, width, 3]}. Needs {@link Alignment#bytes} beside
 * the picture, which whoever takes the item in has to reserve.
 *
 * <p>Fault: {@code TooLarge} for a picture with a side that {@code pillow-bicubic} has no table for.
 */
public final class ImageAligner implements Step<DecodedImage, AlignedImage> {

    private final Alignment alignment;
    private final BufferPool pool;
    private final Resizer resizer;
    private final AreaAverage average = new AreaAverage();

    public ImageAligner(Alignment alignment, BufferPool pool) {
        this.alignment = alignment;
        this.pool = pool;
        this.resizer = new Resizer(alignment.filter());
    }

    @Override
    public void apply(List<Part<DecodedImage>> batch, Output<AlignedImage> out) throws FaultException {
        for (Part<DecodedImage> part : batch) {
            DecodedImage image = part.payload();
            Picture picture = image.picture();
            Tensor pixels = picture == null ? null : align(picture);
            out.emit(part, new AlignedImage(image.of(), image.sha256(), image.width(), image.height(), pixels));
            if (picture != null) {
                part.reserve(picture.pixels().size() + (long) alignment.bytes());
            }
        }
    }

    /** What a model is to see of {@code picture}, which stays the caller's. */
    public Tensor align(Picture picture) throws FaultException {
        Lease data = pool.filled(alignment.bytes(), memory -> {
            try (Mat from = RgbMat.of(picture.pixels().buffer(), picture.width(), picture.height());
                    Mat into = RgbMat.of(memory, alignment.width(), alignment.height())) {
                fill(from, into, memory);
            }
        });
        return new Tensor(new int[] {alignment.height(), alignment.width(), 3}, data);
    }

    private void fill(Mat from, Mat into, ByteBuffer bytes) throws FaultException {
        switch (alignment.fit()) {
            case STRETCH -> resize(from, into);
            case CENTRE_CROP -> resizer.cropCentre(from, into);
            case LETTERBOX -> letterbox(from, into, bytes);
        }
    }

    private void letterbox(Mat from, Mat into, ByteBuffer bytes) throws FaultException {
        Letterbox box = Letterbox.of(from.cols(), from.rows(), into.cols(), into.rows());
        bytes.put(new byte[bytes.remaining()]);
        int corner = box.top() * (int) into.step() + box.left() * 3;
        try (BytePointer begin = new BytePointer(bytes.rewind()).position(corner);
                Mat middle = new Mat(box.height(), box.width(), opencv_core.CV_8UC3, begin, into.step())) {
            resize(from, middle);
        }
    }

    private void resize(Mat from, Mat into) throws FaultException {
        if (alignment.filter() == Filter.AREA
                && AreaAverage.shrinks(from.cols(), from.rows(), into.cols(), into.rows())) {
            average.shrink(
                    from.createBuffer(), from.cols(), from.rows(), into.createBuffer(), into.cols(), into.rows(), (int)
                            into.step());
        } else {
            resizer.resize(from, into);
        }
    }
}
