package io.millrace.jobs.clips;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.millrace.data.table.ParquetFile;
import io.millrace.data.table.ParquetFile.Column;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.store.shards.Split;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * {@code meta.json} of a clip: what was sampled from what. One line, keys in a fixed order, numbers in the shortest
 * form that reads back as the same double; no absolute path, host or time, so equal clips give equal bytes anywhere.
 */
final class ClipMeta {

    /** Jackson's own number writer: the JDK's changed between 17 and 19. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** What data sets without sizes have always held. */
    private static final List<Double> NO_SIZE = List.of(0.0);

    /** Those of its members that make columns of a table: all but the lists. */
    static final List<Column> COLUMNS = List.of(
            new Column("id", ParquetFile.Type.TEXT),
            new Column("source", ParquetFile.Type.TEXT),
            new Column("decoding", ParquetFile.Type.TEXT),
            new Column("text", ParquetFile.Type.TEXT),
            new Column("fps", ParquetFile.Type.REAL),
            new Column("duration_s", ParquetFile.Type.REAL),
            new Column("codec", ParquetFile.Type.TEXT),
            new Column("width", ParquetFile.Type.WHOLE),
            new Column("height", ParquetFile.Type.WHOLE),
            new Column("rotation", ParquetFile.Type.WHOLE),
            new Column("frames_total", ParquetFile.Type.WHOLE),
            new Column("decode_errors", ParquetFile.Type.WHOLE),
            new Column("channel_order", ParquetFile.Type.TEXT),
            new Column("filter", ParquetFile.Type.TEXT),
            new Column("split", ParquetFile.Type.TEXT));

    private ClipMeta() {}

    static byte[] json(Item<?> item, ClipTensor clip, Split split) {
        return line(json -> write(json, item, clip, split));
    }

    /** {@code size.json}: the numbers alone. */
    static byte[] sizeJson(ClipTensor clip) {
        return line(json -> size(json, clip.of().size()));
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Content content) {
        StringWriter text = new StringWriter(2048);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a writer in memory failed", e);
        }
        return text.append('\n').toString().getBytes(UTF_8);
    }

    private static void write(JsonGenerator json, Item<?> item, ClipTensor clip, Split split) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", item.id().value());
        json.writeStringField("source", item.source());
        json.writeStringField("decoding", clip.decoding());
        json.writeStringField("text", clip.of().text());
        facts(json, clip.facts());
        frames(json, clip.samples());
        json.writeStringField("channel_order", clip.channelOrder());
        json.writeStringField("filter", clip.filter());
        json.writeStringField("split", split.word());
        json.writeFieldName("size");
        size(json, clip.of().size());
        json.writeEndObject();
    }

    private static void facts(JsonGenerator json, VideoFacts facts) throws IOException {
        number(json, "fps", facts.fps());
        number(json, "duration_s", facts.durationS());
        json.writeStringField("codec", facts.codec());
        json.writeNumberField("width", facts.width());
        json.writeNumberField("height", facts.height());
        json.writeNumberField("rotation", facts.rotation());
        json.writeNumberField("frames_total", facts.framesTotal());
        json.writeNumberField("decode_errors", facts.decodeErrors());
    }

    private static void frames(JsonGenerator json, List<Clip.Sample> samples) throws IOException {
        json.writeArrayFieldStart("frames");
        for (Clip.Sample sample : samples) {
            json.writeStartObject();
            json.writeNumberField("index", sample.index());
            number(json, "pts_s", sample.ptsS());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void size(JsonGenerator json, List<Double> numbers) throws IOException {
        json.writeStartArray();
        for (double number : numbers == null ? NO_SIZE : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /** JSON has no NaN: what the container does not tell is null. */
    private static void number(JsonGenerator json, String key, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(key, value);
        } else {
            json.writeNullField(key);
        }
    }
}
