package io.millrace.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The MANIFEST file: whose journal this is. One lies in the output; where {@code journal.dir} puts the journal elsewhere, one
 * with the same output id lies there too, so that neither is taken for another's.
 *
 * @param output a random id of the output
 * @param job the only job that may write it
 * @param elsewhere where the journal lies when not beside this file; empty otherwise
 */
record JournalManifest(String output, String job, String elsewhere) {

    private static final String FORMAT = "millrace-journal";
    private static final String VERSION = "1";

    /** Makes the output this job's, or finds that it is; writes what is not there yet. */
    static void claim(JournalFolder folder, String job) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        String place =
                folder.apart() ? folder.home().toAbsolutePath().normalize().toString() : "";
        if (own == null) {
            own = new JournalManifest(UUID.randomUUID().toString(), job, place);
            own.settle(folder);
            return;
        }
        own.requireJob(folder, job);
        own.requirePlace(folder, place);
    }

    /** A journal that lies apart is this output's, or there is none. */
    static void requireOwn(JournalFolder folder) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        JournalManifest there = read(folder.homeManifest());
        if (there != null && (own == null || !own.output.equals(there.output))) {
            throw otherOutput(folder);
        }
    }

    private static JournalException otherOutput(JournalFolder folder) {
        return new JournalException(
                JournalException.Kind.OTHER_JOB,
                "the journal in " + folder.home() + " belongs to another output than " + folder.output()
                        + "; give each output its own journal.dir");
    }

    private void settle(JournalFolder folder) throws IOException, JournalException {
        if (folder.apart()) {
            if (read(folder.homeManifest()) != null && !folder.generations().isEmpty()) {
                throw otherOutput(folder);
            }
            write(folder.homeManifest());
        }
        write(folder.outputManifest());
    }

    private void requireJob(JournalFolder folder, String wanted) throws JournalException {
        if (!job.equals(wanted)) {
            throw otherJob(folder.output(), job, wanted);
        }
    }

    private void requirePlace(JournalFolder folder, String place) throws IOException, JournalException {
        JournalManifest there = folder.apart() ? read(folder.homeManifest()) : this;
        if (!elsewhere.equals(place) || there == null || !there.output.equals(output)) {
            throw new JournalException(
                    JournalException.Kind.LOST,
                    "the journal of " + folder.output() + " is not in " + folder.home()
                            + (elsewhere.isEmpty()
                                    ? "; it lies in the output, run without journal.dir"
                                    : "; it was put into " + elsewhere + ", set journal.dir to that"));
        }
    }

    static JournalException otherJob(Path output, String job, String wanted) {
        return new JournalException(
                JournalException.Kind.OTHER_JOB,
                output + " is the output of the job '" + job + "', not of '" + wanted
                        + "'; choose another --output for it");
    }

    private void write(Path file) throws IOException {
        DurableFile.write(
                file,
                FORMAT + " " + VERSION + "\noutput " + output + "\njob " + job + "\n"
                        + (elsewhere.isEmpty() ? "" : "journal " + elsewhere + "\n"));
    }

    /** Null if there is none. */
    private static JournalManifest read(Path file) throws IOException, JournalException {
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, String> lines = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            lines.put(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
        }
        if (!VERSION.equals(lines.get(FORMAT)) || !lines.containsKey("output") || !lines.containsKey("job")) {
            throw new JournalException(
                    JournalException.Kind.SETUP,
                    file + " is damaged, or was written by a newer Millrace; use that one, or restore the file");
        }
        return new JournalManifest(lines.get("output"), lines.get("job"), lines.getOrDefault("journal", ""));
    }
}
