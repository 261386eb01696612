package io.millrace.show.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import java.time.Duration;
import java.util.List;

/** The shapes that programs read: {@code summary.json} and the objects of the JSON stream share their parts. */
public final class Json {

    /** ASCII, so that the encoding of whatever it is printed to does not matter. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One line of a tree, or of a map or record of plain values. */
    public static String text(Object plain) {
        try {
            return MAPPER.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values could not be written", e);
        }
    }

    /** The content of {@code summary.json}. */
    public static ObjectNode summary(Summary summary) {
        ObjectNode json = object();
        json.put("run", summary.run()).put("job", summary.job()).put("exit", summary.exit());
        json.set("items", items(summary.items()));
        phases(json, summary.phases());
        json.put("seconds", rounded(summary.elapsed().toNanos() / 1e9, 3));
        json.put("items_per_second", rounded(summary.itemsPerSecond(), 3));
        json.put("peak_rss_bytes", summary.peakRssBytes());
        ObjectNode limits = json.putObject("limit");
        summary.limits().forEach(limit -> limits.put(limit.name(), rounded(limit.share(), 4)));
        json.set("stages", stages(summary.stages()));
        ObjectNode failures = json.putObject("failures");
        summary.failures().forEach(failure -> failures.put(failure.type(), failure.count()));
        promise(json, summary.journal());
        return json.put("version", summary.version()).put("fingerprint", summary.fingerprint());
    }

    private static void phases(ObjectNode json, List<Summary.Phase> phases) {
        if (phases.isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("phases");
        for (Summary.Phase phase : phases) {
            ObjectNode one = array.addObject().put("name", phase.name());
            one.set("items", items(phase.items()));
            one.put("seconds", rounded(phase.elapsed().toNanos() / 1e9, 3));
            promise(one, phase.journal());
        }
    }

    private static void promise(ObjectNode json, Summary.Promise journal) {
        if (journal != null) {
            ObjectNode promise = json.putObject("journal");
            journal.lines().forEach(promise.putArray("lines")::add);
            promise.put("crc32c", journal.crc32c());
        }
    }

    private static ObjectNode items(Status.Items items) {
        return object().put("total", items.listed())
                .put("resumed", items.resumed())
                .put("done", items.done())
                .put("empty", items.empty())
                .put("failed", items.failed())
                .put("quarantined", items.quarantined())
                .put("left", items.left());
    }

    private static ArrayNode stages(List<StageStatus> stages) {
        ArrayNode array = MAPPER.createArrayNode();
        stages.forEach(stage -> array.add(stage(stage, Shares.of(stage))));
        return array;
    }

    /** Counts, pace, and the time that is left. */
    public static ObjectNode progress(Status status) {
        Outlook outlook = status.outlook();
        ObjectNode json = object().put("job", status.job()).put("run", status.run());
        if (status.phase().isOneOfSeveral()) {
            json.put("phase", status.phase().name());
        }
        json.put("state", status.state().name());
        json.put("seconds", rounded(status.elapsed().toNanos() / 1e9, 3));
        json.set("items", items(status.items()));
        json.put("listing_complete", status.items().listingComplete());
        json.put("paused", status.paused());
        json.put("items_per_second", rounded(outlook.itemsPerSecond(), 3));
        json.put("average_per_second", rounded(outlook.averagePerSecond(), 3));
        json.put("bytes_per_second", rounded(outlook.bytesPerSecond(), 0));
        Outlook.Eta eta = outlook.eta();
        json.put("eta_seconds", eta == null ? null : seconds(eta.rest()));
        json.put("eta_low_seconds", eta == null ? null : seconds(eta.low()));
        json.put("eta_high_seconds", eta == null ? null : seconds(eta.high()));
        json.set("limit", limit(outlook.limit()));
        json.put("in_flight", status.inFlight()).put("read_bytes", status.bytesRead());
        json.set("memory", memory(status.memory()));
        return json;
    }

    /** Why it is not faster, and what to do about it. */
    public static ObjectNode verdict(Outlook outlook) {
        ObjectNode json = object();
        json.set("limit", limit(outlook.limit()));
        Outlook.Advice advice = outlook.advice();
        if (advice != null) {
            json.putObject("advice")
                    .put("message", advice.sentence())
                    .put("stage", advice.stage())
                    .put("from", advice.from())
                    .put("to", advice.to())
                    .put("items_per_second", rounded(advice.itemsPerSecond(), 3));
        }
        if (outlook.tested() != null) {
            json.put("tested", outlook.tested().sentence());
        }
        return json;
    }

    private static ObjectNode limit(Outlook.Limit limit) {
        return object().put("kind", limit.kind().name())
                .put("stage", limit.stage())
                .put("message", limit.sentence());
    }

    private static double seconds(Duration time) {
        return rounded(time.toMillis() / 1e3, 1);
    }

    /** How all stages spent their time: in the last half minute, where that is known. */
    public static ArrayNode stages(Status status) {
        ArrayNode array = MAPPER.createArrayNode();
        for (StageStatus stage : status.stages()) {
            ObjectNode json = stage(stage, Shares.of(status, stage));
            array.add(json.put("most", stage.most())
                    .put("queued", stage.queued())
                    .put("queue_capacity", stage.queueCapacity())
                    .put("max_ms", rounded(stage.maxNs() / 1e6, 3)));
            status.outlook().stages().stream()
                    .filter(pace -> pace.name().equals(stage.name()))
                    .forEach(pace -> json.put("items_per_second", rounded(pace.partsPerSecond(), 3))
                            .put("mean_ms", rounded(pace.meanNs() / 1e6, 3)));
        }
        return array;
    }

    private static ObjectNode stage(StageStatus stage, Shares shares) {
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
