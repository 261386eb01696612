package io.millrace.stage.decode.image;

/** Whether a picture may be decoded smaller than it is. */
public enum Scale {
    /** Every pixel. */
    EXACT,
    /** JPEG at a half, a quarter or an eighth, as long as the shorter side stays at least what is needed of it. */
    FAST
}
