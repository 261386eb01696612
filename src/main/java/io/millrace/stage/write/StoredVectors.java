package io.millrace.stage.write;

import io.millrace.index.IdMap;
import io.millrace.item.Artifact;
import io.millrace.item.ItemId;
import io.millrace.table.EmbeddingModel;
import io.millrace.table.EmbeddingReader;
import io.millrace.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The vectors of an output, for comparison with the records of their items; read once, when the first is asked for. One thread. */
public final class StoredVectors {

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

    /** Whether the row is there, and its vector to the last bit what the record says. */
    public boolean hold(Artifact artifact) throws IOException {
        if (checksums == null) {
            checksums = read();
        }
        ItemId.Hash id = new ItemId(artifact.path()).hash();
        return checksums.get(id.low(), id.high()) == checksum(artifact);
    }

    private IdMap read() throws IOException {
        IdMap read = new IdMap();
        Path file = EmbeddingStore.file(output);
        if (!Files.exists(file)) {
            return read;
        }
        TableLimits limits = new TableLimits(TABLE_BYTES, 1, Path.of(System.getProperty("java.io.tmpdir")));
        try (EmbeddingReader reader = EmbeddingReader.open(file, limits)) {
            for (EmbeddingModel model : reader.models()) {
                reader.forEach(model, row -> {
                    Artifact artifact = EmbeddingWriter.artifact(model.id(), row.path(), row.vector());
                    ItemId.Hash id = new ItemId(artifact.path()).hash();
                    read.put(id.low(), id.high(), checksum(artifact));
                });
            }
        }
        return read;
    }

    private static long checksum(Artifact artifact) {
        return Integer.toUnsignedLong(artifact.crc32c());
    }
}
