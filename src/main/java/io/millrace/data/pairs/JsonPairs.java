package io.millrace.data.pairs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.data.table.ManifestException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;

/**
 * A JSON manifest as a stream: an array of objects, an object of objects keyed by id, or objects one after the other
 * (JSONL). Read by hand rather than by DuckDB, which does not say the line of an error, holds a keyed object whole, and
 * may overlook a field that only late entries have.
 */
final class JsonPairs {

    private static final int MOST_NAMES = 50;

    /** Of one value: all of an entry's are in memory at once. */
    private static final int MOST_CHARS = 4 << 20;

    private static final int SHOWN_CHARS = 40;

    /** Names of fields are not remembered: keys are names, too, and there are as many of them as there are entries. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MOST_CHARS).build())
            .build();

    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** JSON can name one; UTF-8 has none, and a question mark would be something that nobody wrote. */
    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{IsCs}");

    private final Path file;
    private final boolean lines;
    private final FieldNames names;
    private final DuckDBAppender rows;
    private final Set<String> found = new LinkedHashSet<>();
    private boolean keyed;

    /** The line that is read, where each is read for itself; else 0. */
    private long line;

    private final Map<Field, String> values = new EnumMap<>(Field.class);
    private final Map<Field, Integer> ranks = new EnumMap<>(Field.class);

    JsonPairs(Path file, boolean lines, FieldNames names, DuckDBAppender rows) {
        this.file = file;
        this.lines = lines;
        this.names = names;
        this.rows = rows;
    }

    /** Appends all entries in the order of {@link Field}, as text. */
    void load() throws IOException, SQLException, ManifestException {
        boolean any = lines ? loadLines() : loadValues(JSON.createParser(file.toFile()));
        if (!any) {
            throw new ManifestException(file + " is empty: it has no entries");
        }
    }

    /** The names of fields that were seen. */
    Set<String> found() {
        return found;
    }

    /** Whether the entries stand under their ids, which may then be their videos' names too. */
    boolean keyed() {
        return keyed;
    }

    /** Each line for itself, so that one that is cut short is named and takes no other with it. */
    private boolean loadLines() throws IOException, SQLException, ManifestException {
        boolean any = false;
        try (BufferedReader text = Files.newBufferedReader(file)) {
            skipByteOrderMark(text);
            LineReader each = new LineReader(text);
            while (each.nextLine()) {
                line = each.line();
                any |= loadValues(JSON.createParser((Reader) each));
            }
        } catch (CharacterCodingException e) {
            throw new ManifestException(file + ": not UTF-8, some way after line " + line, e);
        }
        return any;
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }

    /** Closes {@code json}. Whether it had anything. */
    private boolean loadValues(JsonParser json) throws IOException, SQLException, ManifestException {
        boolean any = false;
        try (json) {
            while (json.nextToken() != null) {
                root(json);
                any = true;
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation() == null ? json.currentLocation() : e.getLocation();
            throw malformed(place, e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return any;
    }

    private void root(JsonParser json) throws IOException, SQLException, ManifestException {
        switch (json.currentToken()) {
            case START_ARRAY -> array(json);
            case START_OBJECT -> object(json);
            default -> throw malformed(json.currentTokenLocation(), "entries are objects, not " + shown(json));
        }
    }

    private void array(JsonParser json) throws IOException, SQLException, ManifestException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw malformed(json.currentTokenLocation(), "entries are objects, not " + shown(json));
            }
            begin(null);
            rest(json);
        }
    }

    /** One entry, or a map of them: told by whether the first value is an object. */
    private void object(JsonParser json) throws IOException, SQLException, ManifestException {
        if (json.nextToken() == JsonToken.END_OBJECT) {
            return;
        }
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT && !lines) {
            keyed = true;
            keyed(json, name);
        } else {
            begin(null);
            field(json, name);
            rest(json);
        }
    }

    private void keyed(JsonParser json, String firstKey) throws IOException, SQLException, ManifestException {
        for (String key = firstKey; key != null; key = json.nextFieldName()) {
            if (json.currentToken() == JsonToken.FIELD_NAME) {
                json.nextToken();
            }
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw malformed(json.currentTokenLocation(), "the entry '" + key + "' is no object");
            }
            begin(key);
            rest(json);
        }
    }

    private void begin(String id) {
        values.clear();
        ranks.clear();
        if (id != null) {
            values.put(Field.ID, id);
            found.add(Field.ID.word());
        }
    }

    private void rest(JsonParser json) throws IOException, SQLException, ManifestException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            field(json, name);
        }
        rows.beginRow();
        for (Field field : Field.values()) {
            rows.append(values.get(field));
        }
        rows.endRow();
    }

    private void field(JsonParser json, String name) throws IOException, ManifestException {
        if (found.size() < MOST_NAMES) {
            found.add(name);
        }
        for (Field field : Field.values()) {
            int rank = names.rank(field, name);
            if (rank >= 0) {
                found.add(name);
                keep(field, rank, text(json, field, name));
            }
        }
        json.skipChildren();
    }

    private void keep(Field field, int rank, String value) {
        if (value != null && rank < ranks.getOrDefault(field, Integer.MAX_VALUE)) {
            values.put(field, value);
            ranks.put(field, rank);
        }
    }

    private String text(JsonParser json, Field field, String name) throws IOException, ManifestException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() == JsonToken.START_ARRAY && field == Field.SIZE) {
            return numbers(json, name);
        }
        if (!json.currentToken().isScalarValue()) {
            String wanted = field == Field.SIZE ? "a number or a list of numbers" : "a single value";
            throw malformed(json.currentTokenLocation(), "'" + name + "' must be " + wanted);
        }
        return HALF_A_CHARACTER.matcher(json.getText()).replaceAll("\ufffd");
    }

    private String numbers(JsonParser json, String name) throws IOException, ManifestException {
        StringBuilder text = new StringBuilder("[");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (text.length() > MOST_CHARS) {
                throw malformed(json.currentTokenLocation(), "'" + name + "' is a list of too many numbers");
            }
            text.append(text.length() > 1 ? "," : "").append(json.getText());
            json.skipChildren();
        }
        return text.append(']').toString();
    }

    /** What stands there, or how it begins. */
    private static String shown(JsonParser json) throws IOException {
        String text = json.getText();
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }

    private ManifestException malformed(JsonLocation place, String what) {
        return new ManifestException(file + ": line " + (line > 0 ? line : place.getLineNr()) + ": " + what);
    }
}
