package io.millrace.engine.journal;

/** What an acknowledged item survives. */
public enum Durability {
    /** The end of the process however it comes: kill -9, out of memory, a native crash. */
    PROCESS,
    /** A power cut as well: outputs and journal are forced to the disk before an item counts as closed. */
    POWER
}
