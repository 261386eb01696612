package io.millrace.engine.upkeep;

import static com.fasterxml.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.Fingerprints;
import io.millrace.engine.journal.record.RecordView;
import io.millrace.engine.output.OutputManifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;

/** Records as lines of JSON, with all that they hold. One thread. */
final class JournalExport implements Closeable {

    private final Fingerprints fingerprints;
    private final JsonGenerator json;

    JournalExport(Writer to, Fingerprints fingerprints) throws IOException {
        this.fingerprints = fingerprints;
        this.json = OutputManifest.lines(to);
        json.enable(ESCAPE_NON_ASCII.mappedFeature()); // nothing in ASCII moves a cursor or turns a line around
    }

    void write(RecordView record) throws IOException {
        Entry entry = record.entry(fingerprints);
        json.writeStartObject();
        json.writeStringField("id", entry.id().value());
        json.writeNumberField("ordinal", entry.ordinal());
        json.writeStringField("outcome", entry.outcome().status().name());
        OutputManifest.fault(json, entry.outcome().fault());
        json.writeNumberField("attempt", entry.attempt());
        json.writeNumberField("seq", record.seq());
        json.writeNumberField("time", record.timeMillis());
        json.writeStringField("fingerprint", entry.fingerprint());
        json.writeNumberField("size", entry.identity().size());
        json.writeNumberField("modified", entry.identity().modifiedMillis());
        json.writeNumberField("entryDigest", entry.identity().entryDigest());
        json.writeArrayFieldStart("output");
        for (Artifact artifact : entry.outcome().artifacts()) {
            output(artifact);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private void output(Artifact artifact) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", artifact.path());
        json.writeNumberField("bytes", artifact.bytes());
        json.writeStringField("crc32c", HexFormat.of().toHexDigits(artifact.crc32c()));
        json.writeEndObject();
    }
}
