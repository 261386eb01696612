package io.millrace.cli.inspect;

import io.millrace.run.account.RunHistory;
import io.millrace.show.report.LedgerLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** When the runs of an output began, as far as they have kept that. One run at a time holds an output. */
final class RunTimes {

    private final TreeMap<Long, String> begun = new TreeMap<>();

    private RunTimes() {}

    static RunTimes of(Path output) throws IOException {
        RunTimes times = new RunTimes();
        for (LedgerLine run : RunHistory.of(output)) {
            if (run.startedMs() >= 0) {
                times.begun.put(run.startedMs(), run.run());
            }
        }
        return times;
    }

    /** The run that began last before then, or null. */
    String at(Instant then) {
        Map.Entry<Long, String> run = begun.floorEntry(then.toEpochMilli());
        return run == null ? null : run.getValue();
    }
}
