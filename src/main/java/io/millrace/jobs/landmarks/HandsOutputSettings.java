package io.millrace.jobs.landmarks;

import io.millrace.config.ChangesResults;
import io.millrace.store.shards.ShardSettings;
import java.nio.file.Path;

/**
 * {@code output} in the configuration of {@code landmarks}.
 *
 * @param dir where results go; null for {@code out/<job>}
 * @param format how they lie there
 * @param shard how results are grouped into archives
 */
public record HandsOutputSettings(Path dir, @ChangesResults HandsFormat format, ShardSettings shard) {}
