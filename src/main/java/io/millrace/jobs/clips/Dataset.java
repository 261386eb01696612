package io.millrace.jobs.clips;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.output.DerivedFile;
import io.millrace.engine.output.EndedItems;
import io.millrace.store.shards.Split;
import java.io.IOException;
import java.io.Writer;

/**
 * {@code OUT/dataset.json} of the {@code clip4mc} format: {@code {"train": [folder...], "val": [...], "test": [...]}},
 * the folders relative to the output and in the order of the listing, those only that stand there in this format. Each
 * list is a pass of its own, so that nothing is held; an item is in one of them whenever it ends.
 */
final class Dataset implements DerivedFile {

    public static final String NAME = "dataset.json";

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Splits splits;

    public Dataset(Splits splits) {
        this.splits = splits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void write(EndedItems items, Writer to) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            json.writeStartObject();
            for (Split split : Split.values()) {
                json.writeArrayFieldStart(split.word());
                items.forEach((id, source, ended) -> {
                    if (splits.of(id) == split && stands(id, ended.outcome())) {
                        json.writeString(id.path());
                    }
                });
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** With {@code --stale keep} some may stand in another format. */
    private static boolean stands(ItemId id, Outcome outcome) {
        String video = id.path() + "/" + Clip4mcLayout.VIDEO;
        return outcome.status() == Outcome.Status.DONE
                && outcome.artifacts().stream()
                        .anyMatch(artifact -> artifact.path().equals(video));
    }
}
