package io.millrace.store.files;

import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import java.util.List;

/**
 * Writes nothing: {@code --format null}, for measuring. Items end {@code DONE} without artifacts. The encode stage
 * before it does all of its work, checksums included, so what such a run lacks is the disk and nothing else.
 *
 * @param <T> anything
 */
public final class NullWriter<T> implements Writer<T> {

    @Override
    public void write(List<Result<T>> results) {
        // a result that is not failed is done
    }
}
