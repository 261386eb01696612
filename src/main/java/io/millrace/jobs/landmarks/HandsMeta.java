package io.millrace.jobs.landmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.millrace.data.table.ParquetFile;
import io.millrace.data.table.ParquetFile.Column;
import io.millrace.engine.item.Item;
import io.millrace.media.format.ByteSource;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Reel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * {@code <id>.json} of a video: what is known of it besides the arrays. One line, keys in a fixed order; no absolute
 * path, host or time. What has a length that grows with the video comes last, and is written as it is read out of the
 * spool.
 */
final class HandsMeta {

    /** Those of its members that make columns of a table: all but the lists. */
    static final List<Column> COLUMNS = List.of(
            new Column("id", ParquetFile.Type.TEXT),
            new Column("source", ParquetFile.Type.TEXT),
            new Column("annotation", ParquetFile.Type.TEXT),
            new Column("width", ParquetFile.Type.WHOLE),
            new Column("height", ParquetFile.Type.WHOLE),
            new Column("fps", ParquetFile.Type.REAL),
            new Column("frames", ParquetFile.Type.WHOLE),
            new Column("frames_with_hands", ParquetFile.Type.WHOLE),
            new Column("frames_skipped", ParquetFile.Type.WHOLE),
            new Column("handedness", ParquetFile.Type.TEXT),
            new Column("mode", ParquetFile.Type.TEXT));

    /** Jackson's own number writer: the JDK's changed between 17 and 19. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private HandsMeta() {}

    static ByteSource of(Item<?> item, Spool spool, HandsOrigin origin) {
        return sink -> {
            try (JsonGenerator json = JSON.createGenerator(new OutputStreamWriter(new SinkStream(sink), UTF_8))) {
                json.writeStartObject();
                json.writeStringField("id", item.id().value());
                json.writeStringField("source", item.source());
                annotation(json, spool.reel().of());
                facts(json, spool);
                origin(json, origin);
                sizes(json, spool);
                skipped(json, spool.reel());
                empty(json, spool);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        };
    }

    private static void annotation(JsonGenerator json, Footage footage) throws IOException {
        json.writeFieldName("annotation");
        if (footage == null || footage.annotation() == null) {
            json.writeNull();
        } else {
            json.writeRawValue(footage.annotation());
        }
    }

    private static void facts(JsonGenerator json, Spool spool) throws IOException {
        json.writeNumberField("width", spool.width());
        json.writeNumberField("height", spool.height());
        double fps = spool.reel().fps();
        if (Double.isFinite(fps)) {
            json.writeNumberField("fps", fps);
        } else {
            json.writeNullField("fps");
        }
        json.writeNumberField("frames", spool.rows());
        json.writeNumberField("frames_with_hands", spool.withHands());
        json.writeNumberField("frames_skipped", spool.reel().skipped().size());
    }

    private static void origin(JsonGenerator json, HandsOrigin origin) throws IOException {
        json.writeStringField("handedness", origin.handedness().key());
        json.writeStringField("mode", origin.mode());
        json.writeObjectFieldStart("models");
        for (Map.Entry<String, String> model : origin.models().entrySet()) {
            json.writeStringField(model.getKey(), model.getValue());
        }
        json.writeEndObject();
    }

    /** One for each frame from which on it is another. */
    private static void sizes(JsonGenerator json, Spool spool) throws IOException {
        json.writeArrayFieldStart("sizes");
        int[] before = new int[2];
        spool.forEach(row -> {
            if (row.width() != before[0] || row.height() != before[1]) {
                before[0] = row.width();
                before[1] = row.height();
                json.writeStartObject();
                json.writeNumberField("frame", row.frame());
                json.writeNumberField("width", row.width());
                json.writeNumberField("height", row.height());
                json.writeEndObject();
            }
        });
        json.writeEndArray();
    }

    private static void skipped(JsonGenerator json, Reel reel) throws IOException {
        json.writeArrayFieldStart("skipped");
        for (Reel.SkippedFrame frame : reel.skipped()) {
            json.writeStartObject();
            json.writeNumberField("frame", frame.index());
            json.writeStringField("name", frame.name());
            json.writeStringField("why", frame.fault());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void empty(JsonGenerator json, Spool spool) throws IOException {
        json.writeArrayFieldStart("empty");
        spool.forEach(row -> {
            if (row.absence() != null) {
                json.writeStartObject();
                json.writeNumberField("frame", row.frame());
                json.writeStringField("why", row.absence().key());
                json.writeEndObject();
            }
        });
        json.writeEndArray();
    }

    /** Puts what is written. */
    private static final class SinkStream extends OutputStream {

        private final ByteSource.Sink sink;

        SinkStream(ByteSource.Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            sink.put(ByteBuffer.wrap(bytes, from, count));
        }
    }
}
