package io.millrace.run.account;

import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.pipeline.Observer;
import io.millrace.show.Format;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what a run ends and how much of it fails, and tells once when that is more than it may be. Any threads. */
public final class BudgetWatch implements Observer {

    private static final int MOST_CAUSES = 3;

    private final Observer next;
    private final ErrorBudget budget;
    private final Runnable whenSpent;
    private final Map<String, Long> causes = new TreeMap<>();
    private long failed;
    private long ended;
    private boolean spent;

    /**
     * @param next is told of everything too
     * @param whenSpent called at most once, on the ledger's thread: must not block
     */
    public BudgetWatch(Observer next, ErrorBudget budget, Runnable whenSpent) {
        this.next = next;
        this.budget = budget;
        this.whenSpent = whenSpent;
    }

    @Override
    public void ended(Item<?> item, Outcome outcome, int attempt) throws Exception {
        next.ended(item, outcome, attempt);
        if (count(outcome)) {
            whenSpent.run();
        }
    }

    @Override
    public void settled(Item<?> item, Outcome outcome) {
        next.settled(item, outcome);
    }

    /** Whether the run was given up. */
    public synchronized boolean spent() {
        return spent;
    }

    /** Whether the run, which has ended all there was, or was given up, has failed too often. */
    public synchronized boolean spentInTheEnd() {
        return spent || budget.exceededInTheEndBy(failed, ended);
    }

    /** What was allowed, what happened, and why. */
    public synchronized String sentence() {
        String why = causes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_CAUSES)
                .map(cause -> Format.count(cause.getValue()) + " " + cause.getKey())
                .collect(Collectors.joining(", "));
        return Format.count(failed) + " of the " + Format.count(ended, "item") + " that this run has ended "
                + (failed == 1 ? "has" : "have") + " failed, more than the " + budget
                + " that --max-errors (errors.max) allows: " + why;
    }

    /** True for the item that is one too many. */
    private synchronized boolean count(Outcome outcome) {
        ended++;
        if (!outcome.status().ok()) {
            failed++;
            causes.merge(outcome.fault().type(), 1L, Long::sum);
        }
        boolean first = !spent && budget.exceededBy(failed, ended);
        spent |= first;
        return first;
    }
}
