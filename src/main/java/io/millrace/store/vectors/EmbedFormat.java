package io.millrace.store.vectors;

/** How vectors lie in the output. */
public enum EmbedFormat {
    /** A DuckDB file. */
    DUCKDB,
    /** {@code img_emb/img_emb_0.npy} and {@code metadata/metadata_0.parquet}, as clip-retrieval has them. */
    NPY,
    /** {@code embeddings.parquet}. */
    PARQUET,
    /** Nowhere: everything is computed, nothing written. */
    NULL
}
