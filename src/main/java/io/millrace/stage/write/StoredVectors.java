package io.millrace.stage.write;

import io.millrace.index.IdMap;
import io.millrace.item.Artifact;
import io.millrace.item.ItemId;
import io.millrace.table.EmbeddingModel;
import io.millrace.table.EmbeddingReader;
import io.millrace.table.EmbeddingTable;
import io.millrace.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The vectors of an output, for comparison with the records of their items; read once, when the first is asked for. One thread. */
public final class StoredVectors {

    /** Stands for the second half of a hash where the first is a checksum. */
    private static final long ANY_NAME = 0x416e794e616d65L;

    private static final long TABLE_BYTES = 256L << 20;

    private final Path output;
    private IdMap checksums;

    /** @param output the root; opens nothing */
    public StoredVectors(Path output) {
        this.output = output;
    }

    /** Whether a record's artifact is a row of the table. */
    public static boolean isRow(Artifact artifact) {
        return artifact.file().equals(EmbeddingStore.NAME);
    }

    /**
     * Whether the row is there, and its vector to the last bit what the record says; or, where it is not, the same vector under
     * another name: the picture was renamed.
     */
    public boolean hold(Artifact artifact) {
        if (checksums == null) {
            checksums = new IdMap();
            read();
        }
        ItemId.Hash id = new ItemId(artifact.path()).hash();
        long there = checksums.get(id.low(), id.high());
        return there == checksum(artifact) || (there < 0 && checksums.get(checksum(artifact), ANY_NAME) >= 0);
    }

    /**
     * Removes the row, as long as no run has the table: it is not what it was, and else would be taken over as the vector of
     * these bytes when the picture comes again.
     */
    static void remove(Path output, Artifact artifact) {
        Path file = EmbeddingStore.file(output);
        if (!Files.exists(file)) {
            return;
        }
        try {
            EmbeddingTable.remove(file, artifact.path().substring(EmbeddingStore.NAME.length() + 1), limits());
        } catch (IOException e) {
            // nothing can be taken over from a table that cannot be read
        }
    }

    private static TableLimits limits() {
        return new TableLimits(TABLE_BYTES, 1, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A table that cannot be read holds nothing. */
    private void read() {
        Path file = EmbeddingStore.file(output);
        if (!Files.exists(file)) {
            return;
        }
        try {
            read(file);
        } catch (IOException e) {
            checksums = new IdMap();
        }
    }

    private void read(Path file) throws IOException {
        try (EmbeddingReader reader = EmbeddingReader.open(file, limits())) {
            for (EmbeddingModel model : reader.models()) {
                reader.forEach(model, row -> {
                    Artifact artifact = EmbeddingWriter.artifact(model.id(), row.path(), row.vector());
                    ItemId.Hash id = new ItemId(artifact.path()).hash();
                    checksums.put(id.low(), id.high(), checksum(artifact));
                    checksums.put(checksum(artifact), ANY_NAME, 0);
                });
            }
        }
    }

    private static long checksum(Artifact artifact) {
        return Integer.toUnsignedLong(artifact.crc32c());
    }
}
