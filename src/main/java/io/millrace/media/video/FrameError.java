package io.millrace.media.video;

/** What becomes of a video of which a frame cannot be read. */
public enum FrameError {
    /** The frame is passed over, and named in the results; where none can be read the item fails. */
    SKIP,
    /** The item fails, with the fault of the frame. */
    FAIL
}
