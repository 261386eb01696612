package io.millrace.engine.flow;

import java.util.HashMap;
import java.util.Map;

/**
 * Puts what arrives in any order back into the order of its numbers. Every number from 0 on arrives exactly once. It
 * refuses nothing while it waits: its room is bounded by what is open upstream. One thread.
 *
 * @param <E> what is ordered
 */
final class Resequencer<E> {

    private final Map<Long, E> early = new HashMap<>();
    private long next;

    /** Takes in one number's element. */
    public void put(long number, E element) {
        if (number < next || early.putIfAbsent(number, element) != null) {
            throw new IllegalStateException("number " + number + " arrived twice");
        }
    }

    /** The next element in order; null while it has not arrived. */
    public E poll() {
        E following = early.remove(next);
        next += following == null ? 0 : 1;
        return following;
    }

    /** Elements that arrived and were not polled yet: they wait for an earlier number. */
    public int waiting() {
        return early.size();
    }
}
