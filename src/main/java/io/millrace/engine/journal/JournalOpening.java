package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalException.Kind;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.Fingerprints;
import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.journal.record.RecordWriter;
import io.millrace.engine.journal.record.RunHeader;
import java.io.IOException;
import java.util.Map;

/**
 * Opens a journal: takes the LOCK, reads what earlier runs left, puts it right, and begins a generation. Everything
 * that it opened is closed again if any of that fails. One thread.
 *
 * @param forced whether this run has each output on the disk before its record
 * @param acceptLoss whether to go on although fewer records are there than there were once
 * @param outputs what earlier runs recorded
 * @param host as it is now
 * @param maker of the run's log
 */
record JournalOpening(
        JournalFolder folder,
        RunHeader run,
        boolean forced,
        boolean acceptLoss,
        Outputs outputs,
        MachineIdentity host,
        RecordLog.Maker maker) {

    private static final int FIND_BYTES = 4 << 10;

    /** Records that tell what results of this output look like. */
    private static final long ENOUGH_TO_KNOW = 1000;

    /** @throws JournalException as {@link Journal#open} */
    Journal open() throws IOException, JournalException {
        JournalFolder.Locks lock = folder.lock(host);
        Replayer replayer = new Replayer(folder, FIND_BYTES);
        try {
            return locked(lock, replayer);
        } catch (Throwable t) {
            Journal.closeAll(t, replayer, lock);
            throw t;
        }
    }

    private Journal locked(JournalFolder.Locks lock, Replayer replayer) throws IOException, JournalException {
        replayer.replay();
        replayer.requireJob(run.job());
        new Layout(folder, replayer).require(run.layout());
        JournalManifest.claim(folder, run.job(), replayer.seals());
        Recovery recovery = new Recovery(folder, replayer);
        recovery.keepDamaged(acceptLoss);
        Listing listing = Listing.open(folder.listing(), replayer.seals().listing());
        try {
            return listed(new Journal.Held(lock, listing, replayer), recovery);
        } catch (Throwable t) {
            Journal.closeAll(t, listing);
            throw t;
        }
    }

    private Journal listed(Journal.Held held, Recovery recovery) throws IOException, JournalException {
        Listing listing = held.listing();
        Replayer replayer = held.replayer();
        Map<ItemId, Entry> unplaced =
                ListingRepair.isDue(listing, replayer) ? new ListingRepair(folder, listing, replayer).run() : Map.of();
        long unrecorded = mayHaveLeftResults(listing, replayer) ? unrecorded(replayer) : 0;
        PowerLoss loss = new PowerLoss(replayer, outputs, host.bootId());
        boolean lossPossible = loss.isPossible();
        Map<ItemId, Entry> unwritten = lossPossible ? loss.find(listing) : Map.of();
        SinceCheckpoint unsettled = loss.sinceBoot();
        if (recovery.tidy(outputs, unsettled)) {
            unsettled = settled(replayer);
        }
        Generation generation = begin(replayer);
        try {
            retry(unplaced, replayer, generation);
            if (lossPossible) {
                retry(unwritten, replayer, generation);
                outputs.force(unsettled.items());
                unsettled = settled(replayer);
                generation.checkpoint(replayer.lastSeq());
            }
            Seals seals = remember(listing, recovery, generation);
            if (!forced) {
                unsettled.begin(folder.records(replayer.lastGeneration() + 1), generation.startPlace());
            }
            Replay found = replayer.found(listing.cutBytes(), unwritten.size(), unplaced.size(), unrecorded);
            return new Journal(folder, run, held, found, generation, unsettled, seals);
        } catch (Throwable t) {
            generation.close();
            throw t;
        }
    }

    private Generation begin(Replayer replayer) throws IOException, JournalException {
        int fingerprintNumber = replayer.fingerprints().number(run);
        if (fingerprintNumber > Fingerprints.MAX_NUMBER) {
            throw new JournalException(
                    Kind.SETUP, folder.output() + " has seen 65,535 different settings; start a new output");
        }
        int number = replayer.lastGeneration() + 1;
        long seq = replayer.lastSeq() + 1;
        RecordLog log = maker.create(folder.generation(number));
        try {
            long start = replayer.places().add(folder.records(number), 0);
            Generation begun = new Generation(
                    JournalFolder.generationName(number),
                    log,
                    new RecordWriter(host),
                    run,
                    fingerprintNumber,
                    start,
                    seq);
            long header = begun.begin(forced);
            DurableFile.force(folder.generation(number));
            DurableFile.force(folder.home());
            if (replayer.reader().seq(header) != seq) {
                throw folder.unreadable();
            }
            return begun;
        } catch (Throwable t) {
            Journal.closeAll(t, log);
            throw t;
        }
    }

    /** A run that was killed may have written results of items that it had not come to list. */
    private static boolean mayHaveLeftResults(Listing listing, Replayer replayer) {
        return replayer.isCutShort() || listing.size() > replayer.index().size();
    }

    private long unrecorded(Replayer replayer) throws IOException {
        return outputs.unrecorded(replayer.newest(ENOUGH_TO_KNOW), WithoutRecord.inHand(folder, replayer.index()));
    }

    /** These are to be made again; that is on the disk before anything of their outputs changes. */
    private void retry(Map<ItemId, Entry> items, Replayer replayer, Generation generation) throws IOException {
        for (ItemId id : items.keySet()) {
            generation.retry(id, replayer.index());
        }
        if (!items.isEmpty()) {
            generation.force();
        }
        for (Entry entry : items.values()) {
            outputs.disown(entry);
        }
    }

    /** From here on it is seen when something of all this is gone. */
    private Seals remember(Listing listing, Recovery recovery, Generation generation) throws IOException {
        listing.force();
        if (generation.seal().records() > 1) { // its header is on the disk
            generation.force();
        }
        Seals seals = Seals.NONE.of(recovery.seals()).with(generation.seal(), listing.seal());
        recovery.promise(seals);
        if (!run.layout().isEmpty()) {
            Layout.forget(folder);
        }
        return seals;
    }

    private static SinceCheckpoint settled(Replayer replayer) {
        return new SinceCheckpoint(replayer.index(), replayer.fingerprints(), replayer.lastSeq());
    }
}
