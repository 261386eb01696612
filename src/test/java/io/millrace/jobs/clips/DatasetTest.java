package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.output.EndedItems;
import io.millrace.jobs.clips.SplitSettings.Mode;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetTest {

    private final Map<String, Outcome> ended = new LinkedHashMap<>();

    /** Their fractions are in {@link SplitsProperties}. */
    @Test
    void shouldListWhatStandsBySplitInTheOrderOfTheListing() throws Exception {
        done("clip-2", "size.json", "video_input.pkl", "meta.json");
        done("a/b", "video_input.pkl");
        done("Größe", "video_input.pkl");
        done("clip-14", "video_input.pkl");
        done("clip-0", "video_input.pkl");

        assertThat(written(Mode.RANDOM))
                .isEqualTo("{\"train\":[\"Gr%c3%b6%c3%9fe\",\"clip-0\"],\"val\":[\"a/b\",\"clip-14\"],"
                        + "\"test\":[\"clip-2\"]}\n");
    }

    @Test
    void shouldLeaveOutWhatHasNoVideo() throws Exception {
        ended.put("empty", Outcome.EMPTY);
        ended.put("failed", Outcome.failed(Fault.of("CorruptVideo", "no moov")));
        done("of another format", "frames.npy", "meta.json");
        done("clip", "video_input.pkl");

        assertThat(written(Mode.ALL_TEST)).isEqualTo("{\"train\":[],\"val\":[],\"test\":[\"clip\"]}\n");
    }

    @Test
    void shouldHaveEverySplitWhenThereIsNothing() throws Exception {
        assertThat(written(Mode.RANDOM)).isEqualTo("{\"train\":[],\"val\":[],\"test\":[]}\n");
    }

    private void done(String id, String... files) {
        String folder = new ItemId(id).path();
        ended.put(
                id,
                Outcome.done(List.of(files).stream()
                        .map(file -> new Artifact(folder + "/" + file, 1, 2))
                        .toList()));
    }

    private String written(Mode mode) throws Exception {
        EndedItems items = visitor -> {
            for (Map.Entry<String, Outcome> item : ended.entrySet()) {
                visitor.item(new ItemId(item.getKey()), "source", item::getValue);
            }
        };
        StringWriter text = new StringWriter();
        new Dataset(Clips.splits(mode, 0, "0.8", "0.1", "0.1")).write(items, text);
        return text.toString();
    }
}
