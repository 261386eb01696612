package io.millrace.run.account;

import io.millrace.config.Spelling;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.record.Entry;
import io.millrace.run.process.Refusal;
import io.millrace.show.FailureGroup;
import io.millrace.show.Format;
import io.millrace.show.console.ErrorTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What stands as failed in an output, in groups: as much memory as there are kinds of failures, however many items. */
public final class FailedItems {

    private final FailureKinds kinds = new FailureKinds();
    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private long items;
    private long failed;
    private long quarantined;

    private FailedItems() {}

    /** Reads all of {@code journal}. */
    public static FailedItems of(JournalView journal) throws IOException {
        FailedItems found = new FailedItems();
        journal.forEach(found::count);
        return found;
    }

    /** Items that have an outcome. */
    public long items() {
        return items;
    }

    public boolean isEmpty() {
        return failed + quarantined == 0;
    }

    /** An example of each cause. */
    public List<Fault> causes() {
        return List.copyOf(faults.values());
    }

    /** The groups that {@code which} takes, most frequent first. */
    public ErrorTable table(ItemFilter which) {
        return new ErrorTable(kinds.all().stream()
                .filter(group -> which.takes(group.type(), group.stage()))
                .toList());
    }

    /** @throws Refusal that says what there is, if nothing has failed for the cause or in the stage that is named */
    public void require(ItemFilter which) throws Refusal {
        require("cause", which.cause(), FailureGroup::type);
        require("stage", which.stage(), FailureGroup::stage);
    }

    private void require(String what, String wanted, Function<FailureGroup, String> of) throws Refusal {
        Set<String> there = new TreeSet<>();
        kinds.all().forEach(group -> there.add(of.apply(group)));
        if (wanted == null || there.contains(wanted)) {
            return;
        }
        String hint = Spelling.hint(wanted, there);
        throw Refusal.usage("no failed item has the " + what + " '" + wanted + "'" + hint + "; there is "
                + String.join(", ", there));
    }

    /** {@code 4 of 20 items have failed, 1 of them is quarantined} */
    public String sentence() {
        long all = failed + quarantined;
        String first =
                Format.count(all) + " of " + Format.count(items, "item") + (all == 1 ? " has" : " have") + " failed";
        return quarantined == 0
                ? first
                : first + ", " + Format.count(quarantined) + " of them " + (quarantined == 1 ? "is" : "are")
                        + " quarantined";
    }

    private void count(String source, Entry entry) {
        items++;
        if (entry.outcome().status().ok()) {
            return;
        }
        boolean poison = entry.outcome().status() == Status.QUARANTINED;
        failed += poison ? 0 : 1;
        quarantined += poison ? 1 : 0;
        Fault fault = entry.outcome().fault();
        faults.putIfAbsent(fault.type(), fault);
        kinds.add(source, fault);
    }
}
