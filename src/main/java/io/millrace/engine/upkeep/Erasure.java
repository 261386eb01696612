package io.millrace.engine.upkeep;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.DurableFile;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.JournalManifest;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.Listing;
import io.millrace.engine.journal.OutputLock;
import io.millrace.engine.journal.Quarantine;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.output.OutputManifest;
import io.millrace.engine.output.OutputState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * Takes an output back to where no run has been: removes what its journal names, and then the journal, down to its
 * lock. Whatever else lies in the output stays. One that is cut short leaves {@code .millrace/ERASING} and has to be
 * {@linkplain #begun gone on with}: the journal then names outputs that are not there any more.
 */
public final class Erasure {

    private static final String MARK = "ERASING";
    private static final Set<String> KEPT = Set.of(MARK, OutputLock.NAME);

    private final JournalFolder folder;
    private final Leftovers temporary;

    /** What a write under way may have left. */
    @FunctionalInterface
    public interface Leftovers {
        /** Tells it by its name in the folder of an item. */
        boolean test(String name);

        /** Outside of that: paths below the output, which need not be there. */
        default List<String> beside(ItemId id) {
            return List.of();
        }
    }

    private Erasure(JournalFolder folder, Leftovers temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /** Whether an erasure of {@code output} was cut short. */
    public static boolean begun(Path output) {
        return Files.exists(mark(output));
    }

    /**
     * Erases what runs have left in {@code output}.
     *
     * @param temporary knows what a write under way has left
     * @throws JournalException LOCKED if a run is at work there, OTHER_JOB if the journal is another output's
     */
    public static void of(Path output, JournalSettings settings, Leftovers temporary) throws JournalException {
        JournalFolder folder = JournalFolder.of(output, settings.dir()).create();
        try {
            new Erasure(folder, temporary).erase();
        } catch (IOException e) {
            throw JournalException.io("cannot empty", output, e);
        }
    }

    private void erase() throws IOException {
        try (Closeable lock = folder.lock(MachineIdentity.current())) {
            assert lock != null;
            if (folder.apart()) {
                JournalManifest.requireOwn(folder);
            }
            DurableFile.write(mark(folder.output()), "");
            Files.deleteIfExists(folder.output().resolve(OutputManifest.NAME));
            new OutputState(folder.output()).eraseClaimed();
            eraseItems(folder);
            for (JournalFolder phase : folder.phases()) {
                eraseItems(phase);
                eraseJournal(phase);
                Files.deleteIfExists(phase.hidden().resolve(OutputLock.NAME));
            }
            eraseJournal(folder);
            removeTree(folder.hidden());
            Files.delete(mark(folder.output()));
        }
    }

    private void eraseItems(JournalFolder phase) throws IOException {
        if (!Files.exists(phase.listing())) {
            return;
        }
        try (JournalView journal = JournalView.open(phase)) {
            Listing.forEach(phase.listing(), (ordinal, id, source) -> eraseItem(id, journal.find(id)));
        }
    }

    private void eraseItem(ItemId id, Entry entry) throws IOException {
        if (entry != null) {
            for (Artifact artifact : entry.outcome().artifacts()) {
                Path file = folder.output().resolve(artifact.file());
                Files.deleteIfExists(file);
                OutputState.removeEmptyAbove(folder.output(), file);
            }
        }
        eraseTemporaries(folder.output().resolve(id.path()));
        for (String left : temporary.beside(id)) {
            Path file = folder.output().resolve(left);
            if (Files.exists(file)) {
                Files.delete(file);
                OutputState.removeEmptyAbove(folder.output(), file);
            }
        }
    }

    /** Many a listed item has no folder, and some have ids of which the file system makes none: too long ones, say. */
    private void eraseTemporaries(Path item) throws IOException {
        if (!Files.isDirectory(item)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                item, file -> temporary.test(file.getFileName().toString()))) {
            for (Path file : files) {
                Files.delete(file);
                OutputState.removeEmptyAbove(folder.output(), file);
            }
        }
    }

    /** Where it lies apart, the folder may be somebody's, so only what is the journal's goes. */
    private static void eraseJournal(JournalFolder phase) throws IOException {
        if (!Files.isDirectory(phase.home())) {
            return;
        }
        for (int generation : phase.generations()) {
            removeTree(phase.generation(generation));
        }
        for (int snapshot : phase.snapshots()) {
            Files.delete(phase.snapshot(snapshot));
        }
        Files.deleteIfExists(phase.listing());
        if (phase.apart()) {
            Files.deleteIfExists(phase.homeManifest());
            Path quarantine = phase.home().resolve(Quarantine.NAME);
            if (Files.exists(quarantine)) {
                removeTree(quarantine);
            }
        }
    }

    /** All but the lock, which is held, the mark, which goes last, and the folders that hold them. */
    private static void removeTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!KEPT.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                if (!Files.exists(folder.resolve(MARK))) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path mark(Path output) {
        return JournalFolder.hidden(output).resolve(MARK);
    }
}
