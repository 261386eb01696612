package io.millrace.engine.item;

import java.util.ArrayList;
import java.util.List;

/**
 * How an item ended. Parts of one item merge into one outcome: the worst wins, the first fault of that rank stays.
 *
 * @param status never null
 * @param fault the reason; null exactly when the item is {@code DONE} or {@code EMPTY} without one
 * @param artifacts what was made visible, in the writer's order
 */
public record Outcome(Status status, Fault fault, List<Artifact> artifacts) {

    /** From best to worst of what an item's parts say: nothing found yields to a result, a result to a failure. */
    public enum Status {
        EMPTY,
        DONE,
        FAILED,
        QUARANTINED;

        /** Whether the item stands well in the output. */
        public boolean ok() {
            return this == EMPTY || this == DONE;
        }
    }

    public static final Outcome EMPTY = new Outcome(Status.EMPTY, null, List.of());
    public static final Outcome DONE = new Outcome(Status.DONE, null, List.of());

    public Outcome {
        artifacts = List.copyOf(artifacts);
    }

    public static Outcome done(List<Artifact> artifacts) {
        return new Outcome(Status.DONE, null, artifacts);
    }

    public static Outcome failed(Fault fault) {
        return new Outcome(Status.FAILED, fault, List.of());
    }

    /** Nothing was found, and why that is. */
    public static Outcome empty(Fault reason) {
        return new Outcome(Status.EMPTY, reason, List.of());
    }

    /** Not tried, because it has ended a process before. */
    public static Outcome quarantined(Fault fault) {
        return new Outcome(Status.QUARANTINED, fault, List.of());
    }

    /** The same, its fault found in {@code stage} unless a stage is named already. */
    public Outcome in(String stage) {
        return fault == null ? this : new Outcome(status, fault.in(stage), artifacts);
    }

    /** Total, associative, with {@link #EMPTY} as its neutral element; keeps this outcome's fault on a tie. */
    public Outcome merge(Outcome other) {
        boolean otherWorse = other.status.compareTo(status) > 0;
        boolean tie = other.status == status;
        Status worst = otherWorse ? other.status : status;
        Fault first = otherWorse || (tie && fault == null) ? other.fault : fault;
        return new Outcome(worst, first, concat(artifacts, other.artifacts));
    }

    private static List<Artifact> concat(List<Artifact> first, List<Artifact> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<Artifact> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
