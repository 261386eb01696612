package io.millrace.stage.transform;

import java.util.Locale;

/** The order of the last axis of a tensor. */
public enum ChannelOrder {
    RGB,
    BGR;

    /** As in configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
