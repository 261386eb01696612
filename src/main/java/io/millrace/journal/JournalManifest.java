package io.millrace.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The MANIFEST file: whose journal this is. One lies in the output; where {@code journal.dir} puts the journal elsewhere, one
 * with the same output id lies there too, so that neither is taken for another's. The one beside the journal also says how
 * many records each sealed file holds, so that a later run sees when some are gone.
 *
 * @param output a random id of the output
 * @param job the only job that may write it
 * @param elsewhere where the journal lies when not beside this file; empty otherwise
 * @param seals records by the name of the generation or snapshot
 */
record JournalManifest(String output, String job, String elsewhere, SortedMap<String, Long> seals) {

    private static final String FORMAT = "millrace-journal";
    private static final String VERSION = "1";
    private static final String SEALED = "sealed";

    /** Makes the output this job's, or finds that it is; writes what is not there yet or not to be read any more. */
    static void claim(JournalFolder folder, String job) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        String place =
                folder.apart() ? folder.home().toAbsolutePath().normalize().toString() : "";
        if (own == null) {
            settle(folder, job, place);
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

    /** Where the journal lies when not beside the output's MANIFEST; empty otherwise. */
    static String elsewhere(JournalFolder folder) throws IOException, JournalException {
        JournalManifest own = read(folder.outputManifest());
        return own == null ? "" : own.elsewhere;
    }

    /** Whether the output's MANIFEST and the journal's can be read. */
    static boolean readable(JournalFolder folder) throws IOException, JournalException {
        return read(folder.outputManifest()) != null && read(folder.homeManifest()) != null;
    }

    /** How many records each sealed file holds; empty where no file says so. */
    static Map<String, Long> seals(JournalFolder folder) throws IOException, JournalException {
        JournalManifest there = read(folder.homeManifest());
        return there == null ? Map.of() : there.seals;
    }

    /** Says from now on how many records each sealed file holds. */
    static void seal(JournalFolder folder, SortedMap<String, Long> seals) throws IOException, JournalException {
        JournalManifest there = read(folder.homeManifest());
        if (there != null && !there.seals.equals(seals)) {
            new JournalManifest(there.output, there.job, there.elsewhere, seals).write(folder.homeManifest());
        }
    }

    private static JournalException otherOutput(JournalFolder folder) {
        return new JournalException(
                JournalException.Kind.OTHER_JOB,
                "the journal in " + folder.home() + " belongs to another output than " + folder.output()
                        + "; give each output its own journal.dir");
    }

    /** A file that cannot be read any more is kept aside; the other copy still says whose the journal is. */
    private static void settle(JournalFolder folder, String job, String place) throws IOException, JournalException {
        boolean damaged = aside(folder, folder.outputManifest());
        JournalManifest there = folder.apart() ? read(folder.homeManifest()) : null;
        boolean ours = damaged && there != null && there.job.equals(job) && there.elsewhere.equals(place);
        if (there != null && !ours && !folder.generations().isEmpty()) {
            throw otherOutput(folder);
        }
        JournalManifest own =
                ours ? there : new JournalManifest(UUID.randomUUID().toString(), job, place, new TreeMap<>());
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

    private void requirePlace(JournalFolder folder, String place) throws IOException, JournalException {
        JournalManifest there = folder.apart() ? read(folder.homeManifest()) : this;
        if (there == null && elsewhere.equals(place) && aside(folder, folder.homeManifest())) {
            write(folder.homeManifest());
            return;
        }
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
        StringBuilder text = new StringBuilder();
        text.append(FORMAT).append(' ').append(VERSION).append("\noutput ").append(output);
        text.append("\njob ").append(job).append('\n');
        if (!elsewhere.isEmpty()) {
            text.append("journal ").append(elsewhere).append('\n');
        }
        seals.forEach((name, records) -> text.append(SEALED + " " + name + " " + records + "\n"));
        DurableFile.write(file, text.toString());
    }

    /** Null if there is none, or it is damaged. */
    private static JournalManifest read(Path file) throws IOException, JournalException {
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, String> lines = new TreeMap<>();
        SortedMap<String, Long> seals = new TreeMap<>();
        for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n")) {
            String[] words = line.split(" ", 2);
            if (words[0].equals(SEALED)) {
                seal(seals, words[words.length - 1].split(" "));
            } else {
                lines.put(words[0], words[words.length - 1]);
            }
        }
        requireVersion(file, lines.getOrDefault(FORMAT, VERSION));
        boolean whole = VERSION.equals(lines.get(FORMAT)) && lines.containsKey("output") && lines.containsKey("job");
        return whole
                ? new JournalManifest(lines.get("output"), lines.get("job"), lines.getOrDefault("journal", ""), seals)
                : null;
    }

    /** A line that is damaged promises nothing. */
    private static void seal(SortedMap<String, Long> seals, String[] words) {
        if (words.length == 2 && words[1].matches("[0-9]{1,18}")) {
            seals.put(words[0], Long.valueOf(words[1]));
        }
    }

    private static void requireVersion(Path file, String version) throws JournalException {
        if (version.matches("[0-9]+") && !version.equals(VERSION)) {
            throw new JournalException(
                    JournalException.Kind.SETUP, file + " was written by a newer Millrace; use that one");
        }
    }
}
