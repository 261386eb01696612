package io.millrace.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.item.ItemId;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ids as a user names them: {@code a,b}, or a file with one on each line, or with objects that have an {@code id}. */
public final class IdList {

    private static final ObjectMapper JSON = new ObjectMapper();

    private IdList() {}

    public static Set<ItemId> of(String text) throws Refusal, IOException {
        Collection<String> words = isFile(text) ? Files.readAllLines(Path.of(text)) : List.of(text.split(","));
        Set<ItemId> ids = new LinkedHashSet<>();
        for (String word : words) {
            String id = word.startsWith("{") ? idOf(word, text) : word.strip();
            if (!id.isEmpty()) {
                ids.add(one(id));
            }
        }
        if (ids.isEmpty()) {
            throw Refusal.usage("--ids " + text + " names no item");
        }
        return ids;
    }

    /** The id of one item, as a user names it. */
    public static ItemId one(String text) throws Refusal {
        try {
            return new ItemId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(e.getMessage());
        }
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String idOf(String line, String file) throws Refusal {
        try {
            JsonNode object = JSON.readTree(line);
            if (object.path("id").isTextual()) {
                return object.get("id").asText();
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw Refusal.usage(file + ": a line is no object with an \"id\": " + line);
    }
}
