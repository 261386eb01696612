package io.millrace.store.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Sha256;
import io.millrace.engine.output.OutputState;
import io.millrace.store.files.Disk;
import io.millrace.store.files.SinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table that the vectors of an output are kept in, whatever its format: visible where the format is that table,
 * else in the hidden folder, from where it is exported. Opened when it is first needed, closed by the writer. Any
 * threads.
 */
public final class EmbeddingStore implements AutoCloseable {

    /** Of the file. */
    public static final String NAME = "embeddings.duckdb";

    private static final String WORK = "embeddings";
    private static final int DIGITS = 16;

    private final Path output;
    private final EmbedFormat format;
    private final EmbeddingModel model;
    private final String settings;
    private final TableLimits limits;
    private final Disk disk;
    private EmbeddingTable table;
    private boolean closed;

    /**
     * Opens nothing.
     *
     * @param madeWith what vectors depend on besides picture and weights
     */
    public EmbeddingStore(
            Path output, EmbedFormat format, EmbeddingModel model, List<String> madeWith, TableLimits limits) {
        this(output, format, model, madeWith, limits, new Disk());
    }

    public EmbeddingStore(
            Path output,
            EmbedFormat format,
            EmbeddingModel model,
            List<String> madeWith,
            TableLimits limits,
            Disk disk) {
        this.output = output;
        this.format = format;
        this.model = model;
        String lines = madeWith.stream().map(line -> line + "\n").collect(Collectors.joining());
        this.settings = Sha256.hex(lines.getBytes(UTF_8)).substring(0, DIGITS);
        this.limits = limits;
        this.disk = disk;
    }

    /** Where the vectors of an output are, in one of two places; the file may not be there. */
    public static Path file(Path output) {
        Path hidden = new OutputState(output).workPath(WORK).resolve(NAME);
        return Files.exists(hidden) ? hidden : output.resolve(NAME);
    }

    /** Whether there is a vector for a picture of these bytes. */
    public boolean knows(String sha256) throws IOException {
        return format != EmbedFormat.NULL
                && !isClosed()
                && (isOpen() || Files.exists(file(output)))
                && table().knows(sha256);
    }

    EmbedFormat format() {
        return format;
    }

    EmbeddingModel model() {
        return model;
    }

    /**
     * The open table.
     *
     * @throws SinkException if it cannot be opened or made
     */
    synchronized EmbeddingTable table() throws SinkException {
        if (table == null) {
            Path file = output.resolve(NAME);
            try {
                file = claimed();
                if (Files.notExists(file)) {
                    begin(file);
                }
                table = EmbeddingTable.open(file, model, settings, limits);
            } catch (IOException e) {
                throw SinkException.of(file, e);
            }
        }
        return table;
    }

    /**
     * Opens a table that a killed process left with its log, though there may be nothing to write: what is open has no
     * log any more when it is closed, and whoever takes the file has all of it.
     */
    void settle() throws SinkException {
        Path file = file(output);
        if (Files.exists(file) && Files.exists(log(file))) {
            table();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (table != null) {
            table.close();
            table = null;
        }
    }

    /** A decoder that the run did not wait for may still ask. */
    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean isOpen() {
        return table != null;
    }

    /** The file's place. */
    private Path claimed() throws IOException {
        OutputState state = new OutputState(output);
        if (format != EmbedFormat.DUCKDB) {
            return state.workFolder(WORK).resolve(NAME);
        }
        for (String name : new String[] {NAME, NAME + EmbeddingTable.LOG}) {
            if (!state.claim(name)) {
                throw SinkException.taken(output.resolve(name));
            }
        }
        return output.resolve(NAME);
    }

    /**
     * Made elsewhere: a file that was only begun when its process died would count as damaged. A log without its file
     * is of no use.
     */
    private void begin(Path file) throws IOException {
        Path begun = new OutputState(output).workFolder(WORK).resolve(NAME + ".tmp");
        for (Path path : List.of(begun, log(begun), log(file))) {
            Files.deleteIfExists(path);
        }
        EmbeddingTable.open(begun, model, settings, limits).close();
        disk.force(begun);
        disk.rename(begun, file);
        disk.forceFolder(file.getParent());
    }

    private static Path log(Path file) {
        return Path.of(file + EmbeddingTable.LOG);
    }
}
