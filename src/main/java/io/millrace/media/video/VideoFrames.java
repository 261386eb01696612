package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.image.header.PixelLimit;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * All frames of one video in presentation order, each made upright RGB and handed on before the next. Frames are
 * counted as they decode: a packet that does not leaves no gap in their numbers.
 */
final class VideoFrames implements StreamDecoder.Frames, AutoCloseable {

    private final String name;
    private final StreamDecoder decoder;
    private final FrameOutlet<?> outlet;
    private final FrameBudget budget;
    private final BufferPool pool;
    private final FrameDecodeSettings settings;
    private final FrameTimes times;
    private final FrameClock clock;
    private RgbConverter converter;
    private int rotation;
    private int damaged;
    private int firstDamage = -1;

    /** @param name of the file, for the note of what is missing */
    VideoFrames(
            String name,
            VideoFile file,
            StreamDecoder decoder,
            FrameOutlet<?> outlet,
            FrameBudget budget,
            BufferPool pool,
            FrameDecodeSettings settings) {
        this.name = name;
        this.decoder = decoder;
        this.outlet = outlet;
        this.budget = budget;
        this.pool = pool;
        this.settings = settings;
        this.times = file.newTimes();
        this.clock = new FrameClock(file);
    }

    /** Such frames are to come: the decoder's own and their RGB form have to fit. */
    static void plan(FrameBudget budget, Shape shape, boolean started) throws FaultException {
        long conversion = RgbConverter.bytesForFrames(shape.width(), shape.height());
        budget.plan(Budget.decoderBytes(shape) + conversion, 3L * shape.width() * shape.height(), started);
        budget.made();
    }

    @Override
    public void shaped(Shape shape) throws FaultException {
        if ((long) shape.codedWidth() * shape.codedHeight() <= settings.maxPixels()) { // it makes none of any other
            plan(budget, shape, outlet.isStarted());
        }
    }

    @Override
    public void accept(AVFrame frame) throws FaultException, InterruptedException {
        PixelLimit.check(frame.width(), frame.height(), settings.maxPixels());
        if (outlet.count() == 0) {
            rotation = Rotation.clockwise(frame);
        }
        damaged += DamagedFrames.isDamaged(frame) ? 1 : 0;
        noteDamage();
        long conversion = RgbConverter.bytesForFrames(frame.width(), frame.height());
        budget.plan(conversion, Pixels.rgbBytes(frame.width(), frame.height()), outlet.isStarted());
        outlet.release(budget.most());
        outlet.take(outlet.count(), times.seconds(clock.tick(frame)), picture(frame));
        budget.made();
    }

    /** The stream is at its end: says how many frames there are, and hands out the last. */
    void end() throws FaultException, InterruptedException {
        if (outlet.count() == 0) {
            throw decoder.nothingDecoded();
        }
        noteDamage();
        if (firstDamage >= 0) {
            outlet.skip(firstDamage, name, "CorruptVideo: " + damage());
        }
        outlet.end(budget.most());
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
        }
    }

    private void noteDamage() throws FaultException {
        if (firstDamage < 0 && decoder.errors() + damaged > 0) {
            firstDamage = outlet.count();
            if (settings.frameError() == FrameError.FAIL) {
                throw new FaultException(
                        "CorruptVideo",
                        "damage at frame " + firstDamage + ": " + damage()
                                + "; stages.decode.frame-error = skip takes what decodes");
            }
        }
    }

    private String damage() {
        return decoder.errors() + " packets do not decode, " + damaged + " frames are patched up by the decoder";
    }

    private Picture picture(AVFrame frame) throws FaultException {
        boolean lying = rotation % 180 != 0;
        return new Picture(
                PixelLayout.RGB24,
                lying ? frame.height() : frame.width(),
                lying ? frame.width() : frame.height(),
                rgb(frame));
    }

    private Lease rgb(AVFrame frame) throws FaultException {
        RgbConverter rgb = converter(frame);
        return pool.filled(
                Pixels.rgbBytes(frame.width(), frame.height()), memory -> rgb.convert(frame, rotation, memory));
    }

    private RgbConverter converter(AVFrame frame) throws FaultException {
        PixelLayout layout = RgbConverter.layout(frame);
        if (converter == null || !converter.fits(layout, frame.width(), frame.height())) {
            close();
            converter = null;
            converter = new RgbConverter(layout, frame.width(), frame.height());
        }
        return converter;
    }
}
