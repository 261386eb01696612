package io.millrace.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.metrics.Status;
import io.millrace.metrics.Status.StageStatus;
import java.util.List;

/** The shapes that programs read: {@code summary.json} and the objects of the JSON stream share their parts. */
final class Json {

    /** ASCII, so that the encoding of whatever it is printed to does not matter. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One line. */
    static String text(ObjectNode object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values could not be written", e);
        }
    }

    static ObjectNode summary(Summary summary) {
        ObjectNode json = object();
        json.put("run", summary.run()).put("job", summary.job()).put("exit", summary.exit());
        json.set("items", items(summary.items()));
        json.put("seconds", rounded(summary.elapsed().toNanos() / 1e9, 3));
        json.put("items_per_second", rounded(summary.itemsPerSecond(), 3));
        json.put("peak_rss_bytes", summary.peakRssBytes());
        ObjectNode limit = json.putObject("limit");
        summary.limits().forEach((name, share) -> limit.put(name, rounded(share, 4)));
        json.set("stages", stages(summary.stages()));
        ObjectNode failures = json.putObject("failures");
        summary.failures().forEach(failure -> failures.put(failure.type(), failure.count()));
        return json.put("version", summary.version()).put("fingerprint", summary.fingerprint());
    }

    static ObjectNode items(Summary.Items items) {
        return object().put("total", items.total())
                .put("resumed", items.resumed())
                .put("done", items.done())
                .put("empty", items.empty())
                .put("failed", items.failed())
                .put("quarantined", items.quarantined())
                .put("left", items.left());
    }

    static ArrayNode stages(List<StageStatus> stages) {
        ArrayNode array = MAPPER.createArrayNode();
        stages.forEach(stage -> array.add(stage(stage)));
        return array;
    }

    static ObjectNode progress(Status status, Pace pace) {
        ObjectNode json = object().put("job", status.job()).put("run", status.run());
        json.put("state", status.state().name());
        json.put("seconds", rounded(status.elapsed().toNanos() / 1e9, 3));
        json.set("items", items(Summary.Items.of(status.items())));
        json.put("listing_complete", status.items().listingComplete());
        json.put("items_per_second", rounded(pace.perSecond(), 3));
        json.put("average_per_second", rounded(pace.averagePerSecond(), 3));
        json.put("eta_seconds", pace.eta() == null ? null : rounded(pace.eta().toMillis() / 1e3, 1));
        json.put("in_flight", status.inFlight()).put("read_bytes", status.bytesRead());
        json.set("memory", memory(status.memory()));
        return json;
    }

    private static ObjectNode stage(StageStatus stage) {
        Shares shares = Shares.of(stage);
        return object().put("name", stage.name())
                .put("workers", stage.workers())
                .put("busy", rounded(shares.busy(), 4))
                .put("blocked", rounded(shares.blocked(), 4))
                .put("idle", rounded(shares.idle(), 4))
                .put("items", stage.parts())
                .put("p50_ms", rounded(stage.p50Ns() / 1e6, 3))
                .put("p99_ms", rounded(stage.p99Ns() / 1e6, 3))
                .put("errors", stage.errors());
    }

    private static ObjectNode memory(Status.Memory memory) {
        return object().put("heap_bytes", memory.heapUsed())
                .put("reserved_bytes", memory.reserved())
                .put("limit_bytes", memory.limit())
                .put("rss_bytes", memory.rss())
                .put("peak_rss_bytes", memory.peakRss());
    }

    private static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.rint(value * scale) / scale;
    }
}
