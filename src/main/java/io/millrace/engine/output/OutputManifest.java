package io.millrace.engine.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.record.Crc32c;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code OUT/manifest.jsonl}: one line for each listed item that has an outcome, by ordinal.
 *
 * <p>{@code bytes} is the sum over the outputs and {@code crc32c} the CRC-32C of the outputs one after the other, as 8
 * hexadecimal digits: that of the file itself where there is one, 00000000 where there is none.
 */
public final class OutputManifest implements DerivedFile {

    public static final String NAME = JournalFolder.ITEM_LIST;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    OutputManifest() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void write(EndedItems items, Writer to) throws IOException {
        try (JsonGenerator json = lines(to)) {
            items.forEach((id, source, ended) -> line(json, id, source, ended.outcome()));
        }
    }

    /** Writes objects, each to be ended by a line feed; closing it leaves {@code to} open. */
    public static JsonGenerator lines(Writer to) throws IOException {
        return JSON.createGenerator(to).setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    private static void line(JsonGenerator json, ItemId id, String source, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id.value());
        json.writeStringField("outcome", outcome.status().name());
        fault(json, outcome.fault());
        json.writeStringField("source", source);
        outputs(json, outcome.artifacts());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** The three fields that say why; none without a fault. */
    public static void fault(JsonGenerator json, Fault fault) throws IOException {
        if (fault != null) {
            json.writeStringField("class", fault.type());
            json.writeStringField("stage", fault.stage());
            json.writeStringField("message", fault.message());
        }
    }

    private static void outputs(JsonGenerator json, List<Artifact> artifacts) throws IOException {
        long bytes = 0;
        int crc = 0;
        json.writeArrayFieldStart("output");
        for (Artifact artifact : artifacts) {
            json.writeString(artifact.path());
            bytes += artifact.bytes();
            crc = Crc32c.concat(crc, artifact.crc32c(), artifact.bytes());
        }
        json.writeEndArray();
        json.writeNumberField("bytes", bytes);
        json.writeStringField("crc32c", HexFormat.of().toHexDigits(crc));
    }
}
