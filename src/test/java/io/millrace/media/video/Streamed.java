package io.millrace.media.video;

import io.millrace.config.Auto;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs one video through a {@link FrameDecoder} that maps frames to themselves, and looks at each as it leaves. */
final class Streamed implements Output<Frame> {

    static final List<String> EXTENSIONS = List.of("jpg", "png");

    static final int AHEAD = 4;

    /** What is done with a frame, which is closed afterwards. */
    @FunctionalInterface
    interface Look {
        void at(Frame frame) throws Exception;
    }

    /** What leaves: numbers that do not need the frame any more. */
    record Left(int index, double ptsS, int width, int height, int most, int count) {}

    private final Look look;
    private final List<Left> left = new ArrayList<>();

    private Streamed(Look look) {
        this.look = look;
    }

    static FrameDecodeSettings settings(FrameError frameError) {
        return new FrameDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(30), 178_956_970, frameError, Auto.AUTO);
    }

    static FrameDecoder<Frame> decoder(BufferPool pool, FrameError frameError) {
        return new FrameDecoder<>(settings(frameError), AHEAD, EXTENSIONS, pool, 0, () -> Frame::share);
    }

    static List<Left> frames(FrameDecoder<Frame> decoder, Footage footage, Look look) throws Exception {
        return frames(decoder, footage, new Reservations(Long.MAX_VALUE, false, ticket -> {}), look);
    }

    static List<Left> frames(FrameDecoder<Frame> decoder, Footage footage, Reservations memory, Look look)
            throws Exception {
        Streamed out = new Streamed(look);
        decoder.apply(List.of(Parcel.first(new Ticket(Item.of("item", footage), 0, 0, memory), footage)), out);
        return out.left;
    }

    static Footage video(Path file) {
        return new Footage(file, false, null);
    }

    static Footage folder(Path folder) {
        return new Footage(folder, true, null);
    }

    @Override
    public void empty(Part<?> part, Fault reason) {
        throw new AssertionError("a video has frames");
    }

    @Override
    public void emit(Part<?> part, Frame value) {
        throw new AssertionError("frames are to leave at once");
    }

    @Override
    public void stream(Part<?> part, Frame value, int most) throws InterruptedException {
        try (value) {
            left.add(new Left(
                    value.index(),
                    value.ptsS(),
                    value.width(),
                    value.height(),
                    most,
                    value.reel().frames()));
            look.at(value);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void fail(Part<?> part, Fault fault) {
        throw new AssertionError("the step throws instead");
    }
}
