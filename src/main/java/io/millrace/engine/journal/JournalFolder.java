package io.millrace.engine.journal;

import io.millrace.engine.journal.JournalException.Kind;
import io.millrace.engine.journal.record.MachineIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the files of an output's journal lie. A job of several phases has one for each: that of the first phase is the
 * output's, the others lie below it in a folder called so.
 *
 * @param output the output's root
 * @param hidden {@code .millrace} in it, or that of the phase
 * @param home where the generations and the listing lie: {@code hidden}, or {@code journal.dir}
 * @param phase its name; empty for the first
 */
public record JournalFolder(Path output, Path hidden, Path home, String phase) {

    /** Where an output keeps what it knows of itself. */
    static final String HIDDEN = ".millrace";

    /** The list of all items in an output, which follows from the journal. */
    public static final String ITEM_LIST = "manifest.jsonl";

    private static final String PHASES = "phases";
    private static final String GENERATION = "gen-";
    private static final String SNAPSHOT = "snapshot-";

    /** Only names. */
    public static JournalFolder of(Path output, String dir) {
        Path hidden = hidden(output);
        return new JournalFolder(output, hidden, dir == null ? hidden : Path.of(dir), "");
    }

    /** The folder of another phase than the first; only names. */
    public JournalFolder ofPhase(String name) {
        return new JournalFolder(output, below(hidden, name), below(home, name), name);
    }

    private static Path below(Path folder, String phase) {
        return folder.resolve(PHASES).resolve(phase);
    }

    /** Those of the phases that runs have come to, without the first one, by their names. */
    public List<JournalFolder> phases() throws IOException {
        Path all = hidden.resolve(PHASES);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.map(folder -> ofPhase(folder.getFileName().toString()))
                    .sorted(Comparator.comparing(JournalFolder::phase))
                    .toList();
        }
    }

    /** Creates the folders that are missing. */
    public JournalFolder create() throws JournalException {
        make(hidden);
        make(home);
        return this;
    }

    public static Path hidden(Path output) {
        return output.resolve(HIDDEN);
    }

    /** Creates a folder and those above it, or says which file is in the way. */
    public static void make(Path folder) throws JournalException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            for (Path path = folder; path != null; path = path.getParent()) {
                if (Files.exists(path) && !Files.isDirectory(path)) {
                    throw new JournalException(
                            Kind.NOT_A_FOLDER,
                            path + " is a file where the folder " + folder
                                    + " belongs; move it or choose another --output",
                            e);
                }
            }
            throw new JournalException(
                    Kind.IO,
                    "cannot create the folder " + folder + ": " + JournalException.reason(e)
                            + "; make it writable or choose another --output",
                    e);
        }
    }

    /** What was written and forced is not what is read. */
    JournalException unreadable() {
        return new JournalException(
                Kind.IO, "the journal in " + home + " does not read back what was written; check the disk");
    }

    /** Whether the journal lies outside of the output. */
    public boolean apart() {
        return !home.equals(hidden);
    }

    public Path outputManifest() {
        return hidden.resolve("MANIFEST");
    }

    public Path homeManifest() {
        return home.resolve("MANIFEST");
    }

    public Path listing() {
        return home.resolve("listing");
    }

    /** The folder of one generation. */
    public Path generation(int number) {
        return home.resolve(generationName(number));
    }

    static String generationName(int number) {
        return String.format(Locale.ROOT, "%s%08d", GENERATION, number);
    }

    /** What the generations up to {@code number} came to. */
    public Path snapshot(int number) {
        return home.resolve(snapshotName(number));
    }

    static String snapshotName(int number) {
        return String.format(Locale.ROOT, "%s%08d", SNAPSHOT, number);
    }

    static boolean isSnapshot(String name) {
        return name.startsWith(SNAPSHOT);
    }

    /** Whether a generation or a snapshot may have that name. */
    static boolean isFileOfRecords(String name) {
        return name.matches("(" + GENERATION + "|" + SNAPSHOT + ")[0-9]{8}");
    }

    /** The number in the name of a generation or snapshot. */
    static int number(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    /** The greatest number of a snapshot among files of records; 0 if there is none. */
    static int lastSnapshot(Collection<String> names) {
        return names.stream()
                .filter(JournalFolder::isSnapshot)
                .mapToInt(JournalFolder::number)
                .max()
                .orElse(0);
    }

    /** Removes a generation. */
    void deleteGeneration(int number) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(generation(number))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(generation(number));
    }

    /** The file of one generation that holds its records. */
    public Path records(int number) {
        return generation(number).resolve(ChronicleLog.RECORDS);
    }

    /** The numbers of all generations, ascending. */
    public List<Integer> generations() throws IOException {
        return numbers(GENERATION);
    }

    /** The numbers of all snapshots, ascending; more than one where a compaction was cut short. */
    public List<Integer> snapshots() throws IOException {
        return numbers(SNAPSHOT);
    }

    private List<Integer> numbers(String prefix) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home, prefix + "[0-9]".repeat(8))) {
            for (Path entry : entries) {
                numbers.add(Integer.valueOf(entry.getFileName().toString().substring(prefix.length())));
            }
        }
        Collections.sort(numbers);
        return numbers;
    }

    /** Takes the LOCK of the output and, where the journal lies apart, the one beside it. */
    public Locks lock(MachineIdentity host) throws IOException, JournalException {
        OutputLock outer = OutputLock.take(hidden, host);
        try {
            return apart() ? new Locks(List.of(OutputLock.take(home, host), outer)) : new Locks(List.of(outer));
        } catch (IOException | RuntimeException e) {
            outer.close();
            throw e;
        }
    }

    /** What keeps other processes away. */
    record Locks(List<OutputLock> locks) implements Closeable {

        /** @throws JournalException as {@link OutputLock#requireInPlace} */
        void requireInPlace() throws JournalException {
            for (OutputLock lock : locks) {
                lock.requireInPlace();
            }
        }

        @Override
        public void close() throws IOException {
            for (OutputLock lock : locks) {
                lock.close();
            }
        }
    }
}
