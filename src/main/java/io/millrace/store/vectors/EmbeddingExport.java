package io.millrace.store.vectors;

import io.millrace.engine.output.OutputState;
import io.millrace.media.format.Float16;
import io.millrace.media.format.Npy;
import io.millrace.store.files.Disk;
import io.millrace.store.files.SinkException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The formats that are whole files, made of the store in the order of the paths. Each is written beside the store and
 * replaces the one before in one step.
 */
final class EmbeddingExport {

    private static final String VECTORS = "img_emb/img_emb_0.npy";
    private static final String METADATA = "metadata/metadata_0.parquet";
    private static final String PARQUET = "embeddings.parquet";
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path output;
    private final EmbeddingStore store;
    private final Disk disk = new Disk();

    EmbeddingExport(Path output, EmbeddingStore store) {
        this.output = output;
        this.store = store;
    }

    void write() throws IOException {
        switch (store.format()) {
            case NPY -> {
                publish(VECTORS, this::vectors);
                publish(METADATA, file -> store.table().reader().copyMetadata(store.model(), file));
            }
            case PARQUET -> publish(PARQUET, file -> store.table().reader().copyRows(store.model(), file));
            case DUCKDB -> store.settle();
            case NULL -> {
                // not wanted
            }
        }
    }

    private interface Making {
        void into(Path file) throws IOException;
    }

    private void publish(String name, Making making) throws IOException {
        Path file = output.resolve(name);
        try {
            OutputState state = new OutputState(output);
            if (!state.claim(name)) {
                throw SinkException.taken(file);
            }
            Path made = state.workFolder("embeddings").resolve(file.getFileName() + ".tmp");
            making.into(made);
            disk.force(made);
            disk.makeFolders(file.getParent());
            disk.rename(made, file);
            disk.forceFolder(file.getParent());
            disk.forceFolder(output);
        } catch (IOException e) {
            throw SinkException.of(file, e);
        }
    }

    /** Of length 1, in half precision. */
    private void vectors(Path file) throws IOException {
        EmbeddingReader reader = store.table().reader();
        int dimension = store.model().dimension();
        ByteBuffer row = ByteBuffer.allocate(Short.BYTES * dimension).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            out.write(Npy.header(Npy.FLOAT16, Math.toIntExact(reader.count(store.model())), dimension));
            reader.forEach(store.model(), picture -> {
                float[] vector = picture.vector();
                double length = length(vector);
                for (int i = 0; i < dimension; i++) {
                    row.putShort(Short.BYTES * i, Float16.of((float) (vector[i] / length)));
                }
                out.write(row.array());
            });
        }
    }

    /** Of nothing but zeros, 1. */
    private static double length(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum == 0 ? 1 : Math.sqrt(sum);
    }
}
