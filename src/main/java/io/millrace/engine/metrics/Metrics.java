package io.millrace.engine.metrics;

import static com.codahale.metrics.MetricRegistry.name;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.millrace.engine.metrics.Status.StageStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What one run measures, by {@link Metric}. Safe for any threads; counting allocates nothing. */
public final class Metrics {

    private final MetricRegistry registry = new MetricRegistry();
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);

    public Metrics() {
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.COUNTER) {
                counters.put(metric, registry.counter(metric.key()));
            }
        }
    }

    /** Counts {@code more} of a {@code COUNTER}. */
    public void add(Metric metric, long more) {
        counter(metric).inc(more);
    }

    /** What a {@code COUNTER} has come to. */
    public long count(Metric metric) {
        return counter(metric).getCount();
    }

    /** From now on {@code value} answers for a {@code GAUGE}; it is called from any thread and must not block. */
    public void gauge(Metric metric, LongSupplier value) {
        require(metric, Metric.Kind.GAUGE, false);
        register(metric.key(), value);
    }

    /** The gauge of one stage. */
    public void gauge(Metric metric, String stage, LongSupplier value) {
        require(metric, Metric.Kind.GAUGE, true);
        register(name(metric.key(), stage), value);
    }

    /** All gauges of one stage, which are read off its {@code status} when somebody looks. */
    public void stage(String stage, Supplier<StageStatus> status) {
        Arrays.stream(Metric.values())
                .filter(Metric::perStage)
                .forEach(metric -> gauge(metric, stage, () -> metric.of(status.get())));
    }

    /** Every value now, by name: {@code items.done}, {@code stage.busy.decode}, {@code stage.p99.decode}. */
    public SortedMap<String, Long> values() {
        SortedMap<String, Long> values = new TreeMap<>();
        registry.getCounters().forEach((key, counter) -> values.put(key, counter.getCount()));
        registry.getGauges().forEach((key, gauge) -> values.put(key, (Long) gauge.getValue()));
        return values;
    }

    private Counter counter(Metric metric) {
        Counter counter = counters.get(metric);
        if (counter == null) {
            throw new IllegalArgumentException(metric + " is a " + metric.kind() + ", not a COUNTER");
        }
        return counter;
    }

    private static void require(Metric metric, Metric.Kind kind, boolean perStage) {
        if (metric.kind() != kind || metric.perStage() != perStage) {
            throw new IllegalArgumentException(metric + " is a " + metric.kind()
                    + (metric.perStage() ? " of one stage" : " of the whole run") + ", not what it is used as");
        }
    }

    private void register(String key, LongSupplier value) {
        Gauge<Long> gauge = value::getAsLong;
        registry.register(key, gauge);
    }
}
