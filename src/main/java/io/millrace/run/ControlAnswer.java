package io.millrace.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.metrics.Status;
import io.millrace.run.process.Refusal;
import io.millrace.show.console.StatusJson;

/**
 * What a running process has answered.
 *
 * @param ok whether it does what it was asked
 * @param message what it does, or why not; null where it sent a snapshot
 * @param status the snapshot; null if none was asked for
 */
public record ControlAnswer(boolean ok, String message, Status status) {

    private static final JsonMapper MAPPER = new JsonMapper();

    static String text(boolean ok, String message) {
        ObjectNode answer = MAPPER.createObjectNode();
        return answer.put("ok", ok).put("message", message).toString();
    }

    /** @throws Refusal if this is no answer: a process of another version, perhaps */
    public static ControlAnswer of(String line) throws Refusal {
        try {
            JsonNode answer = MAPPER.readTree(line);
            Status status =
                    answer.has("status") ? StatusJson.of(answer.get("status").toString()) : null;
            return new ControlAnswer(
                    answer.path("ok").asBoolean(), answer.path("message").asText(null), status);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw Refusal.unavailable("the process answers what this version does not understand");
        }
    }
}
