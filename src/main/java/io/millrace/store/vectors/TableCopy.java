package io.millrace.store.vectors;

import io.millrace.data.table.Database;
import io.millrace.data.table.TableLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;

/**
 * A copy of a DuckDB file that a process is writing to, as it was at one moment. DuckDB appends each transaction to a
 * log beside the file, and puts that into the file once in a while. So a file that is the same before and after both
 * were copied belongs to that log, and what stands half in the copied log was not committed: DuckDB leaves it out.
 */
final class TableCopy {

    private static final int MOST_ATTEMPTS = 50;
    private static final long PAUSE_MS = 100;

    private final Path file;
    private final Path log;
    private final Path copy;

    private TableCopy(Path file, Path copy) {
        this.file = file;
        this.log = log(file);
        this.copy = copy;
    }

    /** Goes away with the database. */
    static Database of(Path file, TableLimits limits) throws IOException {
        try {
            return Database.inScratch(limits, folder -> {
                TableCopy copy = new TableCopy(file, folder.resolve("copy.duckdb"));
                return Database.readOnly(folder, copy.taken(limits), limits);
            });
        } catch (SQLException e) {
            throw EmbeddingTable.refused(file, e);
        }
    }

    private Path taken(TableLimits limits) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (take() && isReadable(limits)) {
                return copy;
            }
            pause();
        }
        throw new IOException(file + " is being written to all the time; try again");
    }

    /** Whether both belong together. */
    private boolean take() throws IOException {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(log(copy));
        String before = state();
        Files.copy(file, copy);
        try {
            Files.copy(log, log(copy));
        } catch (NoSuchFileException e) {
            // all is in the file
        }
        return before.equals(state());
    }

    private boolean isReadable(TableLimits limits) throws IOException {
        try (Database database = Database.at(copy, limits)) {
            database.execute("CHECKPOINT");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private String state() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime() + " " + attributes.size();
    }

    private static Path log(Path file) {
        return Path.of(file + EmbeddingTable.LOG);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a table was copied", e);
        }
    }
}
