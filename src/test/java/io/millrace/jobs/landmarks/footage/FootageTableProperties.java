package io.millrace.jobs.landmarks.footage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.data.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class FootageTableProperties {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a row says, but for how it was written. */
    private record Seen(String id, String path, String annotation) {}

    /** One annotation for each id, in a list, in a map and as lines; some of their videos are there, and others. */
    @Property(tries = 20)
    void shouldGiveTheSameItemsFromEveryForm(
            @ForAll("entries") Map<String, Map<String, Object>> entries, @ForAll @Size(max = 30) List<Boolean> present)
            throws Exception {
        Path folder = Files.createTempDirectory("footage");
        try {
            List<String> videos = videos(entries, present);
            List<Map<String, Object>> list = entries.entrySet().stream()
                    .map(entry -> named(entry.getKey(), entry.getValue()))
                    .toList();
            Map<String, Object> map = new LinkedHashMap<>();
            list.forEach(entry -> map.put((String) entry.get("id"), entry));

            List<Seen> model = list.stream()
                    .map(entry -> new Seen(
                            (String) entry.get("id"),
                            videos.contains(entry.get("id")) ? (String) entry.get("id") : null,
                            text(entry)))
                    .collect(Collectors.toCollection(ArrayList::new));
            videos.stream().filter(id -> !entries.containsKey(id)).forEach(id -> model.add(new Seen(id, id, null)));

            assertThat(rows(
                            folder,
                            "l.json",
                            JSON.writerWithDefaultPrettyPrinter().writeValueAsString(list),
                            videos))
                    .isEqualTo(model);
            assertThat(rows(folder, "m.json", text(map), videos)).isEqualTo(model);
            String lines = list.stream().map(FootageTableProperties::text).collect(Collectors.joining("\n"));
            assertThat(rows(folder, "l.jsonl", lines, videos)).isEqualTo(model);
        } finally {
            delete(folder);
        }
    }

    @Property
    void shouldCallAVideoTheSameHoweverItIsWritten(@ForAll("ids") String id, @ForAll("endings") String ending) {
        VideoIds ids = new VideoIds(Path.of("/in"), List.of("mp4", ".MKV"));

        assertThat(Stream.of(id, "./" + id, "/" + id, "/in/" + id, id + "/").map(name -> ids.of(name)))
                .containsOnly(id);
        assertThat(ids.of(id + ending)).isEqualTo(id);
    }

    @Provide
    Arbitrary<Map<String, Map<String, Object>>> entries() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.integers().map(i -> i),
                Arbitraries.strings().ofMaxLength(20).map(FootageTableProperties::whole),
                Arbitraries.of(true, false),
                Arbitraries.of(1.5, -2e30));
        Arbitrary<Object> values = Arbitraries.oneOf(
                scalars,
                scalars.list().ofMaxSize(4).map(list -> list),
                Arbitraries.of(Map.of("id", "inner"), Map.of()));
        Arbitrary<Map<String, Object>> entry = Arbitraries.maps(
                        Arbitraries.of("label", "name", "fps", "signer id", "x"), values)
                .ofMaxSize(4);
        return Arbitraries.maps(ids(), entry).ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("ab01_-\u00e9\ud83d")
                .ofMinLength(1)
                .ofMaxLength(6)
                .map(FootageTableProperties::whole);
    }

    @Provide
    Arbitrary<String> endings() {
        return Arbitraries.of(".mp4", ".Mp4", ".mkv", "");
    }

    private static String whole(String text) {
        return text.replaceAll("\\p{IsCs}", "?").replace('\0', ' ');
    }

    private static Map<String, Object> named(String id, Map<String, Object> rest) {
        Map<String, Object> entry = new LinkedHashMap<>(rest);
        entry.put("id", id);
        return entry;
    }

    /** Some of those that have annotations, and two that have none. */
    private static List<String> videos(Map<String, ?> entries, List<Boolean> present) {
        List<String> videos = new ArrayList<>(List.of("other"));
        int i = 0;
        for (String id : entries.keySet()) {
            if (i == 0 || (i < present.size() && present.get(i))) {
                videos.add(id);
            }
            i++;
        }
        videos.add("zz");
        return videos;
    }

    private static List<Seen> rows(Path folder, String name, String text, List<String> videos) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        FootageSourceSettings settings = new FootageSourceSettings(
                null, folder, List.of("mp4"), List.of("jpg"), file, Map.of(), Unannotated.TAKE, 0, null, null);
        List<Seen> rows = new ArrayList<>();
        try (FootageTable table = FootageTable.open(settings, new TableLimits(64 << 20, 1, folder))) {
            try (FootageTable.Filling filling = table.videos()) {
                for (String video : videos) {
                    filling.add(video, 1, "1.jpg");
                }
            }
            table.join();
            FootageCursor cursor = table.cursor();
            for (FootageRow row = cursor.next(); row != null; row = cursor.next()) {
                rows.add(new Seen(row.id(), row.path(), row.annotation()));
            }
        }
        return rows;
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
