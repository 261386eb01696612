package io.millrace.jobs.landmarks.footage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.data.pairs.LineReader;
import io.millrace.data.table.ManifestException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Annotations as a stream of JSON: a list of objects that name their videos, a map of anything keyed by video, or an
 * object on each line.
 */
final class JsonAnnotations {

    /** Names of fields are not remembered: keys are names, too, and there are as many of them as there are videos. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .build();

    /** Rows have none. */
    private static final long NO_LINE = -1;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Path file;
    private final AnnotationNames names;
    private final AnnotationRows rows;
    private long line;

    JsonAnnotations(Path file, AnnotationNames names, AnnotationRows rows) {
        this.file = file;
        this.names = names;
        this.rows = rows;
    }

    /** A list or a map. */
    void loadWhole() throws IOException, SQLException, ManifestException {
        try (BufferedReader text = open(file);
                JsonParser json = JSON.createParser(text)) {
            parse(json, () -> root(json));
        } catch (CharacterCodingException e) {
            throw notUtf8(e);
        }
    }

    /** Each line for itself, so that one that is cut short is named and takes no other with it. */
    void loadLines() throws IOException, SQLException, ManifestException {
        try (BufferedReader text = open(file)) {
            loadLines(text, true);
        } catch (CharacterCodingException e) {
            throw notUtf8(e);
        }
        if (rows.number() == 1) {
            throw empty();
        }
    }

    /** The rows of a table, which somebody has written as lines of another file. */
    void loadRows(Path written) throws IOException, SQLException, ManifestException {
        try (BufferedReader text = open(written)) {
            loadLines(text, false);
        }
    }

    private void loadLines(Reader text, boolean numbered) throws IOException, SQLException, ManifestException {
        LineReader lines = new LineReader(text);
        while (lines.nextLine()) {
            line = numbered ? lines.line() : NO_LINE;
            try (JsonParser json = JSON.createParser((Reader) lines)) {
                parse(json, () -> line(json));
            }
        }
    }

    private interface Reading {
        void run() throws IOException, SQLException, ManifestException;
    }

    private void parse(JsonParser json, Reading reading) throws IOException, SQLException, ManifestException {
        try {
            reading.run();
        } catch (JsonEOFException e) {
            throw malformed(json, e.getLocation(), "the text ends in the middle of an entry", e);
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("");
            throw malformed(json, e.getLocation(), what, e);
        } catch (TextFile.TooLongException e) {
            throw malformed(
                    json,
                    null,
                    "entry " + rows.number() + " is longer than " + (TextFile.MOST_BYTES >> 20)
                            + " MiB. What is so long belongs into a file of its own",
                    e);
        }
    }

    private void root(JsonParser json) throws IOException, SQLException, ManifestException {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw empty();
        }
        switch (token) {
            case START_ARRAY -> list(json);
            case START_OBJECT -> map(json);
            default -> throw notObject(json);
        }
        if (json.nextToken() != null) {
            throw malformed(
                    json,
                    json.currentTokenLocation(),
                    "there is more behind the end of the list or map. If each line is an entry, the name of the file"
                            + " must end in .jsonl",
                    null);
        }
    }

    private void list(JsonParser json) throws IOException, SQLException, ManifestException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            object(json);
        }
    }

    private void map(JsonParser json) throws IOException, SQLException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            long at = lineOf(json.currentTokenLocation());
            json.nextToken();
            rows.take(key, at, json);
        }
    }

    private void line(JsonParser json) throws IOException, SQLException, ManifestException {
        while (json.nextToken() != null) {
            object(json);
        }
    }

    private void object(JsonParser json) throws IOException, SQLException, ManifestException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw notObject(json);
        }
        JsonLocation at = json.currentTokenLocation();
        if (!rows.take(lineOf(at), json)) {
            throw malformed(json, at, "entry " + rows.number() + " names no video: " + names.hint(), null);
        }
    }

    private ManifestException notObject(JsonParser json) throws IOException {
        return malformed(
                json, json.currentTokenLocation(), "entries are objects, not " + kind(json.currentToken()), null);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "lists";
            case VALUE_STRING -> "texts";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "numbers";
            default -> "single values";
        };
    }

    private static BufferedReader open(Path file) throws IOException {
        BufferedReader text = Files.newBufferedReader(file);
        try {
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return text;
        } catch (IOException e) {
            text.close();
            throw e;
        }
    }

    private long lineOf(JsonLocation place) {
        return line == 0 ? place.getLineNr() : line;
    }

    private ManifestException empty() {
        return new ManifestException(file + " is empty: it has no entries");
    }

    private ManifestException notUtf8(CharacterCodingException e) {
        return new ManifestException(file + ": not UTF-8, some way behind entry " + (rows.number() - 1), e);
    }

    private ManifestException malformed(JsonParser json, JsonLocation place, String what, Exception cause) {
        JsonLocation at = place == null ? json.currentLocation() : place;
        String where = line == NO_LINE ? "" : "line " + lineOf(at) + ", column " + at.getColumnNr() + ": ";
        return new ManifestException(file + ": " + where + what, cause);
    }
}
