package io.millrace.engine.metrics;

import io.millrace.engine.metrics.Status.StageStatus;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Everything a run measures. Names are for machines and stay as they are; labels are for people. */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
public enum Metric {
    ITEMS_LISTED(Kind.COUNTER, "items named by the source", "items"),
    ITEMS_RESUMED(Kind.COUNTER, "items done in earlier runs", "items"),
    ITEMS_DONE(Kind.COUNTER, "items made by this run", "items"),
    ITEMS_EMPTY(Kind.COUNTER, "items this run found nothing in", "items"),
    ITEMS_FAILED(Kind.COUNTER, "items that failed", "items"),
    ITEMS_QUARANTINED(Kind.COUNTER, "items not tried again", "items"),
    ITEMS_RETRIED(Kind.COUNTER, "items sent round again", "items"),
    ITEMS_IN_FLIGHT(Kind.GAUGE, "items open now", "items"),
    BYTES_READ(Kind.COUNTER, "input taken in", "bytes"),
    BYTES_WRITTEN(Kind.COUNTER, "output made visible", "bytes"),

    HEAP_USED(Kind.GAUGE, "Java heap in use", "bytes"),
    MEMORY_RESERVED(Kind.GAUGE, "memory reserved by open items", "bytes"),
    MEMORY_LEASED(Kind.GAUGE, "native buffers on loan", "bytes"),
    MEMORY_RESIDENT(Kind.GAUGE, "memory of the process as the system sees it", "bytes"),
    ITEMS_WAITING(Kind.GAUGE, "items that wait for memory", "items"),

    STAGE_WORKERS("workers running", "workers", StageStatus::workers),
    STAGE_BUSY("time in steps, summed over workers", "ns", StageStatus::busyNs),
    STAGE_BLOCKED("time without room downstream", "ns", StageStatus::blockedNs),
    STAGE_IDLE("time without input", "ns", StageStatus::idleNs),
    STAGE_CPU("time on a processor", "ns", StageStatus::cpuNs),
    STAGE_QUEUED("parts waiting before it", "parts", StageStatus::queued),
    STAGE_PARTS("parts taken", "parts", StageStatus::parts),
    STAGE_ERRORS("parts that failed here", "parts", StageStatus::errors),
    STAGE_P50("time that half of the parts did not exceed", "ns", StageStatus::p50Ns),
    STAGE_P99("time that 99 of 100 parts did not exceed", "ns", StageStatus::p99Ns);

    /** How a metric moves: a counter only grows, a gauge is read when somebody looks. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    private final Kind kind;
    private final String label;
    private final String unit;
    /** Null where it is of the whole run. */
    private final ToLongFunction<StageStatus> ofStage;

    Metric(Kind kind, String label, String unit) {
        this(kind, label, unit, null);
    }

    Metric(String label, String unit, ToLongFunction<StageStatus> ofStage) {
        this(Kind.GAUGE, label, unit, ofStage);
    }

    Metric(Kind kind, String label, String unit, ToLongFunction<StageStatus> ofStage) {
        this.kind = kind;
        this.label = label;
        this.unit = unit;
        this.ofStage = ofStage;
    }

    public Kind kind() {
        return kind;
    }

    /** A few words for people. */
    public String label() {
        return label;
    }

    /** What one of it is: {@code items}, {@code bytes}, {@code ns} ... */
    public String unit() {
        return unit;
    }

    /** Whether each stage has its own. */
    public boolean perStage() {
        return ofStage != null;
    }

    /** Of a stage: only where {@linkplain #perStage each has its own}. */
    long of(StageStatus stage) {
        return ofStage.applyAsLong(stage);
    }

    /** Its name in a registry, such as {@code items.done}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
