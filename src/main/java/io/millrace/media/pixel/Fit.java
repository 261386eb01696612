package io.millrace.media.pixel;

/** What becomes of a picture whose sides are not in proportion to those that a model wants. */
public enum Fit {
    /** It is stretched: everything is seen, out of proportion. */
    STRETCH,
    /** Its shorter side is brought to size and the middle is cut out: in proportion, without the ends. */
    CENTRE_CROP,
    /** Its longer side is brought to size and the rest is black: everything is seen, in proportion. */
    LETTERBOX
}
