package io.millrace.show.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The lines of a run's record: JSON objects that say their type first. */
final class RecordLines {

    private static final Map<String, Class<?>> TYPES =
            Map.of("run", RunRecord.Head.class, "sample", ReportPoint.class, "end", RunRecord.End.class);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RecordLines() {}

    static String write(Object content) {
        ObjectNode line = MAPPER.createObjectNode();
        TYPES.forEach((type, of) -> {
            if (of.isInstance(content)) {
                line.put("type", type);
            }
        });
        line.setAll((ObjectNode) MAPPER.valueToTree(content));
        try {
            return MAPPER.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values could not be written", e);
        }
    }

    static boolean isSample(String line) {
        return line.startsWith("{\"type\":\"sample\"");
    }

    /** Null for what is no line, or of a type that is not known. */
    static Object read(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            Class<?> type = TYPES.get(node.path("type").asText());
            return type == null ? null : MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }
}
