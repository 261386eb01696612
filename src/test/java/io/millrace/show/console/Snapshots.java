package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Items;
import io.millrace.engine.metrics.Status.Machine;
import io.millrace.engine.metrics.Status.Memory;
import io.millrace.engine.metrics.Status.Output;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.metrics.Status.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Snapshots for tests. */
public final class Snapshots {

    static final StageStatus DECODE = new StageStatus(
            "decode", 6, 8, 400, 560, 40, 390, 63, 64, 999_803, 999_803, 14_000_000, 61_400_000, 90_000_000, 198, -1);
    static final StageStatus WRITE = new StageStatus(
            "write", 2, 2, 100, 0, 900, 10, 0, 64, 1_412_000, 1_412_000, 1_100_000, 38_000_000, 50_000_000, 0, -1);

    private Snapshots() {}

    public static Status at(long seconds, Items items, long failedHere) {
        return at(seconds, items, failedHere, State.RUNNING);
    }

    static Status at(long seconds, Items items, long failedHere, State state) {
        return at(seconds, items, failedHere, state, Outlook.NONE);
    }

    public static Status at(long seconds, Items items, long failedHere, State state, Outlook outlook) {
        return new Status(
                "clips",
                "20261120-105102",
                Status.Phase.ONLY,
                state,
                false,
                Instant.EPOCH,
                Duration.ofSeconds(seconds),
                items,
                990_100,
                List.of(DECODE, WRITE),
                new Memory(1, 2, 3, 4, 5, 6),
                new Machine("gpu-03", 16, 7, 8),
                new Output("out/clips", -1, 0, -1, 0, null),
                failedHere == 0 ? Map.of() : Map.of("CorruptVideo", failedHere),
                List.of(),
                16,
                outlook);
    }

    /** An outlook of nothing but how fast it goes and how long still. */
    public static Outlook pace(double perSecond, double average, Eta eta) {
        return new Outlook(
                Duration.ofSeconds(30),
                perSecond,
                average,
                perSecond * 1.2e6,
                7,
                0.004,
                List.of(),
                new Limit(Limit.Kind.UNKNOWN, null, "too early to say"),
                null,
                null,
                eta);
    }
}
