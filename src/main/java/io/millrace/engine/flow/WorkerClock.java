package io.millrace.engine.flow;

/**
 * Where a worker's life goes. Every nanosecond between start and stop counts as exactly one of busy, blocked or idle,
 * so the three add up to the time alive at any moment. The worker changes the state; any thread reads.
 */
public final class WorkerClock {

    /** What a worker is doing. */
    public enum State {
        /** Opening, applying or closing its step. */
        BUSY,
        /** Waiting for room in the next link. */
        BLOCKED,
        /** Waiting for input. */
        IDLE
    }

    /** Nanoseconds by state; their sum is the time alive. */
    public record Spent(long busyNs, long blockedNs, long idleNs) {

        static final Spent NOTHING = new Spent(0, 0, 0);

        Spent plus(Spent other) {
            return new Spent(busyNs + other.busyNs, blockedNs + other.blockedNs, idleNs + other.idleNs);
        }
    }

    private long busyNs;
    private long blockedNs;
    private long idleNs;
    private State state;
    private long sinceNs;

    public synchronized void start(long nowNs) {
        state = State.BUSY;
        sinceNs = nowNs;
    }

    /** Enters {@code next} and returns the state left. */
    public synchronized State enter(State next, long nowNs) {
        State left = state;
        settle(nowNs);
        state = next;
        return left;
    }

    public synchronized void stop(long nowNs) {
        settle(nowNs);
        state = null;
    }

    /** Up to {@code nowNs}. */
    public synchronized Spent spent(long nowNs) {
        settle(nowNs);
        return new Spent(busyNs, blockedNs, idleNs);
    }

    private void settle(long nowNs) {
        if (state == null) {
            return;
        }
        long ns = Math.max(0, nowNs - sinceNs);
        switch (state) {
            case BUSY -> busyNs += ns;
            case BLOCKED -> blockedNs += ns;
            case IDLE -> idleNs += ns;
        }
        sinceNs += ns;
    }
}
