package io.millrace.media.resize;

import io.millrace.config.Auto;
import io.millrace.config.Range;

/**
 * What the align stage can be told.
 *
 * @param workers threads that bring pictures to a model's size
 * @param queue parts that may wait before the stage
 */
public record AlignSettings(@Range(min = 1, max = 256) Auto workers, @Range(min = 1, max = 1024) int queue) {}
