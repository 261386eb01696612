package io.millrace.media.pixel;

import java.util.ArrayList;
import java.util.List;

/**
 * A video under way: what its frames have in common. Every frame, and what becomes of it, holds the reel and closes it
 * once; when the last holder has, whatever was kept for the video is released. Safe for any threads.
 */
public final class Reel implements AutoCloseable {

    private final Footage of;
    private final double fps;
    private final List<SkippedFrame> skipped = new ArrayList<>(0);
    private final List<Runnable> releases = new ArrayList<>(1);
    private int holders = 1;
    private int frames = -1;

    /**
     * A frame that could not be had and was passed over.
     *
     * @param index among the frames, 0-based
     * @param name of its file
     * @param fault why, as {@code class: sentence}
     */
    public record SkippedFrame(int index, String name, String fault) {}

    /**
     * Held by the caller.
     *
     * @param of null for frames that are nobody's
     * @param fps frames a second; NaN where nothing says so
     */
    public Reel(Footage of, double fps) {
        this.of = of;
        this.fps = fps;
    }

    public Footage of() {
        return of;
    }

    /** Frames a second; NaN where nothing says so. */
    public double fps() {
        return fps;
    }

    /** For one holder more. */
    public synchronized Reel hold() {
        if (holders == 0) {
            throw new IllegalStateException("this reel was released");
        }
        holders++;
        return this;
    }

    /** {@code release} is run by whoever closes the reel last; it must be quick and not throw. */
    public synchronized void onRelease(Runnable release) {
        if (holders == 0) {
            throw new IllegalStateException("this reel was released");
        }
        releases.add(release);
    }

    /** By whoever takes the frames in, before the next one is handed out. */
    public synchronized void skip(SkippedFrame frame) {
        skipped.add(frame);
    }

    /** In their order; complete once {@link #frames} is known. */
    public synchronized List<SkippedFrame> skipped() {
        return List.copyOf(skipped);
    }

    /** By whoever takes the frames in, before the last one is handed out: that there will be {@code count} in all. */
    public synchronized void ends(int count) {
        frames = count;
    }

    /** How many are handed out in all, without those that are skipped; -1 as long as nobody knows. */
    public synchronized int frames() {
        return frames;
    }

    @Override
    public void close() {
        List<Runnable> due;
        synchronized (this) {
            if (holders == 0) {
                throw new IllegalStateException("this reel was released already");
            }
            holders--;
            due = holders == 0 ? List.copyOf(releases) : List.of();
        }
        due.forEach(Runnable::run);
    }
}
