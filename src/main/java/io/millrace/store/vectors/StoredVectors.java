package io.millrace.store.vectors;

import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.IdMap;
import io.millrace.engine.journal.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The vectors of an output, for comparison with the records of their items; read once, when the first is asked for. One
 * thread.
 */
public final class StoredVectors {

    /** Stands for the second half of a hash where the first is a checksum. */
    private static final long ANY_NAME = 0x416e794e616d65L;

    private static final long TABLE_BYTES = 256L << 20;

    private final Path output;
    private final TableLimits limits;
    private IdMap checksums;
    private IdMap names;

    /** @param output the root; opens nothing */
    public StoredVectors(Path output) {
        this(output, limits());
    }

    /** @param limits however many vectors there are */
    StoredVectors(Path output, TableLimits limits) {
        this.output = output;
        this.limits = limits;
    }

    /** Whether a record's artifact is a row of the table. */
    public static boolean isRow(Artifact artifact) {
        return artifact.file().equals(EmbeddingStore.NAME);
    }

    /**
     * Whether the row is there, and its vector to the last bit what the record says; or, where it is not, the same
     * vector under another name: the picture was renamed.
     *
     * @throws IOException the table cannot be read: nothing is known of its rows
     */
    public boolean hold(Artifact artifact) throws IOException {
        long there = checksumOf(artifact);
        return there == checksum(artifact) || (there < 0 && checksums.get(checksum(artifact), ANY_NAME) >= 0);
    }

    /** Whether there is a vector under that name, of whatever numbers. */
    public boolean isThere(Artifact artifact) throws IOException {
        return checksumOf(artifact) >= 0;
    }

    private long checksumOf(Artifact artifact) throws IOException {
        if (checksums == null) {
            checksums = read();
        }
        return checksums.get(new ItemId(artifact.path()));
    }

    /** Whether a row of that name is there; vectors are not read. */
    public boolean name(Artifact artifact) throws IOException {
        if (names == null) {
            names = readNames();
        }
        return names.get(new ItemId(artifact.path())) >= 0;
    }

    /** Rows of items without a record. */
    public long count(Outputs.Unrecorded others) throws IOException {
        long[] count = new long[1];
        forEachName((model, path) -> count[0] += others.has(new ItemId(path)) ? 1 : 0);
        return count[0];
    }

    private IdMap readNames() throws IOException {
        IdMap found = new IdMap();
        forEachName((model, path) -> found.put(new ItemId(EmbeddingWriter.name(model, path)), 0));
        return found;
    }

    private void forEachName(BiConsumer<String, String> visitor) throws IOException {
        Path file = EmbeddingStore.file(output);
        if (!Files.notExists(file)) { // what cannot be looked at is not absent
            try (EmbeddingReader reader = EmbeddingReader.open(file, limits)) {
                reader.forEachName(visitor);
            }
        }
    }

    /**
     * Removes rows, as long as no run has the table: they are not what they were, and else would be taken over as the
     * vectors of these bytes when the pictures come again.
     */
    public static void remove(Path output, List<Artifact> rows) throws IOException {
        Path file = EmbeddingStore.file(output);
        if (rows.isEmpty() || Files.notExists(file)) {
            return;
        }
        int prefix = EmbeddingStore.NAME.length() + 1;
        EmbeddingTable.remove(
                file, rows.stream().map(row -> row.path().substring(prefix)).toList(), limits());
    }

    public static TableLimits limits() {
        return new TableLimits(TABLE_BYTES, 1, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Of a table that is not there: nothing. */
    private IdMap read() throws IOException {
        IdMap found = new IdMap();
        Path file = EmbeddingStore.file(output);
        if (Files.notExists(file)) {
            return found;
        }
        try (EmbeddingReader reader = EmbeddingReader.open(file, limits)) {
            for (EmbeddingModel model : reader.models()) {
                reader.forEachVector(model, (path, vector) -> {
                    Artifact artifact = EmbeddingWriter.artifact(model.id(), path, vector);
                    found.put(new ItemId(artifact.path()), checksum(artifact));
                    found.put(checksum(artifact), ANY_NAME, 0);
                });
            }
        }
        return found;
    }

    private static long checksum(Artifact artifact) {
        return Integer.toUnsignedLong(artifact.crc32c());
    }
}
