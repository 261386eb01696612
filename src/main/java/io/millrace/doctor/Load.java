package io.millrace.doctor;

import java.time.Duration;

/**
 * What one run took of the machine.
 *
 * @param workers of each heavy stage
 * @param peakBytes the most that was resident
 * @param reservedBytes the most that items had reserved
 * @param items that ended
 * @param elapsed since the first item was begun
 * @param steady whether the peak had stood still for long enough
 * @param inputOver whether it ended by itself, with nothing left to do
 */
public record Load(
        int workers,
        long peakBytes,
        long reservedBytes,
        long items,
        Duration elapsed,
        boolean steady,
        boolean inputOver) {}
