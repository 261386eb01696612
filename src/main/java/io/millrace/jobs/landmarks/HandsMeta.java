package io.millrace.jobs.landmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.millrace.config.Choices;
import io.millrace.engine.item.Item;
import io.millrace.jobs.Facts;
import io.millrace.media.format.ByteSource;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Reel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code <id>.json} of a video: what is known of it besides the arrays. One line, keys in a fixed order; no absolute
 * path, host or time. What has a length that grows with the video comes last, and is written as it is read out of the
 * spool.
 *
 * @param sizes one for each frame from which on it is another
 * @param skipped frames that could not be had
 * @param empty frames without a hand
 */
record HandsMeta(
        String id,
        String source,
        @JsonRawValue String annotation,
        int width,
        int height,
        Double fps,
        int frames,
        int framesWithHands,
        int framesSkipped,
        String handedness,
        String mode,
        Map<String, String> models,
        Rows sizes,
        List<Skipped> skipped,
        Rows empty) {

    private record Size(int frame, int width, int height) {}

    private record Skipped(int frame, String name, String why) {

        static Skipped of(Reel.SkippedFrame frame) {
            return new Skipped(frame.index(), frame.name(), frame.fault());
        }
    }

    private record Empty(int frame, String why) {

        /** Null of a frame with a hand. */
        static Empty of(HandRow row) {
            return row.absence() == null
                    ? null
                    : new Empty(row.frame(), row.absence().key());
        }
    }

    static ByteSource of(Item<?> item, Spool spool, HandsOrigin origin) {
        return sink -> Facts.writeLine(meta(item, spool, origin), new OutputStreamWriter(new SinkStream(sink), UTF_8));
    }

    private static HandsMeta meta(Item<?> item, Spool spool, HandsOrigin origin) {
        Reel reel = spool.reel();
        Footage footage = reel.of();
        return new HandsMeta(
                item.id().value(),
                item.source(),
                footage == null ? null : footage.annotation(),
                spool.width(),
                spool.height(),
                Facts.known(reel.fps()),
                spool.rows(),
                spool.withHands(),
                reel.skipped().size(),
                Choices.word(origin.handedness()),
                origin.mode(),
                origin.models(),
                new Rows(spool, new SizeChanges()::at),
                reel.skipped().stream().map(Skipped::of).toList(),
                new Rows(spool, Empty::of));
    }

    private static final class SizeChanges {

        private Size before = new Size(0, 0, 0);

        /** Null of a frame that is as large as the one before. */
        Size at(HandRow row) {
            if (row.width() == before.width && row.height() == before.height) {
                return null;
            }
            before = new Size(row.frame(), row.width(), row.height());
            return before;
        }
    }

    /** What the rows of the spool come to, those that come to nothing left out. */
    private record Rows(Spool spool, Function<HandRow, Record> entries) implements JsonSerializable {

        @Override
        public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeStartArray();
            spool.forEach(row -> {
                Record entry = entries.apply(row);
                if (entry != null) {
                    serializers.defaultSerializeValue(entry, json);
                }
            });
            json.writeEndArray();
        }

        @Override
        public void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer types)
                throws IOException {
            serialize(json, serializers);
        }
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
