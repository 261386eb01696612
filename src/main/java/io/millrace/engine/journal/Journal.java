package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.JournalException.Kind;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.Fingerprints;
import io.millrace.engine.journal.record.MachineIdentity;
import io.millrace.engine.journal.record.RecordAddresses;
import io.millrace.engine.journal.record.RecordFormat;
import io.millrace.engine.journal.record.RecordReader;
import io.millrace.engine.journal.record.RunHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The durable set of an output's closed items, held by one process at a time.
 *
 * <p>Safe for any threads; {@link #append} is made for one. When {@code append} returns, the item survives the process;
 * when the following {@code sync} returns, also a power cut. After either has failed the journal refuses everything
 * more: what is on the disk is then unknown, and only opening it again tells.
 */
public final class Journal implements Records, AutoCloseable {

    /** How long a close waits for a force that is under way. */
    private static final long CLOSE_WAIT_MS = 500;

    private final JournalFolder folder;
    private final RunHeader run;
    private final JournalFolder.Locks lock;
    private final Listing listing;
    private final RecordAddresses places;
    private final RecordReader reader;
    private final ItemIndex index;
    private final Fingerprints fingerprints;
    private final Replay replay;
    private final Generation generation;
    private final SinceCheckpoint unsettled;

    /** Held by whoever appends or forces: nearly always the one thread that records. */
    private final ReentrantLock writing = new ReentrantLock();

    /** The number of the last RETRY, and up to where records are on the disk. */
    private volatile long retriedSeq;

    private volatile long forcedSeq;

    /** The last record of the opening, which is on the disk. */
    private final long openedSeq;

    /** The number of the last record of an item, and when it came; 0 before this run's first. */
    private volatile long recordedSeq;

    private volatile long recordedNs;

    /** What was promised last; changed under its own lock, because that waits for the disk. */
    private final Object sealing = new Object();

    private Seals seals;

    private volatile JournalException death;

    /** A CLOSE was appended: nothing comes behind it. */
    private boolean ended;

    private volatile boolean closed;

    /** What a journal has open beside its generation. */
    record Held(JournalFolder.Locks lock, Listing listing, Replayer replayer) {}

    /** Owns {@code held} and {@code generation} from here on. */
    Journal(
            JournalFolder folder,
            RunHeader run,
            Held held,
            Replay replay,
            Generation generation,
            SinceCheckpoint unsettled,
            Seals seals) {
        this.folder = folder;
        this.run = run;
        this.lock = held.lock;
        this.listing = held.listing;
        this.places = held.replayer.places();
        this.reader = held.replayer.reader();
        this.index = held.replayer.index();
        this.fingerprints = held.replayer.fingerprints();
        this.replay = replay;
        this.generation = generation;
        this.unsettled = unsettled;
        this.seals = seals;
        this.openedSeq = generation.lastSeq();
    }

    /**
     * As {@link #open(Path, RunHeader, JournalSettings, boolean, Outputs)}, for an output in which nothing is written.
     */
    public static Journal open(Path output, RunHeader run, JournalSettings settings) throws JournalException {
        return open(output, run, settings, false, Outputs.NONE);
    }

    /**
     * Takes the LOCK, reads what earlier runs left, and begins a new generation: when this returns, the run's header is
     * on the disk and has been read back. Where the machine went down since, what it had not written is found and
     * counts no more.
     *
     * @param acceptLoss whether to go on although fewer records are there than there were once
     * @param outputs what earlier runs recorded
     * @throws JournalException of any kind but DUPLICATE_ID; nothing is held then. LOST if fewer records are there than
     *     there were once
     */
    public static Journal open(
            Path output, RunHeader run, JournalSettings settings, boolean acceptLoss, Outputs outputs)
            throws JournalException {
        return open(JournalFolder.of(output, settings.dir()), run, settings, acceptLoss, outputs);
    }

    /** The same of any phase. */
    public static Journal open(
            JournalFolder folder, RunHeader run, JournalSettings settings, boolean acceptLoss, Outputs outputs)
            throws JournalException {
        return open(folder, run, settings, acceptLoss, outputs, MachineIdentity.current(), ChronicleLog::create);
    }

    static Journal open(
            JournalFolder folder,
            RunHeader run,
            JournalSettings settings,
            boolean acceptLoss,
            Outputs outputs,
            MachineIdentity host,
            RecordLog.Maker maker)
            throws JournalException {
        JvmAccess.require();
        folder.create();
        boolean forced = settings.durability() == Durability.POWER;
        try {
            return new JournalOpening(folder, run, forced, acceptLoss, outputs, host, maker).open();
        } catch (IOException e) {
            throw JournalException.io("cannot open the journal in", folder.home(), e);
        }
    }

    /** This run's records included. */
    @Override
    public Entry find(ItemId id) throws JournalException {
        long place = index.placeOf(id);
        try {
            return place < 0 ? null : reader.entry(id, place, fingerprints);
        } catch (IOException e) {
            throw JournalException.io("cannot read the journal in", folder.home(), e);
        }
    }

    /**
     * Makes an item's end known to later runs. Its output has to be visible before.
     *
     * @throws JournalException the journal's end: nothing is acknowledged any more
     * @throws IllegalArgumentException if the entry is not of this run or not listed, or has more outputs than a record
     *     can name (64 KiB); nothing was appended, the journal goes on
     */
    public void append(Entry entry) throws JournalException {
        requireOfThisRun(entry);
        writing.lock();
        try {
            requireAlive();
            record(entry);
        } finally {
            writing.unlock();
        }
    }

    private void record(Entry entry) throws JournalException {
        int length = generation.lay(entry);
        try {
            listing.flushThrough(entry.ordinal());
            generation.item(length, index);
            recordedSeq = generation.lastSeq();
            recordedNs = System.nanoTime();
        } catch (Throwable t) {
            throw die(t);
        }
    }

    /**
     * What is recorded of the item counts no more: it is about to be made again. Before anything of its output changes,
     * {@link #settle(long)} has to be called. Any thread.
     *
     * @return the number of the record that says so
     */
    public long retry(ItemId id) throws JournalException {
        long[] seq = new long[1];
        locked(() -> {
            generation.retry(id, index);
            seq[0] = generation.lastSeq();
            retriedSeq = seq[0];
        });
        return seq[0];
    }

    /**
     * Brings the record of that number to the disk, with all before it, unless it is there: a power cut could forget a
     * {@link #retry} and keep what was changed since. Any thread.
     */
    public void settle(long seq) throws JournalException {
        if (seq > forcedSeq) {
            sync();
        }
    }

    @Override
    public void settle() throws JournalException {
        settle(retriedSeq);
    }

    /**
     * Forces what was appended to the disk. Never tried again after a failure: the system may have dropped the pages.
     */
    public void sync() throws JournalException {
        locked(this::force);
    }

    private void force() throws IOException {
        listing.force();
        generation.force();
        forcedSeq = generation.lastSeq();
    }

    /** Records of items that a power cut would lose now; as seen by any thread, without waiting. */
    public long unsynced() {
        return Math.max(0, recordedSeq - Math.max(forcedSeq, openedSeq));
    }

    /** Since this run's last record of an item; null before the first. */
    public Duration sinceRecord() {
        return recordedSeq == 0 ? null : Duration.ofNanos(Math.max(0, System.nanoTime() - recordedNs));
    }

    /**
     * Brings everything to the disk that was recorded until now, outputs first, and remembers that. The journal can be
     * appended to meanwhile. One call at a time, any thread.
     *
     * @param outputs what is recorded
     */
    public void checkpoint(Outputs outputs) throws JournalException {
        long[] until = new long[2];
        boolean[] settled = new boolean[1];
        locked(() -> {
            until[0] = generation.lastSeq();
            until[1] = generation.endPlace();
            settled[0] = unsettled.isSettled(generation.lastItemSeq());
        });
        if (settled[0]) {
            seal();
            return;
        }
        try {
            outputs.force(unsettled.items(until[1]));
        } catch (IOException e) {
            distrust(until[1]);
            throw JournalException.io("cannot bring to the disk what was written to", folder.output(), e);
        }
        locked(() -> {
            generation.checkpoint(until[0]);
            force();
        });
        unsettled.settle(until[0], until[1]);
        seal();
    }

    /** Promises what is on the disk, if that has become more. */
    private void seal() throws JournalException {
        Seal[] held = new Seal[1];
        ListingSeal[] listed = new ListingSeal[1];
        locked(() -> {
            if (generation.lastSeq() > forcedSeq) {
                force();
            }
            held[0] = generation.seal();
            listed[0] = listing.seal();
        });
        try {
            promise(held[0], listed[0]);
        } catch (IOException e) {
            throw die(e);
        }
    }

    private void promise(Seal held, ListingSeal listed) throws IOException {
        requireLocked(); // else it would be written over what another run promises
        synchronized (sealing) {
            if (held.isBeyond(seals.files().get(held.name()))) {
                seals = seals.with(held, listed);
                if (!JournalManifest.seal(folder, seals)) {
                    throw new IOException(folder.homeManifest() + " is gone or damaged; run again to put it right");
                }
            }
        }
    }

    /**
     * After a force that failed the system may have dropped what it was to write, and say so once only: all is made
     * again.
     */
    private void distrust(long endPlace) throws JournalException {
        locked(() -> {
            unsettled.items(endPlace).forEach(entry -> generation.retry(entry.id(), index));
            force();
        });
    }

    public Listing listing() {
        return listing;
    }

    /**
     * @throws JournalException IO if somebody has taken a LOCK away while it was held: another run may write to the
     *     output by now. Any thread
     */
    public void requireLocked() throws JournalException {
        lock.requireInPlace();
    }

    /** What was found on opening. */
    public Replay replay() {
        return replay;
    }

    /** How many items stand like this now. */
    public long items(Status status) {
        return index.count(RecordFormat.code(status));
    }

    /** The canonical settings of an earlier run with this fingerprint, or null. */
    public String settings(String fingerprint) {
        return fingerprints.settings(fingerprint);
    }

    /**
     * Ends the run properly: CLOSE, force, and the promise that all this is there. Nothing can be appended any more. A
     * journal that has died, or whose thread is stuck in a disk that does not answer, promises nothing: the next run
     * sees that this one did not end well.
     *
     * @return what was promised, for the run's summary; null if nothing was
     */
    public SealCopy end() throws JournalException {
        if (closed || !freeSoon()) {
            return null;
        }
        try {
            if (death != null) {
                return null;
            }
            if (!ended) {
                locked(this::endOnce);
            }
            synchronized (sealing) {
                return SealCopy.of(seals);
            }
        } finally {
            writing.unlock();
        }
    }

    /** {@linkplain #end Ends} the run properly, unless that was done, and releases everything. */
    @Override
    public void close() throws JournalException {
        if (closed || !freeSoon()) {
            return;
        }
        try {
            if (death == null && !ended) {
                locked(this::endOnce);
            }
        } finally {
            closed = true;
            writing.unlock();
            release();
        }
    }

    private void endOnce() throws IOException {
        ended = true;
        generation.end();
        force();
        promise(generation.seal(), listing.seal());
    }

    /** Holds {@link #writing} if so. */
    private boolean freeSoon() {
        try {
            return writing.tryLock(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return writing.tryLock();
        }
    }

    /** Releases everything without a CLOSE record: the next run sees that this one did not end well. */
    public void abandon() throws JournalException {
        if (!closed) {
            closed = true;
            release();
        }
    }

    private void release() throws JournalException {
        Throwable failure = closeAll(null, generation, reader, listing, lock);
        if (failure != null) {
            throw die(failure);
        }
    }

    /** Where damaged files are kept as they were found. */
    public Path quarantine() {
        return new Quarantine(folder.home()).folder();
    }

    /** What is to be said of the disk it lies on, or null. */
    public String warning() throws JournalException {
        try {
            return NetworkDisk.warning(folder.home());
        } catch (IOException e) {
            throw JournalException.io("cannot look at the disk of", folder.home(), e);
        }
    }

    /** Where listing and records lie. */
    public Path home() {
        return folder.home();
    }

    public Path output() {
        return folder.output();
    }

    public Fingerprints fingerprints() {
        return fingerprints;
    }

    /** Where the item's newest record lies, or -1. */
    public long placeOf(ItemId id) {
        return index.placeOf(id);
    }

    /** A reader of its own for someone who reads many records; to be closed by them. */
    public RecordReader reader(int readBytes) {
        return new RecordReader(places, readBytes);
    }

    /** Closes what there is, whatever fails meanwhile; returns the first failure, the others suppressed in it. */
    static Throwable closeAll(Throwable earlier, Closeable... held) {
        Throwable first = earlier;
        for (Closeable one : held) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (IOException | RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** Whatever goes wrong in here is the end of the journal. */
    private void locked(Writing work) throws JournalException {
        writing.lock();
        try {
            requireAlive();
            work.run();
        } catch (JournalException e) {
            throw e;
        } catch (Throwable t) {
            throw die(t);
        } finally {
            writing.unlock();
        }
    }

    private JournalException die(Throwable cause) {
        JournalException last = cause instanceof IOException e
                ? JournalException.io("cannot write the journal in", folder.home(), e)
                : new JournalException(Kind.IO, "cannot write the journal in " + folder.home() + ": " + cause, cause);
        death = death == null ? last : death;
        return last;
    }

    private void requireAlive() throws JournalException {
        if (death != null) {
            // Another thread's failure may be told first, and then this is all that the user hears.
            throw new JournalException(Kind.IO, death.getMessage() + "; it failed before, start the run again", death);
        }
        if (closed || ended) {
            throw new JournalException(
                    Kind.IO, "the journal in " + folder.home() + " takes nothing more: it is closed");
        }
    }

    private void requireOfThisRun(Entry entry) {
        if (!entry.fingerprint().equals(run.fingerprint())) {
            throw new IllegalArgumentException("item '" + entry.id() + "' has another fingerprint than its run");
        }
        if (!listing.has(entry.ordinal())) {
            throw new IllegalArgumentException("item '" + entry.id() + "' has an ordinal that was not given out");
        }
    }
}
