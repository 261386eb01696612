package io.millrace.journal;

import java.time.Duration;

/**
 * The {@code journal} block of the configuration.
 *
 * @param durability what an acknowledged item survives
 * @param sync with {@link Durability#POWER}, the least time between two forces
 * @param dir where the journal lies when not in the output's {@code .millrace}, or null
 */
public record JournalSettings(Durability durability, Duration sync, String dir) {

    public static final JournalSettings DEFAULT = new JournalSettings(Durability.PROCESS, Duration.ofMillis(20), null);
}
