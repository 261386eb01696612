package io.millrace.media.pixel;

/** How pictures are resized. */
public enum Filter {
    /** OpenCV's {@code INTER_LINEAR}: what existing data sets were made with. */
    LINEAR,
    /** OpenCV's {@code INTER_AREA}: averages what a pixel covers; the best for making pictures smaller. */
    AREA,
    /** OpenCV's {@code INTER_CUBIC}. */
    CUBIC,
    /** OpenCV's {@code INTER_LANCZOS4}. */
    LANCZOS,
    /** Pillow's {@code BICUBIC}, which widens its kernel when it makes pictures smaller: what CLIP was trained with. */
    PILLOW_BICUBIC
}
