package io.millrace.engine.item;

/**
 * One unit of source work.
 *
 * @param <T> what the first step gets
 * @param id stable over runs
 * @param source where it comes from, relative to the input root, for people and manifests
 * @param identity the version of its input
 * @param body the first part's payload; null when {@code fault} is set
 * @param fault why it could not even be listed, or null
 * @param content of its input
 */
public record Item<T>(ItemId id, String source, Identity identity, T body, Fault fault, Content content) {

    public Item(ItemId id, String source, Identity identity, T body, Fault fault) {
        this(id, source, identity, body, fault, Content.NONE);
    }

    public static <T> Item<T> of(String id, T body) {
        return new Item<>(new ItemId(id), id, Identity.NONE, body, null);
    }

    /** An entry whose listing failed: it still gets its outcome. */
    public static <T> Item<T> unlisted(ItemId id, String source, Fault fault) {
        return new Item<>(id, source, Identity.NONE, null, fault);
    }
}
