package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.data.table.ParquetFile;
import io.millrace.data.table.ParquetFile.Column;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The facts of an item: a record whose members are the keys of a JSON object and the columns of a table, in their order
 * and in small letters, {@code framesTotal} as {@code frames_total}. Numbers have the shortest form that reads back as
 * the same double.
 */
public final class Facts {

    /** Jackson's own number writer: the JDK's changed between 17 and 19. */
    private static final JsonFactory NUMBERS = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(NUMBERS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE, SerializationFeature.WRAP_EXCEPTIONS)
            .build();

    private static final Map<Class<?>, ParquetFile.Type> TYPES = Map.of(
            String.class,
            ParquetFile.Type.TEXT,
            int.class,
            ParquetFile.Type.WHOLE,
            Double.class,
            ParquetFile.Type.REAL);

    private Facts() {}

    /** Those members that make columns of a table: all but lists and maps. */
    public static List<Column> columns(Class<? extends Record> facts) {
        return Arrays.stream(facts.getRecordComponents())
                .filter(member -> TYPES.containsKey(member.getType()))
                .map(member ->
                        new Column(SnakeCaseStrategy.INSTANCE.translate(member.getName()), TYPES.get(member.getType())))
                .toList();
    }

    /** The facts, or one of their members, as JSON on one line. */
    public static byte[] line(Object facts) {
        StringWriter text = new StringWriter(2048);
        try {
            writeLine(facts, text);
        } catch (IOException e) {
            throw new UncheckedIOException("a writer in memory failed", e);
        }
        return text.toString().getBytes(UTF_8);
    }

    /** As {@link #line}; closes {@code to}. */
    public static void writeLine(Object facts, Writer to) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            json.writePOJO(facts);
            json.writeRaw('\n');
        }
    }

    /** JSON has no NaN: what nobody tells is null. */
    public static Double known(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
