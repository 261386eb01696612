package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.ManifestException;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Footage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Many annotations in one file, and a process that lists all items and says what that took. */
final class LargeAnnotations {

    private static final String WORDS = "the signer turns both hands towards the window and says that it rains ";

    private LargeAnnotations() {}

    /** How annotations stand in a file. */
    enum Form {
        LIST,
        MAP,
        LINES;

        String fileName() {
            return "annotations-" + name().toLowerCase(java.util.Locale.ROOT) + (this == LINES ? ".jsonl" : ".json");
        }
    }

    static String id(int i) {
        return String.format("%04d/video-%06d", i / 1000, i);
    }

    /** Writes {@code count} of about {@code bytes} each; the list and the map are one line. */
    static Path write(Path folder, Form form, int count, int bytes) throws IOException {
        Path file = folder.resolve(form.fileName());
        StringBuilder points = new StringBuilder();
        for (int i = 0; points.length() < bytes * 2 / 3; i++) {
            points.append(i == 0 ? "" : ", ").append(i * 0.5);
        }
        String text = WORDS.repeat(Math.max(1, bytes / 3 / WORDS.length()));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(form == Form.LIST ? "[" : form == Form.MAP ? "{" : "");
            for (int i = 0; i < count; i++) {
                String entry = "{\"video_id\": \"" + id(i) + "\", \"label\": " + i + ", \"text\": \"" + text
                        + "\", \"points\": [" + points + "]}";
                out.write(i == 0 || form == Form.LINES ? "" : ", ");
                out.write(form == Form.MAP ? "\"" + id(i) + "\": " + entry : entry);
                out.write(form == Form.LINES ? "\n" : "");
            }
            out.write(form == Form.LIST ? "]" : form == Form.MAP ? "}" : "");
        }
        return file;
    }

    /** Arguments: the annotations or -, the folder of frames, one for temporary files, DuckDB's memory in MiB. */
    public static void main(String[] arguments) throws Exception {
        FootageSourceSettings settings = new FootageSourceSettings(
                Path.of(arguments[1]),
                null,
                List.of("mp4"),
                List.of("jpg"),
                arguments[0].equals("-") ? null : Path.of(arguments[0]),
                Map.of(),
                Unannotated.SKIP,
                0,
                null,
                null);
        TableLimits limits = new TableLimits(Long.parseLong(arguments[3]) << 20, 2, Path.of(arguments[2]));
        long began = System.nanoTime();
        try (FootageSource source = FootageSource.open(settings, limits)) {
            long opened = System.nanoTime();
            Seen seen = list(source.items());
            System.out.printf(
                    "annotations=%d without-video=%d unannotated=%d items=%d characters=%d open-s=%.2f list-s=%.2f%n",
                    source.counts().annotations(),
                    source.counts().withoutVideo(),
                    source.counts().unannotated(),
                    seen.items,
                    seen.characters,
                    (opened - began) / 1e9,
                    (System.nanoTime() - opened) / 1e9);
        } catch (ManifestException e) {
            System.out.println(e.getMessage());
            throw e;
        }
    }

    private static final class Seen {
        private long items;
        private long characters;
    }

    private static Seen list(Publisher<Item<Footage>> items) {
        Seen seen = new Seen();
        Flux.from(items)
                .doOnNext(item -> {
                    seen.items++;
                    seen.characters += item.body() == null || item.body().annotation() == null
                            ? 0
                            : item.body().annotation().length();
                })
                .blockLast();
        return seen;
    }
}
