package io.millrace.media.pixel;

import java.util.Locale;

/** The order of the colours in a tensor. */
public enum ChannelOrder {
    RGB,
    BGR;

    /** As in configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
