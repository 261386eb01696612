package io.millrace.engine.journal;

import java.util.Map;
import java.util.TreeMap;

/** Numbers of records, kept as ranges: most come one after the other. One thread. */
final class SequenceRanges {

    /** First to last, no two of them touching. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** The range that grows; not among the others yet. */
    private long first;

    private long last = -1;

    /** False if it was there already. */
    boolean add(long seq) {
        if (last >= 0 && seq == last + 1 && !isSettled(seq)) {
            last = seq;
            return true;
        }
        settle();
        boolean isNew = !isSettled(seq);
        first = seq;
        last = seq;
        return isNew;
    }

    private boolean isSettled(long seq) {
        Map.Entry<Long, Long> range = ranges.isEmpty() ? null : ranges.floorEntry(seq);
        return range != null && range.getValue() >= seq;
    }

    void addAll(SequenceRanges others) {
        others.settle();
        settle();
        others.ranges.forEach(this::include);
    }

    /** How many different ones there are above {@code after}. */
    long count(long after) {
        return count(after, Long.MAX_VALUE);
    }

    /** How many different ones there are above {@code after}, up to {@code through}. */
    long count(long after, long through) {
        settle();
        long count = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            count += Math.max(0, Math.min(through, range.getValue()) - Math.max(after, range.getKey() - 1));
        }
        return count;
    }

    /** How many are missing between the smallest and the greatest. */
    long gaps() {
        long count = count(0);
        return count == 0 ? 0 : ranges.lastEntry().getValue() - ranges.firstKey() + 1 - count;
    }

    private void settle() {
        if (last >= 0) {
            include(first, last);
            last = -1;
        }
    }

    private void include(long from, long to) {
        long start = from;
        long end = to;
        for (Map.Entry<Long, Long> near = ranges.floorEntry(end + 1);
                near != null && near.getValue() >= start - 1;
                near = ranges.floorEntry(end + 1)) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            ranges.remove(near.getKey());
        }
        ranges.put(start, end);
    }
}
