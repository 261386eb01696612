package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.output.OutputManifest;
import io.millrace.engine.output.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What runs have left in an output folder. */
public record Produced(Path root) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The lines of manifest.jsonl. */
    public List<JsonNode> manifest() throws IOException {
        return JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(root.resolve(OutputManifest.NAME).toFile())
                .readAll();
    }

    /** {@code meta.json} of one item. */
    JsonNode meta(String id) throws IOException {
        return JSON.readTree(root.resolve(id).resolve("meta.json").toFile());
    }

    /** {@code summary.json} of the last run. */
    public JsonNode summary() throws IOException {
        return JSON.readTree(RunFolder.latest(root).resolve("summary.json").toFile());
    }

    /** When each finished item was sealed: the time its {@code meta.json} was written. */
    Map<String, Long> sealed(List<String> ids) throws IOException {
        Map<String, Long> times = new HashMap<>();
        for (String id : ids) {
            Path seal = root.resolve(id).resolve("meta.json");
            if (Files.exists(seal)) {
                times.put(id, Files.getLastModifiedTime(seal).to(TimeUnit.NANOSECONDS));
            }
        }
        return times;
    }

    /** Every id stands in the manifest once and in order, each has one outcome, and the counts agree with them. */
    public void checkComplete(Pairs pairs) throws IOException {
        List<JsonNode> lines = manifest();
        assertThat(lines).extracting(line -> line.get("id").asText()).containsExactlyElementsOf(pairs.ids());
        assertThat(lines.stream().filter(Produced::failed).count()).isEqualTo(pairs.bad());
        JsonNode items = summary().get("items");
        assertThat(count(items, "total")).isEqualTo(pairs.ids().size());
        assertThat(count(items, "done") + count(items, "resumed")).isEqualTo(pairs.good());
        assertThat(count(items, "failed")).isEqualTo(pairs.bad());
        assertThat(count(items, "empty") + count(items, "quarantined") + count(items, "left"))
                .isZero();
    }

    /**
     * {@code dataset.json} has every item that is done once, in the list that its {@code meta.json} names, in order.
     */
    void checkDataset(Pairs pairs) throws IOException {
        JsonNode dataset = JSON.readTree(root.resolve("dataset.json").toFile());
        Map<String, List<String>> expected = new LinkedHashMap<>();
        List.of("train", "val", "test").forEach(split -> expected.put(split, new ArrayList<>()));
        for (String id : pairs.ids()) {
            if (Files.exists(root.resolve(id).resolve("meta.json"))) {
                expected.get(meta(id).get("split").asText()).add(id);
            }
        }
        assertThat(JSON.convertValue(dataset, new TypeReference<Map<String, List<String>>>() {}))
                .isEqualTo(expected);
        assertThat(expected.values().stream().mapToInt(List::size).sum()).isEqualTo(pairs.good());
    }

    /** The same files with the same bytes. */
    public void checkSameAs(Produced other) throws IOException {
        OutputTree.of(root).checkSameAs(OutputTree.of(other.root), root + " and " + other.root);
    }

    /** The same files with the same bytes in one item; hidden ones, which a write under way leaves, do not count. */
    public void checkSameAs(Produced other, String id) throws IOException {
        OutputTree here = OutputTree.of(root.resolve(id)).without(name -> name.startsWith("."));
        here.checkSameAs(OutputTree.of(other.root.resolve(id)), id);
    }

    private static boolean failed(JsonNode line) {
        return line.get("outcome").asText().equals("FAILED");
    }

    private static long count(JsonNode items, String what) {
        return items.get(what).asLong();
    }
}
