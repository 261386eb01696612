package io.millrace.journal;

import io.millrace.item.ItemId;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * Opens a journal: takes the LOCK, reads what earlier runs left, puts it right, and begins a generation. Everything that it
 * opened is closed again if any of that fails. One thread.
 */
final class JournalOpening {

    private static final int FIND_BYTES = 4 << 10;

    private final JournalFolder folder;
    private final RunHeader run;
    private final boolean forced;
    private final boolean acceptLoss;
    private final Outputs outputs;
    private final Host host;
    private final RecordLog.Maker maker;

    private final Places places = new Places();
    private final RecordReader reader = new RecordReader(places, FIND_BYTES);
    private Closeable lock;
    private Listing listing;

    /**
     * @param forced whether this run has each output on the disk before its record
     * @param acceptLoss whether to go on although fewer records are there than there were once
     * @param outputs what earlier runs recorded
     * @param host as it is now
     * @param maker of the run's log
     */
    JournalOpening(
            JournalFolder folder,
            RunHeader run,
            boolean forced,
            boolean acceptLoss,
            Outputs outputs,
            Host host,
            RecordLog.Maker maker) {
        this.folder = folder;
        this.run = run;
        this.forced = forced;
        this.acceptLoss = acceptLoss;
        this.outputs = outputs;
        this.host = host;
        this.maker = maker;
    }

    /** @throws JournalException as {@link Journal#open} */
    Journal open() throws IOException, JournalException {
        lock = folder.lock(host);
        try {
            return locked();
        } catch (Throwable t) {
            Journal.closeAll(t, listing, reader, lock);
            throw t;
        }
    }

    private Journal locked() throws IOException, JournalException {
        Replayer replayer = new Replayer(folder, places, reader);
        replayer.replay();
        replayer.requireJob(run.job());
        JournalManifest.claim(folder, run.job());
        Recovery recovery = new Recovery(folder, replayer);
        recovery.keepDamaged(acceptLoss);
        listing = Listing.open(folder.listing());
        PowerLoss loss = new PowerLoss(replayer, outputs, host.bootId());
        boolean lossPossible = loss.isPossible();
        Map<ItemId, Entry> unwritten = lossPossible ? loss.find(listing) : Map.of();
        SinceCheckpoint unsettled = loss.sinceBoot();
        if (recovery.tidy(outputs, unsettled)) {
            unsettled = settled(replayer);
        }
        Generation generation = begin(replayer);
        try {
            if (lossPossible) {
                outputs.force(unsettled.items());
                unsettled = settled(replayer);
                remember(unwritten, replayer, generation);
            }
            if (!forced) {
                unsettled.begin(folder.records(replayer.lastGeneration() + 1), generation.startPlace());
            }
            Replay found = replayer.found(listing.cutBytes(), unwritten.size());
            return new Journal(folder, run, lock, listing, replayer, found, reader, generation, unsettled);
        } catch (Throwable t) {
            generation.close();
            throw t;
        }
    }

    private Generation begin(Replayer replayer) throws IOException, JournalException {
        int fingerprintNumber = replayer.fingerprints().number(run);
        if (fingerprintNumber > Fingerprints.MAX_NUMBER) {
            throw new JournalException(
                    JournalException.Kind.SETUP,
                    folder.output() + " has seen 65,535 different settings; start a new output");
        }
        int number = replayer.lastGeneration() + 1;
        long seq = replayer.lastSeq() + 1;
        RecordLog log = maker.create(folder.generation(number));
        try {
            long start = places.add(folder.records(number), 0);
            Generation begun = new Generation(log, new RecordWriter(host), run, fingerprintNumber, start, seq);
            long header = begun.begin(forced);
            DurableFile.force(folder.generation(number));
            DurableFile.force(folder.home());
            requireReadable(header, seq);
            return begun;
        } catch (Throwable t) {
            Journal.closeAll(t, log);
            throw t;
        }
    }

    private void requireReadable(long header, long seq) throws IOException, JournalException {
        if (reader.seq(header) != seq) {
            throw new JournalException(
                    JournalException.Kind.IO,
                    "the journal in " + folder.home() + " does not read back what was written; check the disk");
        }
    }

    /** What was looked at is not looked at again. */
    private void remember(Map<ItemId, Entry> unwritten, Replayer replayer, Generation generation) throws IOException {
        for (ItemId id : unwritten.keySet()) {
            generation.retry(id, replayer.index());
        }
        generation.checkpoint(replayer.lastSeq());
        generation.force();
        for (Entry entry : unwritten.values()) {
            outputs.disown(entry);
        }
    }

    private static SinceCheckpoint settled(Replayer replayer) {
        return new SinceCheckpoint(replayer.index(), replayer.fingerprints(), replayer.lastSeq());
    }
}
