package io.millrace.engine.flow;

/**
 * A writer to which results must come by rising ordinals: shards, batches. Ordinals that an earlier run settled or that
 * this run leaves out are missing. It has exactly one worker.
 *
 * @param <T> payload of the parts it takes
 */
public interface OrderedWriter<T> extends Writer<T> {}
