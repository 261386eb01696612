package io.millrace.media.video;

import io.millrace.media.pixel.VideoText;
import java.util.Arrays;

/**
 * Which frames are wanted of a video with certain frame times.
 *
 * @param indices one per requested frame, ascending, repetitions included; empty where the span holds no frame
 */
@SuppressWarnings("ArrayRecordComponent")
record Targets(int[] indices) {

    static Targets of(VideoText wanted, FrameTimes times, DecodeSettings settings) {
        int first = Double.isNaN(wanted.startS()) ? 0 : times.firstAtOrAfter(wanted.startS());
        int end = Double.isNaN(wanted.endS()) ? times.count() : times.firstAtOrAfter(wanted.endS());
        if (end <= first) {
            return new Targets(new int[0]);
        }
        int[] indices = settings.sampling().indices(end - first, settings.frames());
        Arrays.setAll(indices, i -> indices[i] + first);
        return new Targets(indices);
    }

    boolean isEmpty() {
        return indices.length == 0;
    }

    boolean contains(int index) {
        return Arrays.binarySearch(indices, index) >= 0;
    }

    int distinct() {
        return (int) Arrays.stream(indices).distinct().count();
    }

    boolean isSame(Targets other) {
        return Arrays.equals(indices, other.indices);
    }
}
