package io.millrace.jobs.landmarks;

import io.millrace.media.format.ByteSource;
import io.millrace.media.format.Npy;
import io.millrace.media.format.StoredZip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The arrays of a video as {@code numpy.savez} has them. A row of the spool holds an element of each, and an archive
 * has one array after the other, so the spool is read once for each array, and once before for their checksums.
 */
final class HandsArrays {

    private static final int CHUNK_BYTES = 1 << 20;

    private HandsArrays() {}

    /** An array: its first dimension is as long as the video, then come places of hands, points, coordinates. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to its sides
    private enum Array {
        LANDMARKS(Npy.FLOAT32, HandRow.LANDMARKS_AT, Float.BYTES, HandRow.PLACES, Hand.POINTS, 3),
        WORLD(Npy.FLOAT32, HandRow.WORLD_AT, Float.BYTES, HandRow.PLACES, Hand.POINTS, 3),
        SCORE(Npy.FLOAT32, HandRow.SCORE_AT, Float.BYTES, HandRow.PLACES),
        HANDEDNESS(Npy.FLOAT32, HandRow.HANDEDNESS_AT, Float.BYTES, HandRow.PLACES),
        MASK(Npy.UINT8, HandRow.MASK_AT, Byte.BYTES, HandRow.PLACES),
        FRAME(Npy.INT32, HandRow.FRAME_AT, Integer.BYTES);

        private final String type;
        private final int at;
        private final int bytes;
        private final int[] sides;

        Array(String type, int at, int numberBytes, int... sides) {
            this.type = type;
            this.at = at;
            this.bytes = IntStream.of(sides).reduce(numberBytes, Math::multiplyExact);
            this.sides = sides;
        }

        byte[] header(int rows) {
            return Npy.header(
                    type,
                    IntStream.concat(IntStream.of(rows), IntStream.of(sides)).toArray());
        }

        String file() {
            return name().toLowerCase(Locale.ROOT) + ".npy";
        }
    }

    /** All of them in one archive. */
    static ByteSource of(Spool spool) throws IOException {
        Map<Array, CRC32> checksums = new EnumMap<>(Array.class);
        for (Array array : Array.values()) {
            CRC32 checksum = new CRC32();
            checksum.update(array.header(spool.rows()));
            checksums.put(array, checksum);
        }
        spool.forEach(row -> checksums.forEach((array, checksum) -> row.count(array.at, array.bytes, checksum)));
        List<StoredZip.Member> members = new ArrayList<>();
        checksums.forEach((array, checksum) -> members.add(member(array, spool, (int) checksum.getValue())));
        return StoredZip.of(members);
    }

    private static StoredZip.Member member(Array array, Spool spool, int crc32) {
        byte[] header = array.header(spool.rows());
        long size = header.length + (long) array.bytes * spool.rows();
        return new StoredZip.Member(array.file(), size, crc32, sink -> {
            sink.put(ByteBuffer.wrap(header));
            elements(array, spool, sink);
        });
    }

    private static void elements(Array array, Spool spool, ByteSource.Sink sink) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, (long) array.bytes * spool.rows()));
        spool.forEach(row -> {
            if (chunk.remaining() < array.bytes) {
                sink.put(chunk.flip());
                chunk.clear();
            }
            row.copy(array.at, array.bytes, chunk);
        });
        sink.put(chunk.flip());
    }
}
