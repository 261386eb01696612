package io.millrace.jobs.clips;

/** How results lie in the output. */
public enum ClipsFormat {
    /** A folder per item with {@code frames.npy}, {@code text.txt} and {@code meta.json}. */
    NPY,
    /** A folder per item as CLIP4MC's loader reads it, and {@code dataset.json} over all of them. */
    CLIP4MC,
    /** Tar shards as WebDataset reads them, each with a table and statistics beside it. */
    WEBDATASET,
    /** Nowhere: everything is made and encoded, nothing written. */
    NULL
}
