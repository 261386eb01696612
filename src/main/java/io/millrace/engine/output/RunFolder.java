package io.millrace.engine.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.DurableFile;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.RunFolders;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * {@code OUT/.millrace/runs/RUN/}: what one run says of itself. Its name is the run's id. Made before the journal is
 * opened, because the journal's header carries the id; {@linkplain #begin begun} once nothing speaks against the run,
 * or {@linkplain #discard discarded} if it is refused. Safe for any threads.
 */
public final class RunFolder implements AutoCloseable {

    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern(RunFolders.SECOND, Locale.ROOT);
    private static final String LATEST = "latest";

    private final Path folder;
    private Writer failures;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a folder that was not there before, named after {@code now} in local time; {@code -2}, {@code -3} ... if
     * taken.
     */
    public static RunFolder create(Path output, LocalDateTime now) throws JournalException {
        Path runs = RunFolders.folder(output);
        JournalFolder.make(runs);
        String id = now.format(ID);
        for (int suffix = 2; ; suffix++) {
            try {
                return new RunFolder(Files.createDirectory(runs.resolve(id)));
            } catch (FileAlreadyExistsException e) {
                id = now.format(ID) + "-" + suffix;
            } catch (IOException e) {
                throw JournalException.io("cannot create a folder in", runs, e);
            }
        }
    }

    /** The folder of the newest run that has begun, or null. */
    public static Path latest(Path output) throws IOException {
        try {
            return RunFolders.folder(output)
                    .resolve(Files.readString(RunFolders.folder(output).resolve(LATEST))
                            .trim());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The run's id. */
    public String run() {
        return folder.getFileName().toString();
    }

    public Path folder() {
        return folder;
    }

    /** The effective settings, from which every verb knows the job of an output. */
    public Path config() {
        return folder.resolve("config.conf");
    }

    public Path summary() {
        return folder.resolve(RunFolders.SUMMARY);
    }

    /** Whether the run has left its settings: else they are none of the output's. */
    public boolean hasBegun() {
        return Files.exists(config());
    }

    /** The latest snapshot that was asked for. */
    public Path status() {
        return folder.resolve("status.json");
    }

    /** Replaces that snapshot at once: whoever reads it meanwhile has the one before, whole. */
    public void writeStatus(String text) throws IOException {
        Path temporary = folder.resolve("status.json.tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, status(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code OUT/.millrace/control}: where to talk to the process that works on an output; there while it does. */
    public static Path control(Path output) {
        return JournalFolder.hidden(output).resolve("control");
    }

    public Path failures() {
        return folder.resolve("failures.jsonl");
    }

    public Path log() {
        return folder.resolve("run.log");
    }

    /** Keeps the run's settings, and makes {@code runs/latest}, a text file, name it. */
    public void begin(String settings) throws JournalException {
        Path latest = folder.resolveSibling(LATEST);
        try {
            Files.writeString(config(), settings);
            DurableFile.write(latest, run() + "\n");
        } catch (IOException e) {
            throw JournalException.io("cannot write", latest, e);
        }
    }

    /**
     * Adds a line to {@code failures.jsonl}: id, source, class, stage, message, attempt. Handed to the system at once.
     */
    public synchronized void failure(ItemId id, String source, Fault fault, int attempt) throws JournalException {
        try {
            if (failures == null) {
                failures = Files.newBufferedWriter(failures());
            }
            try (JsonGenerator json = OutputManifest.lines(failures)) {
                json.writeStartObject();
                json.writeStringField("id", id.value());
                json.writeStringField("source", source);
                OutputManifest.fault(json, fault);
                json.writeNumberField("attempt", attempt);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw JournalException.io("cannot write", failures(), e);
        }
    }

    /** Removes the folder of a run that was refused, with what it wrote already. */
    public void discard() throws IOException {
        close();
        for (Path file : new Path[] {config(), summary(), failures(), log(), folder}) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (failures != null) {
            failures.close();
            failures = null;
        }
    }
}
