package io.millrace.engine.item;

/**
 * What tells one version of an item's input from another.
 *
 * @param size in bytes; -1 where the input has none
 * @param modifiedMillis last modification, milliseconds since the epoch; -1 where the input has none
 * @param entryDigest of what the listing says of the item beside its file, such as its caption; 0 where it says nothing
 * @param content of the input, as {@link Content} tells it; {@link #NO_CONTENT} where nobody has looked
 */
public record Identity(long size, long modifiedMillis, long entryDigest, long content) {

    /** Stands for a content that is not known. */
    public static final long NO_CONTENT = 0;

    /** Of an input that has neither size nor date: never stale. */
    public static final Identity NONE = new Identity(-1, -1, 0);

    /** Of an input that nobody has read. */
    public Identity(long size, long modifiedMillis, long entryDigest) {
        this(size, modifiedMillis, entryDigest, NO_CONTENT);
    }

    public Identity with(long otherContent) {
        return new Identity(size, modifiedMillis, entryDigest, otherContent);
    }

    /** Whether both look the same from outside, so that nobody has to read them. */
    public boolean looksLike(Identity other) {
        return modifiedMillis == other.modifiedMillis && looksLikeButForDate(other);
    }

    /** Whether only the date may tell them apart: then the content has to say. */
    public boolean looksLikeButForDate(Identity other) {
        return size == other.size && entryDigest == other.entryDigest;
    }
}
