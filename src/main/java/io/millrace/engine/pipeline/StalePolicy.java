package io.millrace.engine.pipeline;

/** What becomes of items that stand in the output but were made from another input or with other settings. */
public enum StalePolicy {
    /** Made again. */
    REDO,
    /** Left as they are. */
    KEEP,
    /** The run does not start. */
    FAIL
}
