package io.millrace.jobs;

import io.millrace.engine.item.Item;
import java.nio.file.Path;
import java.util.List;

/** Draws what a few items come to, for {@code try --draw}. It is told of all that the stages make. One thread. */
public interface Drawing extends AutoCloseable {

    /** @param value of a stage, not to be kept after the call without a share of its own */
    void made(Item<?> item, Object value);

    /** What was drawn. */
    List<Path> files();

    /** Why there is nothing, should there be nothing. */
    String nothing();

    @Override
    void close();
}
