/**
 * What a run counts, and the snapshot of it that everything else shows.
 *
 * <p>Every measure is named once, in {@link io.millrace.engine.metrics.Metric}. Nothing here is static state: two runs
 * in one process have two {@link io.millrace.engine.metrics.Metrics}. Dropwizard and HdrHistogram stay behind this
 * package.
 */
package io.millrace.engine.metrics;
