package io.millrace.stage.write;

/** How results lie in the output. */
public enum Format {
    /** A folder per item with {@code frames.npy}, {@code text.txt} and {@code meta.json}. */
    NPY,
    /** Nowhere: everything is made and encoded, nothing written. */
    NULL
}
