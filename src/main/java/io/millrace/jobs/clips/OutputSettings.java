package io.millrace.jobs.clips;

import io.millrace.config.ChangesResults;
import io.millrace.store.shards.ShardSettings;
import java.nio.file.Path;

/**
 * {@code output} in configuration.
 *
 * @param dir where results go; null for {@code out/<job>}
 * @param format how they lie there
 * @param shard how results are grouped into archives
 * @param split which items are for training and which for testing
 */
public record OutputSettings(
        Path dir, @ChangesResults ClipsFormat format, ShardSettings shard, @ChangesResults SplitSettings split) {}
