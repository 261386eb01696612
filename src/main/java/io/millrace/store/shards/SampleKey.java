package io.millrace.store.shards;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.ItemId;
import java.net.URLDecoder;

/**
 * The names of a sample's members in a shard: a key, a dot, and what the member is. WebDataset takes everything behind
 * the first dot of a member's last name for what it is, so a key has no dots.
 */
final class SampleKey {

    private SampleKey() {}

    /** The id as {@linkplain ItemId#path a path}, its dots percent-encoded too: injective. */
    static String of(ItemId id) {
        return id.path().replace(".", "%2e");
    }

    /** The key of a member. */
    static String ofMember(String name) {
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The id whose key this is. */
    static ItemId id(String key) {
        return new ItemId(URLDecoder.decode(key.replace("+", "%2B"), UTF_8));
    }
}
