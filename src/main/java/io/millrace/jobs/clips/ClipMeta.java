package io.millrace.jobs.clips;

import io.millrace.engine.item.Item;
import io.millrace.jobs.Facts;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.store.shards.Split;
import java.util.List;

/**
 * {@code meta.json} of a clip: what was sampled from what. One line, keys in a fixed order, numbers in the shortest
 * form that reads back as the same double; no absolute path, host or time, so equal clips give equal bytes anywhere.
 */
record ClipMeta(
        String id,
        String source,
        String decoding,
        String text,
        Double fps,
        Double durationS,
        String codec,
        int width,
        int height,
        int rotation,
        int framesTotal,
        int decodeErrors,
        List<SampledFrame> frames,
        String channelOrder,
        String filter,
        String split,
        List<Double> size) {

    /** What data sets without sizes have always held. */
    private static final List<Double> NO_SIZE = List.of(0.0);

    private record SampledFrame(int index, Double ptsS) {

        static SampledFrame of(Clip.Sample sample) {
            return new SampledFrame(sample.index(), Facts.known(sample.ptsS()));
        }
    }

    static byte[] json(Item<?> item, ClipTensor clip, Split split) {
        VideoFacts facts = clip.facts();
        return Facts.line(new ClipMeta(
                item.id().value(),
                item.source(),
                clip.decoding(),
                clip.of().text(),
                Facts.known(facts.fps()),
                Facts.known(facts.durationS()),
                facts.codec(),
                facts.width(),
                facts.height(),
                facts.rotation(),
                facts.framesTotal(),
                facts.decodeErrors(),
                clip.samples().stream().map(SampledFrame::of).toList(),
                clip.channelOrder(),
                clip.filter(),
                split.word(),
                size(clip)));
    }

    /** {@code size.json}: the numbers alone. */
    static byte[] sizeJson(ClipTensor clip) {
        return Facts.line(size(clip));
    }

    private static List<Double> size(ClipTensor clip) {
        return clip.of().size() == null ? NO_SIZE : clip.of().size();
    }
}
