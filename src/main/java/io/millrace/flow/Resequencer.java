package io.millrace.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Puts what arrives in any order back into the order of ordinals. Every ordinal from the first on arrives exactly once. It
 * refuses nothing while it waits: its room is bounded by what is open upstream. One thread.
 *
 * @param <E> what is ordered
 */
public final class Resequencer<E> {

    private final Map<Long, E> early = new HashMap<>();
    private final Queue<E> ready = new ArrayDeque<>();
    private long next;

    /** @param first the ordinal to begin with */
    public Resequencer(long first) {
        next = first;
    }

    /** Takes in one ordinal's element. */
    public void put(long ordinal, E element) {
        if (ordinal < next || early.putIfAbsent(ordinal, element) != null) {
            throw new IllegalStateException("ordinal " + ordinal + " arrived twice");
        }
        for (E following; (following = early.remove(next)) != null; next++) {
            ready.add(following);
        }
    }

    /** The next element in order; null while it has not arrived. */
    public E poll() {
        return ready.poll();
    }

    /** Elements that wait for an earlier ordinal. */
    public int waiting() {
        return early.size();
    }
}
