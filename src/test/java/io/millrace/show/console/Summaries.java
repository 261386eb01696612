package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.show.FailureGroup;
import java.time.Duration;
import java.util.List;

/** Summaries for tests. */
public final class Summaries {

    private Summaries() {}

    public static Summary of(Status.Items items, Duration elapsed) {
        return of(items, elapsed, List.of());
    }

    static Summary of(Status.Items items, Duration elapsed, List<Summary.LimitShare> limits) {
        long bad = items.failed() + items.quarantined();
        FailureGroup failure =
                new FailureGroup("CorruptVideo", "decode", "", bad, "a/0000/0412.mp4", "moov atom not found");
        return new Summary(
                "clips",
                "20261120-105102",
                items.left() > 0 ? 75 : bad > 0 ? 3 : 0,
                items,
                List.of(),
                items.done() + items.empty() + bad,
                elapsed,
                990_100_000_000L,
                7_400_000_000L,
                List.of(Snapshots.DECODE, Snapshots.WRITE),
                limits,
                new Summary.Output("out/clips", 2_998_569, 5_900_000_000L),
                bad == 0 ? List.of() : List.of(failure),
                bad == 0 ? null : "bin/run retry out/clips",
                "out/clips/.millrace/runs/20261120-105102",
                "0.1.0",
                "0123456789abcdef",
                new Summary.Promise(List.of("sealed gen-00000001 61 61 0a1b2c3d"), "01020304"),
                null);
    }
}
