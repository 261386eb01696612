package io.millrace.data.table;

import java.nio.file.Path;

/**
 * What a table may use.
 *
 * @param memoryBytes DuckDB's own memory, at least 32 MiB; what does not fit spills to {@code temporary}
 * @param threads DuckDB's threads while loading and checking
 * @param temporary an existing folder; a table makes its own below it and removes that when closed
 */
public record TableLimits(long memoryBytes, int threads, Path temporary) {}
