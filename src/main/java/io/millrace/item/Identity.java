package io.millrace.item;

/**
 * What tells one version of an item's input from another without reading it.
 *
 * @param size in bytes; -1 where the input has none
 * @param modifiedMillis last modification, milliseconds since the epoch; -1 where the input has none
 * @param entryDigest of what the listing says of the item beside its file, such as its caption; 0 where it says nothing
 */
public record Identity(long size, long modifiedMillis, long entryDigest) {

    /** Of an input that has neither size nor date: never stale. */
    public static final Identity NONE = new Identity(-1, -1, 0);
}
