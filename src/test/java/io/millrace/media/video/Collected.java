package io.millrace.media.video;

import io.millrace.config.Auto;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.VideoText;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one payload through one step by itself and gives its only result, or throws its fault. */
public final class Collected {

    private Collected() {}

    public static <I, O> O result(Step<I, O> step, I payload) throws Exception {
        return result(step, Part.alone(Item.of("item", payload)));
    }

    public static <I, O> O result(Step<I, O> step, Part<I> part) throws Exception {
        List<O> results = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        step.apply(List.of(part), new Output<>() {
            @Override
            public void emit(Part<?> part, O value) {
                results.add(value);
            }

            @Override
            public void stream(Part<?> part, O value, int most) {
                emit(part, value);
            }

            @Override
            public void fail(Part<?> part, Fault fault) {
                faults.add(fault);
            }

            @Override
            public void empty(Part<?> part, Fault reason) {
                fail(part, reason);
            }
        });
        if (!faults.isEmpty()) {
            throw new FaultException(faults.get(0));
        }
        return results.get(0);
    }

    /** {@code frames} frames of a video, ends included. */
    public static Clip clip(BufferPool pool, VideoText wanted, int frames) throws Exception {
        try (VideoDecoder decoder = new VideoDecoder(settings(frames, Sampling.ENDPOINT_INCLUDED), pool)) {
            return result(decoder, wanted);
        }
    }

    public static DecodeSettings settings(int frames, Sampling sampling) {
        return new DecodeSettings(Auto.AUTO, 4, frames, sampling, 178_956_970, Method.AUTO, Corrupt.FAIL);
    }

    /** A video without a span or caption. */
    public static VideoText whole(Path file) {
        return new VideoText(file, "", Double.NaN, Double.NaN, null);
    }

    /** Everything in a clip as values that can be compared, its pixels copied. */
    public static Object describe(Clip clip) {
        List<Object> pictures = new ArrayList<>();
        for (Picture picture : clip.pictures()) {
            ByteBuffer pixels = picture.pixels().buffer();
            pictures.add(List.of(picture.layout(), picture.width(), picture.height()));
            pictures.add(ByteBuffer.allocate(pixels.remaining()).put(pixels).flip());
        }
        return List.of(clip.of().file(), pictures, clip.samples(), clip.facts(), clip.decoding());
    }
}
