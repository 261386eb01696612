package io.millrace.store.shards;

import io.millrace.config.Range;

/**
 * {@code output.shard} in configuration.
 *
 * @param maxItems places of the listing that share a shard, those of failed items too
 */
public record ShardSettings(@Range(min = 1, max = 1_000_000) int maxItems) {}
