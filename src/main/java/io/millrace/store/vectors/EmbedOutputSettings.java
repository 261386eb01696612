package io.millrace.store.vectors;

import io.millrace.config.ChangesResults;
import java.nio.file.Path;

/**
 * {@code output} in the configuration of {@code embed}.
 *
 * @param dir where results go; null for {@code out/<job>}
 * @param format how they lie there
 */
public record EmbedOutputSettings(Path dir, @ChangesResults EmbedFormat format) {}
