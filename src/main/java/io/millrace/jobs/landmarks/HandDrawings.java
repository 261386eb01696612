package io.millrace.jobs.landmarks;

import io.millrace.engine.item.Item;
import io.millrace.jobs.Drawing;
import io.millrace.media.pixel.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws, of each video, the first frame in which a hand was found. It is told of all that the stages make, and holds
 * the frames of which it is not known yet. One thread's.
 */
final class HandDrawings implements Drawing {

    private final Path folder;
    private final Handedness names;
    private final Map<Item<?>, Map<Integer, Frame>> waiting = new HashMap<>();
    private final Set<Item<?>> drawn = new HashSet<>();
    private final List<Path> files = new ArrayList<>();

    /** @param folder gets the pictures */
    HandDrawings(Path folder, Handedness names) {
        this.folder = folder;
        this.names = names;
    }

    @Override
    public void made(Item<?> item, Object value) {
        if (drawn.contains(item)) {
            return;
        }
        if (value instanceof FittedFrame fitted) {
            waiting.computeIfAbsent(item, i -> new HashMap<>())
                    .put(fitted.frame().index(), fitted.frame().share());
        } else if (value instanceof FrameHands found) {
            found(item, found);
        }
    }

    @Override
    public List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public String nothing() {
        return "no hand was found";
    }

    @Override
    public void close() {
        waiting.values().forEach(frames -> frames.values().forEach(Frame::close));
        waiting.clear();
    }

    private void found(Item<?> item, FrameHands found) {
        try (Frame frame = waiting.get(item).remove(found.index())) {
            if (!found.hands().isEmpty()) {
                draw(item, frame, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void draw(Item<?> item, Frame frame, FrameHands found) throws IOException {
        Path file = folder.resolve(item.id().path().replace('/', '_') + ".png");
        HandSketch.write(frame.picture(), found.hands(), names, file);
        files.add(file);
        drawn.add(item);
        waiting.remove(item).values().forEach(Frame::close);
    }
}
