package io.millrace.jobs.landmarks;

/** How the hands of videos lie in the output. */
public enum HandsFormat {
    /** {@code <id>.npz} and {@code <id>.json} for each video. */
    NPZ,
    /** Tar shards as WebDataset reads them, each with a table and statistics beside it. */
    WEBDATASET,
    /** Nowhere: everything is made and encoded, nothing written. */
    NULL
}
