package io.millrace.store.files;

import io.millrace.config.Auto;
import io.millrace.config.Range;

/**
 * {@code stages.encode} in configuration.
 *
 * @param workers threads that encode
 * @param queue parts that may wait before them
 */
public record EncodeSettings(@Range(min = 1, max = 256) Auto workers, @Range(min = 1, max = 1024) int queue) {}
