package io.millrace.media.image;

/** Whether a picture may be decoded smaller than it is. */
public enum Scale {
    /**
     * What the job takes for right: it makes one of the others of it. A decoder that is told no better decodes every
     * pixel.
     */
    AUTO,
    /** Every pixel. */
    EXACT,
    /** JPEG at a half, a quarter or an eighth, as long as the shorter side stays at least what is needed of it. */
    FAST
}
