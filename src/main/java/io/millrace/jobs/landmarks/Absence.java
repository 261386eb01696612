package io.millrace.jobs.landmarks;

import java.util.Locale;

/** Why a picture has no hand. */
public enum Absence {
    /** Nothing that looks like a palm. */
    NO_PALM,
    /** A palm, but on a closer look no hand. */
    LOW_PRESENCE;

    /** As in outputs. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
