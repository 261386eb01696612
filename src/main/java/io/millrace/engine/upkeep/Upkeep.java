package io.millrace.engine.upkeep;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalException.Kind;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.JournalManifest;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.Listing;
import io.millrace.engine.journal.ListingRepair;
import io.millrace.engine.journal.ListingSeal;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.PowerLoss;
import io.millrace.engine.journal.Recovery;
import io.millrace.engine.journal.Replayer;
import io.millrace.engine.journal.Seals;
import io.millrace.engine.journal.WithoutRecord;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.output.OutputState;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be done with an output's journal outside of a run. {@link #check} and {@link #export} change nothing and
 * work beside a live run; {@link #repair} and {@link #compact} take the output's LOCK. Where the journal lies is known
 * from the output. One thread.
 */
public final class Upkeep {

    private static final int READ_BYTES = 64 << 10;

    private final JournalFolder folder;
    private final Outputs outputs;
    private final MachineIdentity host;

    /**
     * @param outputs what is recorded
     * @throws JournalException LOST if there is no journal
     */
    public Upkeep(Path output, Outputs outputs) throws JournalException {
        this(output, outputs, MachineIdentity.current());
    }

    public Upkeep(Path output, Outputs outputs, MachineIdentity host) throws JournalException {
        this(of(output), outputs, host);
    }

    private Upkeep(JournalFolder folder, Outputs outputs, MachineIdentity host) {
        this.folder = folder;
        this.outputs = outputs;
        this.host = host;
    }

    private static JournalFolder of(Path output) throws JournalException {
        try {
            JournalFolder beside = JournalFolder.of(output, null);
            String elsewhere = JournalManifest.elsewhere(beside);
            JournalFolder folder = JournalFolder.of(output, elsewhere.isEmpty() ? null : elsewhere);
            if (!Files.isDirectory(beside.hidden()) || !Files.isDirectory(folder.home())) {
                throw new JournalException(Kind.LOST, "there is no journal in " + folder.home());
            }
            return folder;
        } catch (IOException e) {
            throw JournalException.io("cannot read the journal of", output, e);
        }
    }

    /** The same for each further phase that runs have come to. */
    public List<Upkeep> phases() throws JournalException {
        try {
            return folder.phases().stream()
                    .map(phase -> new Upkeep(phase, outputs, host))
                    .toList();
        } catch (IOException e) {
            throw JournalException.io("cannot read the journal of", folder.output(), e);
        }
    }

    /** The phase whose journal it is; empty for the first. */
    public String phase() {
        return folder.phase();
    }

    /**
     * Reads all of the journal, looks at the results, and holds everything against everything; changes nothing.
     *
     * @param wrong told of the items of which a result is missing or has another length
     */
    public JournalCheck check(Outputs.Visitor wrong) throws JournalException {
        List<Entry> suspects = new ArrayList<>();
        try (JournalView view = JournalView.open(folder)) {
            outputs.glance(view.replayer().newest(), suspects::add);
            long unrecorded = outputs.unrecorded(
                    view.replayer().newest(),
                    WithoutRecord.all(folder, view.replayer().index()));
            long wrongOutputs = stillWrong(suspects, wrong);
            Outputs.Recorded items = view.replayer().newest();
            return new JournalInspection(folder, view.replayer())
                    .with(outputs.unclaimed(items), outputs.damagedStrays(items))
                    .check(wrongOutputs, unrecorded);
        } catch (IOException e) {
            throw JournalException.io("cannot check", folder.output(), e);
        }
    }

    /** A run beside this may have made some of them again meanwhile, which takes their records back first. */
    private long stillWrong(List<Entry> suspects, Outputs.Visitor wrong) throws IOException {
        if (suspects.isEmpty()) {
            return 0;
        }
        long count = 0;
        try (JournalView now = JournalView.open(folder)) {
            for (Entry suspect : suspects) {
                if (suspect.equals(now.find(suspect.id()))) {
                    wrong.item(suspect);
                    count++;
                }
            }
        }
        return count;
    }

    /** Reads all that the items have left, too, and names those of which something is not as it was recorded. */
    public void verify(Outputs.Visitor wrong) throws JournalException {
        try (JournalView view = JournalView.open(folder)) {
            outputs.verify(view.replayer().newest(), wrong);
        } catch (IOException e) {
            throw JournalException.io("cannot read what was written to", folder.output(), e);
        }
    }

    /**
     * Does at once what the next run would do: keeps damaged files in quarantine and takes what is intact into a
     * snapshot.
     *
     * @param acceptLoss whether committed work may be lost
     * @return what was found before
     */
    public JournalCheck repair(boolean acceptLoss) throws JournalException {
        return locked(replayer -> {
            List<String> unclaimed = outputs.unclaimed(replayer.newest());
            List<String> strays = outputs.damagedStrays(replayer.newest());
            JournalCheck found = new JournalInspection(folder, replayer)
                    .with(unclaimed, strays)
                    .check();
            claim(replayer);
            for (String name : unclaimed) {
                new OutputState(folder.output()).take(name);
            }
            for (String name : strays) {
                outputs.disown(name);
            }
            Recovery recovery = new Recovery(folder, replayer);
            recovery.keepDamaged(acceptLoss);
            putRight(replayer, recovery);
            return found;
        });
    }

    private void putRight(Replayer replayer, Recovery recovery) throws IOException {
        try (Listing listing = Listing.open(folder.listing(), replayer.seals().listing())) {
            boolean unplaced = ListingRepair.isDue(listing, replayer)
                    && !new ListingRepair(folder, listing, replayer).run().isEmpty();
            PowerLoss loss = new PowerLoss(replayer, outputs, host.bootId());
            boolean unwritten = loss.isPossible() && !loss.find(listing).isEmpty();
            if (unplaced || unwritten) {
                requireRoom(recovery.compact(outputs, loss.sinceBoot()));
            } else {
                recovery.tidy(outputs, loss.sinceBoot());
            }
            listing.force();
            recovery.promise(new Seals(Seals.NONE.of(recovery.seals()).files(), listing.seal()));
        }
    }

    /**
     * Forgets the items of which something is proven not to be as it was recorded: the next run makes them again.
     *
     * @param consent asked before anything is forgotten
     * @return how many
     * @throws JournalException LOST if the journal itself is damaged, and has to be repaired first; IO if results
     *     cannot be read: nothing is forgotten then
     */
    public long repairOutputs(Consent consent) throws JournalException {
        return locked(replayer -> {
            requireWhole(replayer);
            long before = replayer.index().size();
            Map<String, Entry> shared = new HashMap<>();
            outputs.verify(replayer.newest(), entry -> {
                replayer.index().retract(entry.id());
                shared.putIfAbsent(sharedFile(entry), entry);
            });
            long wrong = before - replayer.index().size();
            if (wrong > 0 && !consent.toForget(wrong, before)) {
                return 0L;
            }
            if (wrong > 0) {
                compact(replayer);
            }
            for (Entry entry : shared.values()) {
                outputs.disown(entry);
            }
            return wrong;
        });
    }

    /** Whether that much may be forgotten. */
    @FunctionalInterface
    public interface Consent {
        /**
         * @param wrong items whose results are not as they were recorded
         * @param of items that have an outcome
         */
        boolean toForget(long wrong, long of) throws IOException;
    }

    /** The archive or table that other items lie in, too; the same for all that have none. */
    private static String sharedFile(Entry entry) {
        return entry.outcome().artifacts().stream()
                .filter(artifact -> !artifact.file().equals(artifact.path()))
                .map(Artifact::file)
                .findFirst()
                .orElse("");
    }

    /**
     * Replaces all files by one snapshot.
     *
     * @return how many bytes of records there were before
     * @throws JournalException LOST if there is damage; repair it first
     */
    public long compact() throws JournalException {
        return locked(replayer -> {
            requireWhole(replayer);
            long before = bytes();
            if (!replayer.files().isEmpty()) {
                compact(replayer);
            }
            return before;
        });
    }

    private void compact(Replayer replayer) throws IOException {
        PowerLoss loss = new PowerLoss(replayer, outputs, host.bootId());
        try (Listing listing = Listing.open(folder.listing(), ListingSeal.NONE)) {
            if (loss.isPossible()) { // what the machine had not written when it went down counts no more from here on
                loss.find(listing);
            }
        }
        requireRoom(new Recovery(folder, replayer).compact(outputs, loss.sinceBoot()));
    }

    private void claim(Replayer replayer) throws IOException {
        if (replayer.previous() != null) {
            JournalManifest.claim(folder, replayer.previous().job(), replayer.seals());
        }
    }

    private void requireWhole(Replayer replayer) throws IOException {
        if (!new JournalInspection(folder, replayer).check().whole()) {
            throw new JournalException(
                    Kind.LOST,
                    "the journal in " + folder.home()
                            + " is damaged; repair it first; where even MANIFEST and the runs' headers are "
                            + "lost, only a run can");
        }
    }

    private void requireRoom(boolean done) throws JournalException {
        if (!done) {
            throw new JournalException(Kind.IO, "there is no room for a snapshot in " + folder.home());
        }
    }

    /** Bytes of all files of records. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (int number : folder.snapshots()) {
            bytes += Files.size(folder.snapshot(number));
        }
        for (int number : folder.generations()) {
            bytes += Files.exists(folder.records(number)) ? Files.size(folder.records(number)) : 0;
        }
        return bytes;
    }

    /** Writes a line of JSON for each item: its newest record, in the order in which they were written. */
    public void export(Writer to) throws JournalException {
        try (JournalView view = JournalView.open(folder)) {
            Replayer replayer = view.replayer();
            try (JournalExport lines = new JournalExport(to, replayer.fingerprints())) {
                replayer.again((record, place) -> {
                    if (replayer.isNewest(record, place)) {
                        lines.write(record);
                    }
                });
            }
        } catch (IOException e) {
            throw JournalException.io("cannot export the journal in", folder.home(), e);
        }
    }

    private interface Work<T> {
        T with(Replayer replayer) throws IOException;
    }

    private <T> T locked(Work<T> work) throws JournalException {
        try (Closeable lock = folder.lock(host);
                Replayer replayer = new Replayer(folder, READ_BYTES)) {
            assert lock != null;
            replayer.replay();
            return work.with(replayer);
        } catch (IOException e) {
            throw JournalException.io("cannot put right the journal in", folder.home(), e);
        }
    }
}
