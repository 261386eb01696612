package io.millrace.store.vectors;

/**
 * What makes vectors comparable.
 *
 * @param id the model's name
 * @param sha256 of the model's bytes; of what is built in, of its name and version
 * @param dimension of its vectors
 */
public record EmbeddingModel(String id, String sha256, int dimension) {}
