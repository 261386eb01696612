package io.millrace.jobs.clips;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Sha256;
import io.millrace.store.shards.Split;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Which split each item belongs to. It depends on the settings and the item's id alone, so adding items moves none: the
 * fraction {@code u}, the first 53 bits of SHA-256 over {@code seed:id} divided by 2^53, falls below the ratio of
 * train, or below that of train and val together, or neither. Safe for any threads.
 */
final class Splits {

    private static final int FRACTION_BITS = 53;

    private final SplitSettings.Mode mode;
    private final Map<Split, Double> shares;
    private final long seed;

    public Splits(SplitSettings settings) {
        this.mode = settings.mode();
        this.shares = settings.shares();
        this.seed = settings.seed();
    }

    public Split of(ItemId id) {
        return switch (mode) {
            case ALL_TRAIN -> Split.TRAIN;
            case ALL_TEST -> Split.TEST;
            case RANDOM -> at(fraction(id));
        };
    }

    /** What the ratios leave open by a rounding belongs to the last split that may have anything. */
    private Split at(double u) {
        double below = 0;
        Split last = null;
        for (Map.Entry<Split, Double> share : shares.entrySet()) {
            below += share.getValue();
            last = share.getValue() > 0 ? share.getKey() : last;
            if (u < below) {
                return share.getKey();
            }
        }
        return last;
    }

    /** From 0 inclusive to 1 exclusive. */
    private double fraction(ItemId id) {
        byte[] hash = Sha256.digest().digest((seed + ":" + id.value()).getBytes(UTF_8));
        long bits = ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - FRACTION_BITS);
        return (double) bits / (1L << FRACTION_BITS);
    }
}
