package io.millrace.store.vectors;

import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Embedding;
import io.millrace.store.files.SinkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * Vectors to an {@link EmbeddingStore}: what waits together is one transaction, on the disk when {@link #write}
 * returns. A picture's rows take the place of those it had. The other formats are exported by {@link #finish}.
 */
public final class EmbeddingWriter implements Writer<Embedding> {

    private static final int BATCH = 256;

    /** A transaction costs some 5 ms of CPU, however few rows are in it: at most four a second. */
    private static final Duration LINGER = Duration.ofMillis(250);

    private final EmbeddingStore store;
    private final EmbeddingExport export;
    private final Path output;
    private final Predicate<String> isFile;

    /**
     * @param store closed with this
     * @param output the root of the output
     * @param isFile whether there is still a picture of a path, relative to the input
     */
    public EmbeddingWriter(EmbeddingStore store, Path output, Predicate<String> isFile) {
        this.store = store;
        this.export = new EmbeddingExport(output, store);
        this.output = output;
        this.isFile = isFile;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Duration linger() {
        return LINGER;
    }

    /** @throws SinkException when the store cannot be written */
    @Override
    public void write(List<Result<Embedding>> results) throws IOException {
        List<EmbeddingRow> rows = new ArrayList<>(results.size());
        for (Result<Embedding> result : results) {
            Embedding embedding = result.values().get(0);
            rows.add(new EmbeddingRow(
                    embedding.of().path(),
                    embedding.sha256(),
                    embedding.width(),
                    embedding.height(),
                    embedding.vector()));
        }
        try {
            store.table().put(rows, isFile);
            for (Result<Embedding> result : results) {
                result.wrote(artifact(result.values().get(0)));
            }
        } catch (IOException e) {
            throw SinkException.of(output, e);
        }
    }

    @Override
    public void skip(Item<?> item, long ordinal) throws IOException {
        try {
            store.table().remove(item.source());
        } catch (IOException e) {
            throw SinkException.of(output, e);
        }
    }

    @Override
    public void finish() throws IOException {
        export.write();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private Artifact artifact(Embedding embedding) throws IOException {
        String path = embedding.of().path();
        float[] vector = embedding.vector() == null ? store.table().vector(path) : embedding.vector();
        return artifact(store.model().id(), path, vector);
    }

    /** A row as records name it: its model and its picture, and the bytes of its vector. */
    static Artifact artifact(String model, String path, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Artifact.inArchive(EmbeddingStore.NAME, member(model, path), bytes.capacity(), (int) crc.getValue());
    }

    /** The path of a row's artifact. */
    static String name(String model, String path) {
        return Artifact.inArchive(EmbeddingStore.NAME, member(model, path), 0, 0)
                .path();
    }

    private static String member(String model, String path) {
        return model + "/" + path;
    }
}
