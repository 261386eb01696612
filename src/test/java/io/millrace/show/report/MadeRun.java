package io.millrace.show.report;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A run that a test makes up: its snapshots are as a run's, with counters that only grow. */
final class MadeRun {

    private static final List<String> STAGES = List.of("source", "decode", "transform", "infer", "encode", "write");
    private static final Limit.Kind[] KINDS = {Limit.Kind.STAGE, Limit.Kind.CPU, Limit.Kind.MEMORY, Limit.Kind.INPUT};

    private final long total;
    private final Random random;
    private final long[][] times = new long[STAGES.size()][3];
    private final long stepNs;
    private final int steps;
    private long ended;
    private long failed;
    private int step;
    private Limit limit = new Limit(Limit.Kind.UNKNOWN, null, "too early to say");

    /** @param looks snapshots that {@code total} items take */
    MadeRun(long total, Duration span, int looks, long seed) {
        this.total = total;
        this.random = new Random(seed);
        this.steps = looks;
        this.stepNs = span.toNanos() / looks;
    }

    boolean isOver() {
        return step == steps;
    }

    Status next() {
        step++;
        long due = total * step / steps;
        failed += due > ended && random.nextInt(40) == 0 ? Math.min(due - ended, 9) : 0;
        ended = due;
        if (random.nextInt(90) == 0) {
            Limit.Kind kind = KINDS[random.nextInt(KINDS.length)];
            boolean in = kind == Limit.Kind.STAGE || kind == Limit.Kind.INPUT;
            limit = new Limit(kind, in ? STAGES.get(1 + random.nextInt(5)) : null, "said");
        }
        return status();
    }

    private Status status() {
        List<StageStatus> stages = new ArrayList<>();
        for (int i = 0; i < STAGES.size(); i++) {
            stages.add(stage(i));
        }
        long wave = (long) (2e9 * Math.sin(step / 900.0) * Math.sin(step / 900.0));
        return new Status(
                "clips",
                "20261120-105102",
                Status.Phase.ONLY,
                isOver() ? Status.State.ENDED : Status.State.RUNNING,
                false,
                Instant.parse("2026-11-20T10:51:02Z"),
                Duration.ofNanos(stepNs * step),
                new Status.Items(total + 200_000, true, 200_000, ended - failed, 0, failed, 0),
                ended * 990_100 + random.nextInt(1000),
                stages,
                new Status.Memory(
                        600_000_000L + random.nextInt(500_000_000),
                        4_000_000_000L,
                        3_000_000_000L + wave,
                        9_000_000_000L,
                        5_000_000_000L + wave,
                        7_400_000_000L),
                new Status.Machine("gpu-03", 16, 0, 0),
                new Status.Output("out/clips", 0, 0, -1, 0, null),
                failed == 0 ? Map.of() : Map.of("CorruptVideo", failed),
                List.of(),
                16 + random.nextInt(9),
                outlook());
    }

    private StageStatus stage(int i) {
        int workers = i == 0 ? 1 : 2 + i % 3;
        long time = stepNs * workers;
        long busy = (long) (time * Math.min(0.98, 0.15 + 0.16 * i * random.nextDouble()));
        long blocked = (long) ((time - busy) * (i < 3 ? 0.8 * random.nextDouble() : 0));
        times[i][0] += busy;
        times[i][1] += blocked;
        times[i][2] += time - busy - blocked;
        return new StageStatus(
                STAGES.get(i),
                workers,
                workers * 2,
                times[i][0],
                times[i][1],
                times[i][2],
                times[i][0] / 2,
                i == 0 ? 0 : random.nextInt(65),
                i == 0 ? 0 : 64,
                ended,
                ended,
                (long) (3e6 * (i + 1) * (1 + 0.2 * random.nextDouble())),
                (long) (2e7 * (i + 1) * (1 + random.nextDouble())),
                900_000_000,
                i == 1 ? failed : 0,
                StageStatus.UNKNOWN);
    }

    private Outlook outlook() {
        return new Outlook(Duration.ofSeconds(30), 0, 0, 0, 0, 0, List.<StagePace>of(), limit, null, null, null);
    }
}
