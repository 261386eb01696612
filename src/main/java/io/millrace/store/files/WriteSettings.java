package io.millrace.store.files;

import io.millrace.config.Range;

/**
 * {@code stages.write} in configuration.
 *
 * @param workers threads that write; exactly 1 where results have an order
 * @param queue parts that may wait before them
 */
public record WriteSettings(@Range(min = 1, max = 256) int workers, @Range(min = 1, max = 1024) int queue) {}
