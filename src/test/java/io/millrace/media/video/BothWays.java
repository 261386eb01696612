package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Auto;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Decodes one file sparsely, where that is proven, and in order, and compares all that is in the clips. */
final class BothWays {

    private static final int[] FRAMES = {1, 2, 16, 50};

    private final Path file;
    private final BufferPool pool;
    private final Set<String> ways = new TreeSet<>();
    private int decodeErrors;

    private BothWays(Path file, BufferPool pool) {
        this.file = file;
        this.pool = pool;
    }

    static BothWays of(Path file, BufferPool pool) {
        return new BothWays(file, pool);
    }

    /** All numbers of frames, both samplings, several spans. Returns the ways that were taken, or the fault's type. */
    String compareMany() throws Exception {
        for (Sampling sampling : Sampling.values()) {
            for (int frames : FRAMES) {
                for (VideoText wanted : spans()) {
                    compare(wanted, sampling, frames);
                }
            }
        }
        return String.join(" ", ways);
    }

    /** Each number of frames, each sampling and each span at least once, as long as there are so many. */
    String compareFew() throws Exception {
        for (int i = 0; i < FRAMES.length; i++) {
            compare(
                    spans().get((i + 2) % FRAMES.length),
                    i % 2 == 0 ? Sampling.ENDPOINT_INCLUDED : Sampling.ENDPOINT_EXCLUDED,
                    FRAMES[i]);
        }
        return String.join(" ", ways);
    }

    String compareOnce() throws Exception {
        compare(Collected.whole(file), Sampling.ENDPOINT_EXCLUDED, 16);
        return String.join(" ", ways);
    }

    /** How a damaged file ends: the fault's type both ways, or the way taken and whether the clips are alike. */
    String compareDamaged(Corrupt corrupt) throws Exception {
        VideoText wanted = Collected.whole(file);
        decodeErrors = 0;
        outcome(wanted, settings(Sampling.ENDPOINT_INCLUDED, 4, Method.SEQUENTIAL, Corrupt.KEEP_DECODED));
        boolean damaged = decodeErrors > 0;
        Object inOrder = outcome(wanted, settings(Sampling.ENDPOINT_INCLUDED, 4, Method.SEQUENTIAL, corrupt));
        ways.clear();
        Object sparse = outcome(wanted, settings(Sampling.ENDPOINT_INCLUDED, 4, Method.AUTO, corrupt));
        String way = String.join(" ", ways);
        if (sparse.equals(inOrder)) {
            return inOrder instanceof String ? way : way + " alike";
        }
        return way + (way.equals("sparse") && damaged ? " without the damage" : " differs");
    }

    private List<VideoText> spans() {
        return List.of(
                Collected.whole(file),
                new VideoText(file, "", 0.4, Double.NaN, null),
                new VideoText(file, "", Double.NaN, 0.7, null),
                new VideoText(file, "", 0.35, 0.9, null),
                new VideoText(file, "", 1.5, 2.5, null));
    }

    private void compare(VideoText wanted, Sampling sampling, int frames) throws Exception {
        Object inOrder = outcome(wanted, settings(sampling, frames, Method.SEQUENTIAL));
        Object sparse = outcome(wanted, settings(sampling, frames, Method.AUTO));
        assertThat(sparse)
                .as(file + " " + frames + " " + sampling + " " + wanted)
                .isEqualTo(inOrder);
    }

    /** How a clip is decoded within a limit of memory; null where it does not fit. */
    String within(long limitBytes, Method method) throws Exception {
        Reservations memory = new Reservations(limitBytes, false, ticket -> {});
        VideoText wanted = Collected.whole(file);
        Part<VideoText> part = Parcel.first(new Ticket(Item.of("item", wanted), 0, 0, memory), wanted);
        try (VideoDecoder decoder = new VideoDecoder(settings(Sampling.ENDPOINT_INCLUDED, 4, method), pool);
                Clip clip = Collected.result(decoder, part)) {
            return clip.decoding();
        } catch (FaultException e) {
            assertThat(e.fault().type()).isEqualTo(Fault.TOO_LARGE);
            return null;
        }
    }

    /** A clip's content without the way it was decoded, or the type of a fault. */
    private Object outcome(VideoText wanted, DecodeSettings settings) throws Exception {
        try (VideoDecoder decoder = new VideoDecoder(settings, pool);
                Clip clip = Collected.result(decoder, wanted)) {
            decodeErrors = clip.facts().decodeErrors();
            if (settings.method() == Method.AUTO) {
                ways.add(clip.decoding());
            } else {
                assertThat(clip.decoding()).isEqualTo("sequential");
            }
            return Collected.describe(new Clip(clip.of(), clip.pictures(), clip.samples(), clip.facts(), "either"));
        } catch (FaultException e) {
            if (!e.fault().type().equals("EmptySpan")) {
                ways.add(e.fault().type());
            }
            return e.fault().type();
        }
    }

    private static DecodeSettings settings(Sampling sampling, int frames, Method method) {
        return settings(sampling, frames, method, Corrupt.KEEP_DECODED);
    }

    private static DecodeSettings settings(Sampling sampling, int frames, Method method, Corrupt corrupt) {
        return new DecodeSettings(Auto.AUTO, 4, frames, sampling, 178_956_970, method, corrupt);
    }
}
