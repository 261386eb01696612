package io.millrace.media.video;

/** How videos are decoded. The sampled frames are the same. */
public enum Method {
    /** Only what the sampled frames need, where that is proven to give the same; else everything in order. */
    AUTO,
    /** Everything in order. */
    SEQUENTIAL
}
