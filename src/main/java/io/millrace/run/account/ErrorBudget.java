package io.millrace.run.account;

import java.math.BigDecimal;

/**
 * How much may fail in one run before it is given up: {@code 20} items, or {@code 5%} of those that have ended.
 *
 * @param most items, or percent
 * @param percent which of them
 */
public record ErrorBudget(BigDecimal most, boolean percent) {

    /** Of fewer items a share says little: the first one to fail would be 100%. */
    static final long LEAST_ENDED = 100;

    static ErrorBudget parse(String text) {
        boolean percent = text.endsWith("%");
        try {
            BigDecimal most = new BigDecimal(
                    percent ? text.substring(0, text.length() - 1).strip() : text.strip());
            boolean within = percent
                    ? most.compareTo(BigDecimal.valueOf(100)) <= 0
                    : most.stripTrailingZeros().scale() <= 0;
            if (most.signum() >= 0 && within) {
                return new ErrorBudget(most, percent);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("must be a number of items such as 20, or a share such as 5%");
    }

    /** Whether a run that still goes on has failed too often. */
    boolean exceededBy(long failed, long ended) {
        return (!percent || ended >= LEAST_ENDED) && exceededInTheEndBy(failed, ended);
    }

    /** Whether a run of {@code ended} items, all there were, has failed too often. */
    boolean exceededInTheEndBy(long failed, long ended) {
        BigDecimal limit = percent ? most.multiply(BigDecimal.valueOf(ended)).movePointLeft(2) : most;
        return BigDecimal.valueOf(failed).compareTo(limit) > 0;
    }

    @Override
    public String toString() {
        return most.toPlainString() + (percent ? "%" : "");
    }
}
