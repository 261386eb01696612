package io.millrace.media.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Walks an ONNX file (onnx.proto, a protobuf of nested messages) for the names of the files that hold its weights, and
 * finds out whether it is whole on the way. Field numbers are those of onnx.proto.
 */
final class OnnxFormat {

    /** It is no ONNX file, or not a whole one; the message goes on from the file's name. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    /** A message of onnx.proto that leads to tensors. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        FUNCTION,
        TENSOR,
        ENTRY;

        private static final Map<Message, Map<Integer, Message>> FIELDS = Map.of(
                MODEL, Map.of(7, GRAPH, 25, FUNCTION),
                GRAPH, Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR),
                NODE, Map.of(5, ATTRIBUTE),
                ATTRIBUTE, Map.of(5, TENSOR, 10, TENSOR, 6, GRAPH, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR),
                SPARSE_TENSOR, Map.of(1, TENSOR, 2, TENSOR),
                FUNCTION, Map.of(7, NODE, 11, ATTRIBUTE),
                TENSOR, Map.of(13, ENTRY));

        /** Those of its fields that lead there, by their numbers. */
        Map<Integer, Message> fields() {
            return FIELDS.getOrDefault(this, Map.of());
        }
    }

    /** The key of a tensor's external data whose value is a file. */
    private static final String LOCATION = "location";

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    /** Graphs in graphs; deeper is no model but an attack on the stack. */
    private static final int MOST_NESTED = 200;

    private final Set<String> locations;
    private boolean graph;

    /** @param locations gets the names of files with weights */
    OnnxFormat(Set<String> locations) {
        this.locations = locations;
    }

    void read(ByteBuffer file) throws Broken {
        message(Message.MODEL, file, 0);
        if (!graph) {
            throw new Broken("is no ONNX model: it holds no graph");
        }
    }

    private void message(Message message, ByteBuffer content, int depth) throws Broken {
        if (depth > MOST_NESTED) {
            throw new Broken("is no ONNX model: it is nested too deeply");
        }
        graph |= message == Message.GRAPH;
        Map<Integer, Message> fields = message.fields();
        String key = null;
        String named = null;
        while (content.hasRemaining()) {
            long tag = varint(content);
            if (tag >>> 32 != 0) { // others take it for the field of its lower bits
                throw new Broken("is no ONNX model");
            }
            int number = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> varint(content);
                case FIXED_64 -> skip(content, 8);
                case FIXED_32 -> skip(content, 4);
                case LENGTH -> {
                    ByteBuffer value = skip(content, varint(content));
                    if (message == Message.ENTRY) {
                        key = number == 1 ? text(value) : key;
                        named = number == 2 ? text(value) : named;
                    } else if (fields.containsKey(number)) {
                        message(fields.get(number), value, depth + 1);
                    }
                }
                default -> throw new Broken("is no ONNX model");
            }
            if (number == 0) {
                throw new Broken("is no ONNX model");
            }
        }
        if (LOCATION.equals(key) && named != null) { // whichever came first, and the last of each
            locations.add(named);
        }
    }

    private static String text(ByteBuffer value) {
        return UTF_8.decode(value).toString();
    }

    private static ByteBuffer skip(ByteBuffer content, long bytes) throws Broken {
        if (bytes < 0 || bytes > content.remaining()) {
            throw new Broken("is cut short, or no ONNX model");
        }
        ByteBuffer skipped = content.slice(content.position(), (int) bytes);
        content.position(content.position() + (int) bytes);
        return skipped;
    }

    private static long varint(ByteBuffer content) throws Broken {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!content.hasRemaining()) {
                throw new Broken("is cut short, or no ONNX model");
            }
            byte next = content.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new Broken("is no ONNX model");
    }
}
