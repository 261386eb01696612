package io.millrace.engine.journal;

import io.millrace.config.ByteSize;
import java.time.Duration;

/**
 * The {@code journal} block of the configuration.
 *
 * @param durability what an acknowledged item survives
 * @param sync with {@link Durability#POWER}, the least time between two forces
 * @param dir where the journal lies when not in the output's {@code .millrace}, or null
 * @param freeSpace with less than this on the output's or the journal's disk nothing more is begun
 */
public record JournalSettings(Durability durability, Duration sync, String dir, ByteSize freeSpace) {

    public static final JournalSettings DEFAULT = new JournalSettings(Durability.PROCESS, Duration.ofMillis(20), null);

    /** Without a floor for free space. */
    public JournalSettings(Durability durability, Duration sync, String dir) {
        this(durability, sync, dir, new ByteSize(0));
    }
}
