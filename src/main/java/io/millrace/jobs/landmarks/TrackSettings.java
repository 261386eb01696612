package io.millrace.jobs.landmarks;

import io.millrace.config.Auto;
import io.millrace.config.Range;

/**
 * What the track stage can be told.
 *
 * @param workers threads that follow hands, one video each
 * @param queue videos that may wait before them
 */
public record TrackSettings(@Range(min = 1, max = 256) Auto workers, @Range(min = 1, max = 1024) int queue) {}
