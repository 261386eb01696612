package io.millrace.journal;

import java.io.IOException;
import java.util.TreeMap;

/**
 * What is done with the files of earlier runs before a new one begins. What is damaged is kept in quarantine as it was found;
 * what is intact in it goes into a snapshot, so that the damage is met once. Under the LOCK. One thread.
 */
final class Recovery {

    /** More than these are compacted. */
    private static final int MOST_GENERATIONS = 4;

    /** Fewer dead records than this are not worth it. */
    private static final int FEW_DEAD = 1000;

    private final JournalFolder folder;
    private final Replayer replayed;
    private final Quarantine quarantine;

    Recovery(JournalFolder folder, Replayer replayed) {
        this.folder = folder;
        this.replayed = replayed;
        this.quarantine = new Quarantine(folder.home());
    }

    /**
     * @param acceptLoss whether to go on without records that were there when their file was sealed
     * @throws JournalException LOST if some are gone and nobody accepts that; nothing has changed but the quarantine
     */
    void run(boolean acceptLoss) throws IOException, JournalException {
        for (FileFound file : replayed.damaged()) {
            quarantine.keep(file.path(), file.name());
        }
        if (replayed.lost() > 0 && !acceptLoss) {
            throw lost();
        }
        if (!isDue() || !compact()) {
            seal();
        }
    }

    /** Whatever there is to be gained. False if there is no room. */
    boolean compact() throws IOException, JournalException {
        return new Compaction(folder, replayed, step -> {}).run();
    }

    private boolean isDue() throws IOException {
        long dead = replayed.dead();
        return replayed.lost() > 0
                || !replayed.damaged().isEmpty()
                || folder.generations().size() > MOST_GENERATIONS
                || (dead >= FEW_DEAD && dead > replayed.index().size());
    }

    /** Remembers what each file holds. What a killed run left may be in memory only, and is forced before it is promised. */
    private void seal() throws IOException, JournalException {
        TreeMap<String, Long> seals = new TreeMap<>();
        for (FileFound file : replayed.files()) {
            if (!replayed.isSealed(file)) {
                DurableFile.force(file.path());
            }
            seals.put(file.name(), file.records());
        }
        JournalManifest.seal(folder, seals);
    }

    private JournalException lost() {
        return new JournalException(
                JournalException.Kind.LOST,
                "committed work lost: the journal in " + folder.home() + " held " + replayed.lost()
                        + " more records than it does now, and the items they stood for would be done again; "
                        + (quarantine.kept() > 0 ? "the damaged files are kept in " + quarantine.folder() + "; " : "")
                        + "put the files back from a copy, or go on without them with --accept-loss");
    }
}
