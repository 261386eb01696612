package io.millrace.media.image;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.ImageFormat;
import io.millrace.media.resize.RgbMat;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes with the codecs inside OpenCV, which write RGB straight into our memory: libjpeg-turbo, libwebp, libtiff. */
final class OpenCvCodec {

    private static final int FLAGS = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    private OpenCvCodec() {}

    /**
     * @param file direct, from its position to its limit
     * @param scaled what of the picture is wanted
     * @param into direct; takes exactly as many bytes as that has in RGB
     * @throws FaultException {@code CorruptImage}
     */
    static void decode(ImageFormat format, ByteBuffer file, Scaled scaled, ByteBuffer into) throws FaultException {
        NativeSilence.enter();
        try (BytePointer bytes = new BytePointer(file.slice());
                Mat coded = new Mat(1, file.remaining(), opencv_core.CV_8UC1, bytes);
                Mat wanted = RgbMat.of(into, scaled.width(), scaled.height());
                Mat decoded = opencv_imgcodecs.imdecode(coded, FLAGS | reduced(scaled.denominator()), wanted)) {
            long address = RgbMat.address(into);
            if (decoded.empty()) {
                throw corrupt(format, "does not decode");
            }
            if (decoded.data().address() != address) {
                throw corrupt(format, "decodes to another size than its header says");
            }
        } catch (RuntimeException e) { // cv::Exception
            String message = String.valueOf(e.getMessage());
            if (message.contains("nsufficient memory") || message.contains("bad_alloc")) {
                throw NativeMemory.exhausted("OpenCV got no memory to decode the " + format.title() + " file");
            }
            throw corrupt(format, "does not decode");
        } finally {
            NativeSilence.leave();
        }
    }

    /** The flag of imdecode. */
    static int reduced(int denominator) {
        return switch (denominator) {
            case 2 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
            case 4 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
            case 8 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
            default -> 0;
        };
    }

    private static FaultException corrupt(ImageFormat format, String what) {
        return new FaultException(
                "CorruptImage", "the " + format.title() + " file " + what + ": it is damaged or cut off");
    }
}
