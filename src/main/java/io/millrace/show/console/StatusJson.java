package io.millrace.show.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.millrace.engine.metrics.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A whole snapshot as one line of JSON and back, exactly: the parts are called what they are called in {@link Status},
 * in {@code snake_case}, and times are ISO 8601. A reader ignores what it does not know, so that an older {@code top}
 * understands a newer run.
 */
public final class StatusJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .addModule(times())
            .build();

    private StatusJson() {}

    /** ASCII, without a line end. */
    public static String text(Status status) {
        try {
            return MAPPER.writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot could not be written", e);
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no snapshot */
    public static Status of(String text) {
        try {
            return MAPPER.readValue(text, Status.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no snapshot: " + e.getOriginalMessage(), e);
        }
    }

    private static SimpleModule times() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(Duration.class, ToStringSerializer.instance);
        module.addSerializer(Instant.class, ToStringSerializer.instance);
        module.addDeserializer(Duration.class, new Read<>(Duration.class, Duration::parse));
        module.addDeserializer(Instant.class, new Read<>(Instant.class, Instant::parse));
        return module;
    }

    private static final class Read<T> extends StdDeserializer<T> {

        private final transient Function<String, T> parse;

        Read(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return parse.apply(json.getText());
        }
    }
}
