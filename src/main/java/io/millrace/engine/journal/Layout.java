package io.millrace.engine.journal;

import io.millrace.engine.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How results lie in an output: one way, for what lies there in one way cannot be found and replaced in another. The
 * header of each run says it. Outputs of before that have it in a file of its own, which goes when the next run has
 * begun.
 */
public record Layout(JournalFolder folder, Replayer replayed) {

    /** As the newest run that laid something out has it; null if there is none. */
    public String found() throws IOException {
        return replayed.laidOut() != null ? replayed.laidOut().layout() : written();
    }

    /** What the file says that outputs of before have; null if there is none. */
    public String written() throws IOException {
        return Files.isRegularFile(file(folder))
                ? Files.readString(file(folder)).strip()
                : null;
    }

    /**
     * @param wanted empty for a run that writes nothing
     * @throws JournalException SETUP if earlier runs laid the output out otherwise
     */
    void require(String wanted) throws IOException, JournalException {
        String found = found();
        if (!wanted.isEmpty() && found != null && !found.equals(wanted)) {
            throw new JournalException(
                    Kind.SETUP,
                    folder.output() + " holds " + found + ", but these settings make " + wanted
                            + " (output.format, output.shard.max-items): use another --output" + otherwise(wanted));
        }
    }

    /** A file without a checksum is not enough to advise that results be thrown away. */
    private String otherwise(String wanted) {
        return replayed.laidOut() != null
                ? ", or --fresh to begin this one anew"
                : "; " + file(folder) + " says so: if it was damaged and the output does hold " + wanted
                        + ", remove it";
    }

    /** A run's header says it now. */
    static void forget(JournalFolder folder) throws IOException {
        Files.deleteIfExists(file(folder));
    }

    private static Path file(JournalFolder folder) {
        return folder.hidden().resolve("layout");
    }
}
