package io.millrace.jobs.embed;

import io.millrace.media.image.Scale;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.Filter;

/**
 * How far pictures are decoded smaller than they are, {@code auto} settled.
 * {@code src/docs/decisions/smaller-decoding.md} says why.
 *
 * @param scale EXACT or FAST
 * @param shorterSide what is left of it at the least, in pixels; without meaning for EXACT
 */
record DecodeScale(Scale scale, int shorterSide) {

    /** Every pixel. */
    static final DecodeScale EXACT = new DecodeScale(Scale.EXACT, 0);

    /** How many times the side that is needed: what is left to shrink is still a mean, not a choice of pixels. */
    private static final int TIMES = 2;

    /** For a model; {@code auto} where it is shown means of pixels anyway. */
    static DecodeScale forModel(Scale wanted, Alignment alignment) {
        Scale auto = alignment.filter() == Filter.AREA ? Scale.FAST : Scale.EXACT;
        return of(wanted, auto, Math.max(alignment.height(), alignment.width()));
    }

    /** For numbers that are defined as sums over every pixel, {@code side} cells to a side. */
    static DecodeScale forStatistics(Scale wanted, int side) {
        return of(wanted, Scale.EXACT, side);
    }

    private static DecodeScale of(Scale wanted, Scale auto, int side) {
        Scale scale = wanted == Scale.AUTO ? auto : wanted;
        return scale == Scale.FAST ? new DecodeScale(scale, TIMES * side) : EXACT;
    }

    /** For the fingerprint. */
    String canonical() {
        return scale == Scale.FAST ? "fast " + shorterSide : "exact";
    }

    /** A sentence. */
    String notice(Scale wanted) {
        return "JPEG is decoded at 1/2, 1/4 or 1/8 as long as its shorter side keeps " + shorterSide
                + " pixels (stages.decode.scale = " + (wanted == Scale.AUTO ? "auto: fast" : "fast")
                + "; exact decodes all of them)";
    }
}
