package io.millrace.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.show.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Shows what the demo has made: one clip's folder, and how all of them were shared out. */
record DemoResults(Path root) {

    private static final String DATASET = "dataset.json";

    private static final Map<String, String> HOLDS = Map.of(
            "video_input.pkl", "NumPy uint8 [16, 160, 256, 3]: 16 frames, 160 x 256, RGB",
            "text_input.pkl", "dict, \"tokens\": NumPy int64 [77]",
            "size.json", "the manifest's size, [0.0] where it has none",
            "meta.json", "which frames these are, the caption, what the file really is");

    void print() throws IOException {
        JsonNode dataset = new ObjectMapper().readTree(root.resolve(DATASET).toFile());
        Path clip = root.resolve(dataset.path("train").path(0).asText());
        System.out.println(clip + "/");
        for (Path file : files(clip)) {
            String name = file.getFileName().toString();
            row("  " + name, Format.bytes(Files.size(file)), HOLDS.getOrDefault(name, ""));
        }
        StringJoiner splits = new StringJoiner(", ");
        dataset.properties()
                .forEach(split -> splits.add(
                        split.getKey() + " " + Format.count(split.getValue().size())));
        System.out.println(root + "/");
        row("  " + DATASET, Format.bytes(Files.size(root.resolve(DATASET))), splits.toString());
        row("  manifest.jsonl", Format.bytes(Files.size(root.resolve("manifest.jsonl"))), "every item and its outcome");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void row(String name, String size, String holds) {
        System.out.printf(Locale.ROOT, "%-18s %8s   %s%n", name, size, holds);
    }
}
