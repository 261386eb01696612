package io.millrace.media.video;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.Reel;
import java.util.function.Supplier;

/**
 * Where the frames of one video leave: each is mapped, and held back until the next is certain, so that the last one is
 * only handed out when it is known to be the last. Owns what it holds back. One thread's.
 *
 * @param <T> what frames are mapped to
 */
final class FrameOutlet<T extends AutoCloseable> implements AutoCloseable {

    private final Part<?> part;
    private final Output<T> out;
    private final FrameMapping<T> mapping;
    private final Reel reel;
    private T held;
    private int count;
    private boolean started;

    /** @param fps frames a second; NaN where nothing says so */
    FrameOutlet(Part<Footage> part, Output<T> out, double fps, Supplier<? extends FrameMapping<T>> mapping) {
        this.part = part;
        this.out = out;
        this.mapping = mapping.get();
        this.reel = new Reel(part.payload(), fps);
    }

    /** Whether frames have left, so that the item cannot be begun anew. */
    boolean isStarted() {
        return started;
    }

    /** Whether every frame that was taken has left: too late to say that there are no more. */
    boolean isDrained() {
        return started && held == null;
    }

    /** Of the frames that were taken. */
    int count() {
        return count;
    }

    /** Hands out what is held back, since another frame comes; waits while {@code most} are under way. */
    void release(int most) throws FaultException, InterruptedException {
        if (held != null) {
            T value = held;
            held = null;
            started = true;
            out.stream(part, value, most);
        }
    }

    /**
     * Maps a frame and holds back what it is mapped to; what was held back is released. The picture is this class's
     * from here on.
     */
    void take(int index, double ptsS, Picture picture) throws FaultException, InterruptedException {
        assert held == null : "the frame before was not released";
        try (Frame frame = new Frame(reel.hold(), index, ptsS, picture)) {
            held = mapping.map(frame);
        }
        if (held == null) {
            throw new IllegalStateException("a frame was mapped to nothing");
        }
        count++;
    }

    /** A frame is missing. */
    void skip(int index, String name, String fault) {
        reel.skip(new Reel.SkippedFrame(index, name, fault));
    }

    /** There are no more frames: hands out the last one, not {@linkplain #isDrained gone} yet. */
    void end(int most) throws FaultException, InterruptedException {
        reel.ends(count);
        release(most);
    }

    @Override
    public void close() {
        T last = held;
        try (reel;
                mapping;
                last) {
            held = null;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a result could not be closed", e);
        }
    }
}
