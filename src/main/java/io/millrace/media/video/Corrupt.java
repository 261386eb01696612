package io.millrace.media.video;

/** What becomes of a video of which wanted frames are damaged. */
public enum Corrupt {
    /** The item fails, and the fault says how many. */
    FAIL,
    /** They are taken as the decoder patched them up. */
    KEEP_DECODED
}
