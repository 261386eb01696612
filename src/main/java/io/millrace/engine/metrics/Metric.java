package io.millrace.engine.metrics;

import java.util.Locale;

/** Everything a run measures. Names are for machines and stay as they are; labels are for people. */
public enum Metric {
    ITEMS_LISTED(Kind.COUNTER, "items named by the source", "items", false),
    ITEMS_RESUMED(Kind.COUNTER, "items done in earlier runs", "items", false),
    ITEMS_DONE(Kind.COUNTER, "items made by this run", "items", false),
    ITEMS_EMPTY(Kind.COUNTER, "items this run found nothing in", "items", false),
    ITEMS_FAILED(Kind.COUNTER, "items that failed", "items", false),
    ITEMS_QUARANTINED(Kind.COUNTER, "items not tried again", "items", false),
    ITEMS_RETRIED(Kind.COUNTER, "items sent round again", "items", false),
    ITEMS_IN_FLIGHT(Kind.GAUGE, "items open now", "items", false),
    BYTES_READ(Kind.COUNTER, "input taken in", "bytes", false),
    BYTES_WRITTEN(Kind.COUNTER, "output made visible", "bytes", false),

    HEAP_USED(Kind.GAUGE, "Java heap in use", "bytes", false),
    MEMORY_RESERVED(Kind.GAUGE, "memory reserved by open items", "bytes", false),
    MEMORY_LEASED(Kind.GAUGE, "native buffers on loan", "bytes", false),
    MEMORY_RESIDENT(Kind.GAUGE, "memory of the process as the system sees it", "bytes", false),
    ITEMS_WAITING(Kind.GAUGE, "items that wait for memory", "items", false),

    STAGE_WORKERS(Kind.GAUGE, "workers running", "workers", true),
    STAGE_BUSY(Kind.GAUGE, "time in steps, summed over workers", "ns", true),
    STAGE_BLOCKED(Kind.GAUGE, "time without room downstream", "ns", true),
    STAGE_IDLE(Kind.GAUGE, "time without input", "ns", true),
    STAGE_CPU(Kind.GAUGE, "time on a processor", "ns", true),
    STAGE_QUEUED(Kind.GAUGE, "parts waiting before it", "parts", true),
    STAGE_PARTS(Kind.GAUGE, "parts taken", "parts", true),
    STAGE_ERRORS(Kind.GAUGE, "parts that failed here", "parts", true),
    STAGE_P50(Kind.GAUGE, "time that half of the parts did not exceed", "ns", true),
    STAGE_P99(Kind.GAUGE, "time that 99 of 100 parts did not exceed", "ns", true);

    /** How a metric moves: a counter only grows, a gauge is read when somebody looks. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    private final Kind kind;
    private final String label;
    private final String unit;
    private final boolean perStage;

    Metric(Kind kind, String label, String unit, boolean perStage) {
        this.kind = kind;
        this.label = label;
        this.unit = unit;
        this.perStage = perStage;
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
        return perStage;
    }

    /** Its name in a registry, such as {@code items.done}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
