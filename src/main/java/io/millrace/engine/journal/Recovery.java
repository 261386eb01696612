package io.millrace.engine.journal;

import io.millrace.engine.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done with the files of earlier runs before a new one begins. What is damaged is kept in quarantine as it was
 * found; what is intact in it goes into a snapshot, so that the damage is met once. Under the LOCK. One thread.
 */
public final class Recovery {

    /** More than these are compacted if together they hold a good share of all records. */
    private static final int MOST_GENERATIONS = 4;

    private static final int WORTH_COPYING = 8;

    /** More than these are compacted: each takes room for what it might have held. */
    private static final int FAR_TOO_MANY_GENERATIONS = 64;

    /** Fewer dead records than this are not worth it. */
    private static final int FEW_DEAD = 1000;

    private final JournalFolder folder;
    private final Replayer replayed;
    private final Quarantine quarantine;

    /** In the place of all files, if they were compacted. */
    private Seal snapshot;

    public Recovery(JournalFolder folder, Replayer replayed) {
        this.folder = folder;
        this.replayed = replayed;
        this.quarantine = new Quarantine(folder.home());
    }

    /**
     * Keeps what is damaged.
     *
     * @param acceptLoss whether to go on without records that were there when their file was sealed
     * @throws JournalException LOST if some are gone and nobody accepts that; nothing has changed but the quarantine
     */
    public void keepDamaged(boolean acceptLoss) throws IOException, JournalException {
        for (ScanResult file : replayed.damaged()) {
            quarantine.keep(file.path(), file.name());
        }
        for (Path summary : SealCopy.damaged(folder)) {
            keep(summary);
            Files.delete(summary);
        }
        if (replayed.lost() > 0 && !acceptLoss) {
            throw lost();
        }
    }

    /**
     * Leaves as few files as is worth it.
     *
     * @return whether all files were replaced by a snapshot
     */
    public boolean tidy(Outputs outputs, SinceCheckpoint unsettled) throws IOException, JournalException {
        return isDue() && compact(outputs, unsettled);
    }

    /**
     * Whatever there is to be gained. A snapshot does not say which machine's start its records belong to: what they
     * promise has to be on the disk first.
     *
     * @return false if there is no room
     */
    public boolean compact(Outputs outputs, SinceCheckpoint unsettled) throws IOException, JournalException {
        outputs.force(unsettled.items());
        Compaction compaction = new Compaction(folder, replayed, step -> {});
        if (!compaction.run()) {
            return false;
        }
        snapshot = compaction.seal();
        return true;
    }

    /**
     * What the files that there are now hold. What a killed run left may be in memory only, and is forced before it is
     * promised.
     */
    public List<Seal> seals() throws IOException {
        if (snapshot != null) {
            return List.of(snapshot);
        }
        List<Seal> seals = new ArrayList<>();
        for (ScanResult file : replayed.files()) {
            if (!replayed.isSealed(file)) {
                DurableFile.force(file.path());
            }
            seals.add(file.seal());
        }
        return seals;
    }

    /** Says what stands from here on: a summary that promises more, which was not to be had, says so no longer. */
    public void promise(Seals standing) throws IOException, JournalException {
        JournalManifest.seal(folder, standing);
        for (Path more = SealCopy.beyond(standing, folder); more != null; more = SealCopy.beyond(standing, folder)) {
            keep(more);
            SealCopy.withdraw(more, folder);
        }
    }

    private void keep(Path summary) throws IOException {
        quarantine.keep(summary, summary.getParent().getFileName() + "-" + summary.getFileName());
    }

    private boolean isDue() {
        long dead = replayed.dead();
        return replayed.lost() > 0
                || !replayed.damaged().isEmpty()
                || hasManyGenerations()
                || (dead >= FEW_DEAD && dead > replayed.index().size());
    }

    /** A few that are small beside a large snapshot are read sooner than that is copied. */
    private boolean hasManyGenerations() {
        List<ScanResult> generations =
                replayed.files().stream().filter(file -> !file.isSnapshot()).toList();
        return generations.size() > FAR_TOO_MANY_GENERATIONS
                || (generations.size() > MOST_GENERATIONS
                        && records(generations) > records(replayed.files()) / WORTH_COPYING);
    }

    private static long records(List<ScanResult> files) {
        return files.stream().mapToLong(ScanResult::records).sum();
    }

    private JournalException lost() {
        return new JournalException(
                Kind.LOST,
                "committed work lost: the journal in " + folder.home() + " held " + replayed.lost()
                        + " more records than it does now, and the items they stood for would be done again; "
                        + (quarantine.kept() > 0 ? "the damaged files are kept in " + quarantine.folder() + "; " : "")
                        + "put the files back from a copy, or go on without them with --accept-loss");
    }
}
