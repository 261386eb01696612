package io.millrace.store.shards;

import java.util.Locale;

/** The part of a data set that an item belongs to. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    /** As in {@code meta.json} and {@code dataset.json}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
