package io.millrace.media.pixel;

import io.millrace.config.Auto;
import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.image.ImageDecodeSettings;
import io.millrace.media.image.ImageDecoder;
import io.millrace.media.image.Scale;
import io.millrace.media.video.Collected;
import io.millrace.media.video.Corrupt;
import io.millrace.media.video.DecodeSettings;
import io.millrace.media.video.Method;
import io.millrace.media.video.Sampling;
import io.millrace.media.video.VideoDecoder;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Frames in RGB, one at a time, for tests that look at pictures as the landmarks job does. */
public final class RgbFrames {

    private static final long MOST_PIXELS = 178_956_970;

    private RgbFrames() {}

    /** What is done with a frame, which is closed afterwards. */
    @FunctionalInterface
    public interface Look {
        void at(Frame frame) throws Exception;
    }

    /** A picture file. */
    public static void ofImage(Path file, BufferPool pool, Look look) throws Exception {
        ImageDecodeSettings settings =
                new ImageDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(60), MOST_PIXELS, Scale.EXACT);
        try (ImageDecoder decoder = new ImageDecoder(settings, 0, pool, 0);
                DecodedImage image = Collected.result(decoder, new ImageFile(file, "x"));
                Frame frame = new Frame(0, Double.NaN, image.picture().share())) {
            look.at(frame);
        }
    }

    /** The first {@code count} frames of a video that has exactly so many and is stored upright, in order. */
    public static void ofVideo(Path file, int count, BufferPool pool, Look look) throws Exception {
        DecodeSettings every = new DecodeSettings(
                Auto.AUTO, 4, count, Sampling.ENDPOINT_INCLUDED, MOST_PIXELS, Method.AUTO, Corrupt.FAIL);
        try (VideoDecoder decoder = new VideoDecoder(every, pool);
                Clip clip = Collected.result(decoder, new VideoText(file, "", Double.NaN, Double.NaN, null));
                RgbConverter converter = converter(clip.pictures().get(0))) {
            for (Clip.Sample sample : clip.samples()) {
                Picture picture = rgb(converter, clip.pictures().get(sample.picture()), pool);
                try (Frame frame = new Frame(sample.index(), sample.ptsS(), picture)) {
                    look.at(frame);
                }
            }
        }
    }

    private static RgbConverter converter(Picture picture) throws FaultException {
        return new RgbConverter(picture.layout(), picture.width(), picture.height());
    }

    private static Picture rgb(RgbConverter converter, Picture picture, BufferPool pool) throws FaultException {
        Lease pixels = pool.lease(3 * picture.width() * picture.height());
        try (Mat from = converter.convert(picture);
                Mat into = new Mat(
                        picture.height(), picture.width(), opencv_core.CV_8UC3, new BytePointer(pixels.buffer()))) {
            from.copyTo(into);
        }
        return new Picture(PixelLayout.RGB24, picture.width(), picture.height(), pixels);
    }
}
