package io.millrace.jobs.landmarks.footage;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;

/**
 * Takes annotations token by token: their text, compact and on one line, goes to a file, their id and place to a table.
 * Of an annotation nothing but one value at a time is in memory. Numbers keep their digits.
 */
final class AnnotationRows {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** JSON can name one; UTF-8 has none. */
    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{IsCs}");

    private final AnnotationNames names;
    private final VideoIds ids;
    private final TextFile texts;
    private final DuckDBAppender rows;
    private long position;
    private String id;
    private int rank;

    AnnotationRows(AnnotationNames names, VideoIds ids, TextFile texts, DuckDBAppender rows) {
        this.names = names;
        this.ids = ids;
        this.texts = texts;
        this.rows = rows;
    }

    /** The number of the next entry, from 1. */
    long number() {
        return position + 1;
    }

    /** The value that {@code json} stands at is what is known of the video {@code key}. */
    void take(String key, long line, JsonParser json) throws IOException, SQLException {
        id = null;
        copy(json, false);
        append(key, line);
    }

    /** The object that {@code json} stands at names its video itself; false if it names none. */
    boolean take(long line, JsonParser json) throws IOException, SQLException {
        id = null;
        rank = Integer.MAX_VALUE;
        copy(json, true);
        if (id == null) {
            return false;
        }
        append(id, line);
        return true;
    }

    private void append(String name, long line) throws SQLException {
        rows.beginRow().append(position++).append(line).append(ids.of(whole(name)));
        rows.append(texts.begun()).append((long) texts.length()).endRow();
    }

    private void copy(JsonParser json, boolean named) throws IOException {
        try (JsonGenerator to = JSON.createGenerator(texts.begin(), JsonEncoding.UTF8)) {
            int depth = 0;
            do {
                JsonToken token = json.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token != JsonToken.FIELD_NAME) {
                    look(json, named && depth == 1);
                }
                write(json, token, to);
            } while (depth > 0 && json.nextToken() != null);
        }
    }

    /** The best of the fields that name the video. */
    private void look(JsonParser json, boolean field) throws IOException {
        if (!field || json.currentName() == null) {
            return;
        }
        int here = names.rank(json.currentName());
        boolean names = json.currentToken() == JsonToken.VALUE_STRING
                || json.currentToken().isNumeric();
        if (here >= 0 && here < rank && names) {
            id = json.getText();
            rank = here;
        }
    }

    private static void write(JsonParser json, JsonToken token, JsonGenerator to) throws IOException {
        switch (token) {
            case VALUE_STRING -> to.writeString(whole(json.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText(), to);
            default -> to.copyCurrentEvent(json);
        }
    }

    /** Python writes NaN and Infinity, which no JSON has. */
    private static void number(String text, JsonGenerator to) throws IOException {
        if (Character.isDigit(text.charAt(text.length() - 1))) {
            to.writeNumber(text);
        } else {
            to.writeNull();
        }
    }

    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return HALF_A_CHARACTER.matcher(text).replaceAll("\ufffd");
            }
        }
        return text;
    }
}
