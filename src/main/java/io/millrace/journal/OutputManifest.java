package io.millrace.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.millrace.item.Artifact;
import io.millrace.item.Fault;
import io.millrace.item.ItemId;
import io.millrace.item.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * {@code OUT/manifest.jsonl}: one line for each listed item that has an outcome, by ordinal. Derived from listing and journal
 * in one pass that holds one item at a time, and replaced whole, so that a reader never sees half of it.
 *
 * <p>{@code bytes} is the sum over the outputs and {@code crc32c} the CRC-32C of the outputs one after the other, as 8
 * hexadecimal digits: that of the file itself where there is one, 00000000 where there is none.
 */
public final class OutputManifest {

    public static final String NAME = "manifest.jsonl";

    /** Items close nearly in the order of their ordinals, so most records are in the window already. */
    private static final int READ_BYTES = 256 << 10;

    private final Journal journal;
    private final RecordReader records;
    private final JsonGenerator json;

    private OutputManifest(Journal journal, RecordReader records, JsonGenerator json) {
        this.journal = journal;
        this.records = records;
        this.json = json;
    }

    /**
     * Writes the manifest as things stand now. Any thread, also while the journal is appended to; one call at a time.
     *
     * @param cancelled whether nobody wants it any more: then the one that is there stays
     * @return whether it was written
     */
    public static boolean write(Journal journal, BooleanSupplier cancelled) throws JournalException {
        Path target = journal.output().resolve(NAME);
        Path temporary = JournalFolder.hidden(journal.output()).resolve(NAME + ".tmp");
        try {
            stream(journal, temporary, cancelled);
            DurableFile.publish(temporary, target);
            return true;
        } catch (CancellationException e) {
            return false;
        } catch (IOException e) {
            throw JournalException.io("cannot write", target, e);
        }
    }

    private static void stream(Journal journal, Path file, BooleanSupplier cancelled) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file);
                RecordReader records = journal.reader(READ_BYTES);
                JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
            OutputManifest manifest = new OutputManifest(journal, records, json);
            journal.listing().forEach((ordinal, id, source) -> {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException();
                }
                manifest.item(id, source);
            });
        }
    }

    private void item(ItemId id, String source) throws IOException {
        long place = journal.placeOf(id);
        if (place >= 0) {
            line(id, source, records.entry(place, journal.fingerprints()).outcome());
        }
    }

    private void line(ItemId id, String source, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id.value());
        json.writeStringField("outcome", outcome.status().name());
        fault(json, outcome.fault());
        json.writeStringField("source", source);
        outputs(outcome.artifacts());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** The three fields that say why; none without a fault. */
    static void fault(JsonGenerator json, Fault fault) throws IOException {
        if (fault != null) {
            json.writeStringField("class", fault.type());
            json.writeStringField("stage", fault.stage());
            json.writeStringField("message", fault.message());
        }
    }

    private void outputs(List<Artifact> artifacts) throws IOException {
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
