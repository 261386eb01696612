package io.millrace.journal;

import io.millrace.item.ItemId;
import io.millrace.item.Outcome.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The durable set of an output's closed items, held by one process at a time.
 *
 * <p>{@link #append} and {@link #sync} belong to one thread; every other method is safe for any thread. When {@code append}
 * returns, the item survives the process; when the following {@code sync} returns, also a power cut. After either has failed
 * the journal refuses everything more: what is on the disk is then unknown, and only opening it again tells.
 */
public final class Journal implements Records, AutoCloseable {

    private static final int FIND_BYTES = 4 << 10;

    /** How long a close waits for a force that is under way. */
    private static final long CLOSE_WAIT_MS = 500;

    private final JournalFolder folder;
    private final RunHeader run;
    private final Closeable lock;
    private final Listing listing;
    private final Places places;
    private final RecordLog log;
    private final RecordReader reader;
    private final RecordWriter writer;
    private final RecordView view = new RecordView();
    private final ItemIndex index;
    private final Fingerprints fingerprints;
    private final Replay replay;
    private final int generation;
    private final int fingerprintNumber;

    /** Held by the one thread that writes: a close from another thread must not meet it in the middle. */
    private final ReentrantLock writing = new ReentrantLock();

    /** The place of the first byte that this run writes. */
    private long start;

    private long seq;
    private long items;
    private Throwable death;
    private boolean closed;

    /** Opens a new generation after what {@code replayer} has read. */
    private Journal(
            JournalFolder folder,
            RunHeader run,
            Closeable lock,
            Listing listing,
            Replayer replayer,
            RecordReader reader,
            RecordLog.Maker maker)
            throws IOException, JournalException {
        this.folder = folder;
        this.run = run;
        this.lock = lock;
        this.listing = listing;
        this.places = replayer.places();
        this.reader = reader;
        this.index = replayer.index();
        this.fingerprints = replayer.fingerprints();
        this.replay = replayer.found(listing.cutBytes());
        this.generation = replayer.lastGeneration() + 1;
        this.seq = replayer.lastSeq() + 1;
        this.fingerprintNumber = fingerprints.number(run);
        this.writer = new RecordWriter(Host.current());
        requireNumber();
        this.log = begin(maker);
    }

    /**
     * Takes the LOCK, reads what earlier runs left, and begins a new generation: when this returns, the run's header is on
     * the disk and has been read back.
     *
     * @throws JournalException of any kind but DUPLICATE_ID; nothing is held then. LOST if fewer records are there than there
     *     were once
     */
    public static Journal open(Path output, RunHeader run, JournalSettings settings) throws JournalException {
        return open(output, run, settings, false);
    }

    /** @param acceptLoss whether to go on although fewer records are there than there were once */
    public static Journal open(Path output, RunHeader run, JournalSettings settings, boolean acceptLoss)
            throws JournalException {
        return open(output, run, settings, acceptLoss, ChronicleLog::create);
    }

    static Journal open(Path output, RunHeader run, JournalSettings settings, boolean acceptLoss, RecordLog.Maker maker)
            throws JournalException {
        JvmAccess.require();
        JournalFolder folder = JournalFolder.create(output, settings.dir());
        try {
            return locked(folder, run, acceptLoss, maker);
        } catch (IOException e) {
            throw JournalException.io("cannot open the journal in", folder.home(), e);
        }
    }

    /** This run's records included. */
    @Override
    public Entry find(ItemId id) throws JournalException {
        ByteBuffer hash = hash(id);
        long place = index.placeOf(hash.getLong(0), hash.getLong(8));
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
     * @throws IllegalArgumentException if the entry is not of this run or not listed, or has more outputs than a record can
     *     name (64 KiB); nothing was appended, the journal goes on
     */
    public void append(Entry entry) throws JournalException {
        requireAlive();
        requireOfThisRun(entry);
        writing.lock();
        try {
            record(entry);
        } finally {
            writing.unlock();
        }
    }

    private void record(Entry entry) throws JournalException {
        int length = writer.item(entry, fingerprintNumber, seq);
        try {
            listing.flushThrough(entry.ordinal());
            long offset = write(log, length);
            index.put(view.at(writer.buffer(), 0, length), start + offset);
            items++;
        } catch (Throwable t) {
            // Also an InternalError, which is how a mapped file on a broken disk shows itself.
            throw die(t);
        }
    }

    /** Forces what was appended to the disk. Never tried again after a failure: the system may have dropped the pages. */
    public void sync() throws JournalException {
        requireAlive();
        writing.lock();
        try {
            listing.force();
            log.force();
        } catch (Throwable t) {
            throw die(t);
        } finally {
            writing.unlock();
        }
    }

    public Listing listing() {
        return listing;
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
     * Ends the run properly: CLOSE, force, release. A journal that has died is only released, and one whose thread is stuck
     * in a disk that does not answer is left to the end of the process: the next run sees that this one did not end well.
     */
    @Override
    public void close() throws JournalException {
        if (closed || !freeSoon()) {
            return;
        }
        try {
            if (death == null) {
                seal();
            }
        } finally {
            writing.unlock();
            abandon();
        }
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
        if (closed) {
            return;
        }
        closed = true;
        Throwable failure = closeAll(null, log, reader, listing, lock);
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
    Path home() {
        return folder.home();
    }

    Path output() {
        return folder.output();
    }

    Fingerprints fingerprints() {
        return fingerprints;
    }

    /** Where the item's newest record lies, or -1. */
    long placeOf(ItemId id) {
        ByteBuffer hash = hash(id);
        return index.placeOf(hash.getLong(0), hash.getLong(8));
    }

    /** A reader of its own for someone who reads many records; to be closed by them. */
    RecordReader reader(int readBytes) {
        return new RecordReader(places, readBytes);
    }

    private static Journal locked(JournalFolder folder, RunHeader run, boolean acceptLoss, RecordLog.Maker maker)
            throws IOException, JournalException {
        Closeable lock = folder.lock(Host.current());
        Places places = new Places();
        RecordReader reader = new RecordReader(places, FIND_BYTES);
        Listing listing = null;
        try {
            Replayer replayer = new Replayer(folder, places, reader);
            replayer.replay();
            replayer.requireJob(run.job());
            JournalManifest.claim(folder, run.job());
            new Recovery(folder, replayer).run(acceptLoss);
            listing = Listing.open(folder.listing());
            return new Journal(folder, run, lock, listing, replayer, reader, maker);
        } catch (Throwable t) {
            closeAll(t, listing, reader, lock);
            throw t;
        }
    }

    /** Closes what there is, whatever fails meanwhile; returns the first failure, the others suppressed in it. */
    private static Throwable closeAll(Throwable earlier, Closeable... held) {
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

    private RecordLog begin(RecordLog.Maker maker) throws IOException, JournalException {
        RecordLog opened = maker.create(folder.generation(generation));
        try {
            start = places.add(folder.records(generation), 0);
            long number = seq;
            long offset = write(opened, writer.runHeader(run, fingerprintNumber, number));
            opened.force();
            DurableFile.force(folder.generation(generation));
            DurableFile.force(folder.home());
            requireReadable(offset, number);
            return opened;
        } catch (Throwable t) {
            closeAll(t, opened);
            throw t;
        }
    }

    private void seal() throws JournalException {
        try {
            write(log, writer.close(run.run(), items, seq));
            listing.force();
            log.force();
        } catch (Throwable t) {
            throw die(t);
        }
    }

    private long write(RecordLog to, int length) throws IOException {
        long offset = to.append(writer.buffer().array(), length);
        seq++;
        return offset;
    }

    private JournalException die(Throwable cause) {
        death = cause;
        if (cause instanceof IOException e) {
            return JournalException.io("cannot write the journal in", folder.home(), e);
        }
        return new JournalException(
                JournalException.Kind.IO, "cannot write the journal in " + folder.home() + ": " + cause, cause);
    }

    private void requireAlive() throws JournalException {
        if (death != null || closed) {
            throw new JournalException(
                    JournalException.Kind.IO,
                    "the journal in " + folder.home() + " takes nothing more: it "
                            + (death == null ? "is closed" : "failed before; start the run again"),
                    death);
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

    private void requireNumber() throws JournalException {
        if (fingerprintNumber > Fingerprints.MAX_NUMBER) {
            throw new JournalException(
                    JournalException.Kind.SETUP,
                    folder.output() + " has seen 65,535 different settings; start a new output");
        }
    }

    private void requireReadable(long offset, long number) throws IOException, JournalException {
        if (reader.seq(start + offset) != number) {
            throw new JournalException(
                    JournalException.Kind.IO,
                    "the journal in " + folder.home() + " does not read back what was written; check the disk");
        }
    }

    private static ByteBuffer hash(ItemId id) {
        return ByteBuffer.wrap(id.hash()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
