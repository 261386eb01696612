package io.millrace.jobs.landmarks.footage;

/** What becomes of a video that has no annotation, where there are annotations. */
public enum Unannotated {
    /** It is left out, counted and listed. */
    SKIP,
    /** It is processed behind those that have one. */
    TAKE
}
