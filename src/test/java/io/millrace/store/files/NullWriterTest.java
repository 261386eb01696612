package io.millrace.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.flow.WriterContract;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NullWriterTest extends WriterContract<String> {

    @Override
    protected Writer<String> open(Path root, Instants instants) {
        return new NullWriter<>();
    }

    @Override
    protected Item<String> item(int n, int version) {
        return Item.of("item-" + n, "version " + version);
    }

    @Test
    void shouldEndDoneWithoutArtifacts() {
        Result<String> result = new Result<>(Item.of("x", "x"), 0, List.of("x"));
        new NullWriter<String>().write(List.of(result));

        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
    }
}
