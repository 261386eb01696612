package io.millrace.flow;

/**
 * A writer to which results must come by ordinal, without gaps: shards, batches. It has exactly one worker.
 *
 * @param <T> payload of the parts it takes
 */
public interface OrderedWriter<T> extends Writer<T> {}
