package io.millrace.engine.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Puts what arrives in any order back into the order of its numbers. Every number from 0 on arrives exactly once. It
 * refuses nothing while it waits: its room is bounded by what is open upstream. One thread.
 *
 * @param <E> what is ordered
 */
final class Resequencer<E> {

    private final Map<Long, E> early = new HashMap<>();
    private final Queue<E> ready = new ArrayDeque<>();
    private long next;

    /** Takes in one number's element. */
    public void put(long number, E element) {
        if (number < next || early.putIfAbsent(number, element) != null) {
            throw new IllegalStateException("number " + number + " arrived twice");
        }
        for (E following; (following = early.remove(next)) != null; next++) {
            ready.add(following);
        }
    }

    /** The next element in order; null while it has not arrived. */
    public E poll() {
        return ready.poll();
    }

    /** Elements that wait for an earlier number. */
    public int waiting() {
        return early.size();
    }
}
