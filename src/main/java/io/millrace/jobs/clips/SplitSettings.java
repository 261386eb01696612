package io.millrace.jobs.clips;

import io.millrace.store.shards.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code output.split} in configuration.
 *
 * @param mode how items are shared out
 * @param ratios of train, val and test, as numbers; not negative, 1 together
 * @param seed another one shares out differently
 */
public record SplitSettings(Mode mode, List<String> ratios, long seed) {

    /** How items are shared out. */
    public enum Mode {
        RANDOM,
        ALL_TRAIN,
        ALL_TEST
    }

    /** Decimal fractions do not add up exactly. */
    private static final double TOLERANCE = 1e-9;

    public SplitSettings {
        ratios = List.copyOf(ratios);
        check(ratios);
    }

    /** The ratio of each split, in their order. */
    Map<Split, Double> shares() {
        Map<Split, Double> shares = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            shares.put(split, Double.valueOf(ratios.get(shares.size())));
        }
        return shares;
    }

    private static void check(List<String> ratios) {
        if (ratios.size() != Split.values().length) {
            throw new IllegalArgumentException(
                    "ratios = " + ratios + ": must be three numbers, of train, val and test");
        }
        double sum = 0;
        for (String ratio : ratios) {
            sum += fraction(ratio);
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("ratios = " + ratios + ": must be 1 together, not " + sum);
        }
    }

    private static double fraction(String ratio) {
        try {
            double fraction = Double.parseDouble(ratio);
            if (fraction >= 0) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("ratios: '" + ratio + "' must be a number from 0 to 1");
    }
}
