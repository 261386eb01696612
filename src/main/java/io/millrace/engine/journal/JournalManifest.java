package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The MANIFEST file: whose journal this is. One lies in the output; where {@code journal.dir} puts the journal
 * elsewhere, one with the same output id lies there too, so that neither is taken for another's. The one beside the
 * journal also says what each file of it holds at least, so that a later run sees when something is gone. Its last line
 * is a checksum of the others.
 *
 * @param output a random id of the output
 * @param job the only job that may write it
 * @param elsewhere where the journal lies when not beside this file; empty otherwise
 * @param seals what the files of the journal hold
 */
public record JournalManifest(String output, String job, String elsewhere, Seals seals) {

    private static final String FORMAT = "millrace-journal";
    private static final String VERSION = "2";

    /** Had no checksum, and seals that only count. */
    private static final String FIRST_VERSION = "1";

    private static final String CHECKSUM = "crc32c";

    /**
     * Makes the output this job's, or finds that it is; writes what is not there yet or not to be read any more.
     *
     * @param seals what is known to have been promised, should no MANIFEST say so
     */
    public static void claim(JournalFolder folder, String job, Seals seals) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        String place =
                folder.apart() ? folder.home().toAbsolutePath().normalize().toString() : "";
        if (own == null) {
            settle(folder, job, place, seals);
            return;
        }
        own.requireJob(folder, job);
        own.requirePlace(folder, place, seals);
    }

    /** A journal that lies apart is this output's, or there is none. */
    public static void requireOwn(JournalFolder folder) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        JournalManifest there = read(folder.homeManifest());
        if (there != null && (own == null || !own.output.equals(there.output))) {
            throw otherOutput(folder);
        }
    }

    /** Where the journal lies when not beside the output's MANIFEST; empty otherwise. */
    public static String elsewhere(JournalFolder folder) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        return own == null ? "" : own.elsewhere;
    }

    /** Whether the output's MANIFEST and the journal's can be read. */
    public static boolean readable(JournalFolder folder) throws IOException, JournalException {
        return read(folder.outputManifest()) != null && read(folder.homeManifest()) != null;
    }

    /** What the journal's files hold, as the MANIFEST has it; nothing where it is damaged or missing. */
    public static Seals seals(JournalFolder folder) throws IOException, JournalException {
        JournalManifest there = read(folder.homeManifest());
        return there == null ? Seals.NONE : there.seals;
    }

    /**
     * Says from now on what the journal's files hold.
     *
     * @return false if there is no MANIFEST that can be read
     */
    public static boolean seal(JournalFolder folder, Seals seals) throws IOException, JournalException {
        JournalManifest there = read(folder.homeManifest());
        if (there != null && !there.seals.equals(seals)) {
            new JournalManifest(there.output, there.job, there.elsewhere, seals).write(folder.homeManifest());
        }
        return there != null;
    }

    private static JournalException otherOutput(JournalFolder folder) {
        return new JournalException(
                Kind.OTHER_JOB,
                "the journal in " + folder.home() + " belongs to another output than " + folder.output()
                        + "; give each output its own journal.dir");
    }

    /** A file that cannot be read any more is kept aside; the other copy still says whose the journal is. */
    private static void settle(JournalFolder folder, String job, String place, Seals seals)
            throws IOException, JournalException {
        boolean damaged = aside(folder, folder.outputManifest());
        JournalManifest there = folder.apart() ? read(folder.homeManifest()) : null;
        boolean ours = damaged && there != null && there.job.equals(job) && there.elsewhere.equals(place);
        if (there != null && !ours && !folder.generations().isEmpty()) {
            throw otherOutput(folder);
        }
        JournalManifest own =
                ours ? there : new JournalManifest(UUID.randomUUID().toString(), job, place, seals);
        if (folder.apart()) {
            aside(folder, folder.homeManifest());
            own.write(folder.homeManifest());
        }
        own.write(folder.outputManifest());
    }

    /** Whether there was one, which cannot be read. */
    private static boolean aside(JournalFolder folder, Path file) throws IOException, JournalException {
        if (!Files.exists(file) || read(file) != null) {
            return false;
        }
        new Quarantine(folder.home()).keep(file, file.getFileName().toString());
        return true;
    }

    private void requireJob(JournalFolder folder, String wanted) throws JournalException {
        if (!job.equals(wanted)) {
            throw otherJob(folder.output(), job, wanted);
        }
    }

    private void requirePlace(JournalFolder folder, String place, Seals promised) throws IOException, JournalException {
        JournalManifest there = folder.apart() ? read(folder.homeManifest()) : this;
        if (there == null && elsewhere.equals(place) && aside(folder, folder.homeManifest())) {
            new JournalManifest(output, job, elsewhere, promised).write(folder.homeManifest());
            return;
        }
        if (!elsewhere.equals(place) || there == null || !there.output.equals(output)) {
            throw new JournalException(
                    Kind.LOST,
                    "the journal of " + folder.output() + " is not in " + folder.home()
                            + (elsewhere.isEmpty()
                                    ? "; it lies in the output, run without journal.dir"
                                    : "; it was put into " + elsewhere + ", set journal.dir to that"));
        }
    }

    static JournalException otherJob(Path output, String job, String wanted) {
        return new JournalException(
                Kind.OTHER_JOB,
                output + " is the output of the job '" + job + "', not of '" + wanted
                        + "'; choose another --output for it");
    }

    private void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(FORMAT + " " + VERSION, "output " + output, "job " + job));
        if (!elsewhere.isEmpty()) {
            lines.add("journal " + elsewhere);
        }
        lines.addAll(seals.lines());
        lines.add(CHECKSUM + " " + SealCopy.checksum(lines));
        DurableFile.write(file, String.join("\n", lines) + "\n");
    }

    /** Null if there is none, or it is damaged. */
    private static JournalManifest read(Path file) throws IOException, JournalException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        List<String> lines = List.of(new String(Files.readAllBytes(file), UTF_8).split("\n", -1));
        Map<String, String> values = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            values.put(words[0], words[words.length - 1]);
        }
        boolean checked = isChecked(lines);
        requireVersion(file, checked, values.getOrDefault(FORMAT, VERSION));
        boolean named = values.containsKey("output") && values.containsKey("job");
        // One of the first version has no checksum, and cannot be told from a damaged one but by its lines.
        boolean first = FIRST_VERSION.equals(values.get(FORMAT)) && !values.containsKey(CHECKSUM);
        return named && (first || checked)
                ? new JournalManifest(
                        values.get("output"), values.get("job"), values.getOrDefault("journal", ""), Seals.parse(lines))
                : null;
    }

    private static boolean isChecked(List<String> lines) {
        int end = lines.size() - 2; // what was split off behind the last line feed is empty
        return end > 0
                && lines.get(end + 1).isEmpty()
                && lines.get(end).equals(CHECKSUM + " " + SealCopy.checksum(lines.subList(0, end)));
    }

    private static void requireVersion(Path file, boolean checked, String version) throws JournalException {
        if (checked && !version.equals(VERSION)) {
            throw new JournalException(Kind.SETUP, file + " was written by a newer Millrace; use that one");
        }
    }
}
