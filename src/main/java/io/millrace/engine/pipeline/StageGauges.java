package io.millrace.engine.pipeline;

import io.millrace.engine.metrics.Metric;
import io.millrace.engine.metrics.Metrics;
import io.millrace.engine.metrics.Status.StageStatus;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What a registry answers for a stage: read off its status when somebody looks. */
final class StageGauges {

    private static final Map<Metric, ToLongFunction<StageStatus>> OF_STAGES = Map.of(
            Metric.STAGE_WORKERS, StageStatus::workers,
            Metric.STAGE_BUSY, StageStatus::busyNs,
            Metric.STAGE_BLOCKED, StageStatus::blockedNs,
            Metric.STAGE_IDLE, StageStatus::idleNs,
            Metric.STAGE_CPU, StageStatus::cpuNs,
            Metric.STAGE_QUEUED, StageStatus::queued,
            Metric.STAGE_PARTS, StageStatus::parts,
            Metric.STAGE_ERRORS, StageStatus::errors,
            Metric.STAGE_P50, StageStatus::p50Ns,
            Metric.STAGE_P99, StageStatus::p99Ns);

    private StageGauges() {}

    static void register(Metrics metrics, String stage, Supplier<StageStatus> status) {
        OF_STAGES.forEach((metric, value) -> metrics.gauge(metric, stage, () -> value.applyAsLong(status.get())));
    }
}
