package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * The items an output has ever been given, each at its ordinal: a later run that lists them again gets the same
 * numbers. An append-only file, little-endian: magic {@code FE 'M' 'R' 'L'}, version u32 (1), then per item CRC-32C u32
 * of the rest of the record, id length u16, source length u16, id, source; the ordinal is the record's position.
 *
 * <p>A run that lists in the order of the file walks along it and keeps nothing in memory. From the first item that is
 * new or out of order on, all ids are held by their 128-bit hashes. Safe for any threads.
 */
public final class Listing implements Closeable {

    /** Takes the items of {@link Listing#forEach}. */
    public interface Visitor {
        void item(long ordinal, ItemId id, String source) throws IOException;
    }

    private static final int MAGIC = ('L' << 24) | ('R' << 16) | ('M' << 8) | 0xFE;
    private static final int VERSION = 1;
    public static final int HEADER_BYTES = 8;
    private static final int MAX_SOURCE_BYTES = 0xffff;
    private static final int HEAL_BYTES = 64 << 10;

    private final Path path;
    private final RandomAccessFile file;
    private final ByteBuffer pending =
            ByteBuffer.allocate(2 * ListingReader.MAX_RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final long cutBytes;

    private boolean headDamaged;

    /** Whether it was found with less than it held once, or with something else. */
    private boolean broken;

    private long end;
    private long size;

    /** The checksums of all records that the system has been given, combined by exclusive or. */
    private int crcs;

    /** What is on the disk. */
    private volatile ListingSeal seal = ListingSeal.NONE;

    /** How many items the system has been given; read by the journal's thread without the lock. */
    private volatile long written;

    /** Walks along the file while items come in its order; then null. */
    private ListingReader cursor;

    private long next;
    private IdMap ids;
    private BitSet listed;

    private Listing(Path path, RandomAccessFile file, ListingSeal promised) throws IOException, JournalException {
        this.path = path;
        this.file = file;
        start();
        long before = file.length();
        ListingReader reader = new ListingReader(file, HEADER_BYTES, before);
        while (reader.next()) {
            size++;
            crcs ^= reader.crc();
            broken |= size == promised.items() && crcs != promised.crcs();
        }
        end = reader.position();
        written = size;
        cutBytes = before - end;
        boolean other = broken;
        broken |= headDamaged || cutBytes > 0 || size < promised.items();
        heal();
        if (other) {
            clear();
        }
        cursor = new ListingReader(file, HEADER_BYTES, end);
    }

    /** @param promised what it held once at least */
    public static Listing open(Path path, ListingSeal promised) throws IOException, JournalException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new Listing(path, file, promised);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The item's ordinal: the one it had in an earlier run, else the next.
     *
     * @throws JournalException DUPLICATE_ID if this run has listed the id before; IO if the file cannot be written
     */
    public synchronized long ordinalOf(ItemId id, String source) throws JournalException {
        try {
            byte[] name = id.value().getBytes(UTF_8);
            if (cursor != null && cursor.next() && cursor.hasId(name)) {
                return next++;
            }
            if (cursor != null) {
                leaveCursor();
            }
            return lookUp(id, name, source);
        } catch (IOException e) {
            throw JournalException.io("cannot write the listing", path, e);
        }
    }

    /** The ordinal the item has; -1 if it has none yet. Holds all ids from the first call on. */
    public synchronized long find(ItemId id) throws JournalException {
        try {
            requireIds();
        } catch (IOException e) {
            throw JournalException.io("cannot read the listing", path, e);
        }
        return ids.get(id);
    }

    /** How many items have an ordinal. */
    public synchronized long size() {
        return size;
    }

    /** Every item in the order of ordinals, those listed meanwhile left out. */
    public void forEach(Visitor visitor) throws IOException {
        forEach(path, flushed(), visitor);
    }

    /** Every item of a listing that nobody has open, or that is not there yet: then none. */
    public static void forEach(Path path, Visitor visitor) throws IOException {
        if (Files.exists(path)) {
            forEach(path, Long.MAX_VALUE, visitor);
        }
    }

    private static void forEach(Path path, long end, Visitor visitor) throws IOException {
        try (RandomAccessFile own = new RandomAccessFile(path.toFile(), "r")) {
            ListingReader reader = new ListingReader(own, HEADER_BYTES, Math.min(end, own.length()));
            for (long ordinal = 0; reader.next(); ordinal++) {
                visitor.item(ordinal, new ItemId(reader.id()), reader.source());
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try (file) {
            flush();
        }
    }

    /** Damaged bytes that were cut from the end on opening. */
    long cutBytes() {
        return cutBytes;
    }

    /** Hands the item at {@code ordinal} to the system, which keeps it when this process is killed. */
    void flushThrough(long ordinal) throws IOException {
        if (ordinal >= written) {
            flushed();
        }
    }

    /** Whether an item stands at {@code ordinal}. */
    boolean has(long ordinal) {
        return ordinal >= 0 && (ordinal < written || ordinal < size());
    }

    /** Forces what was given out so far. Called by one thread, and listing goes on meanwhile. */
    public void force() throws IOException {
        ListingSeal through = sealFlushed();
        if (!through.equals(seal)) {
            file.getFD().sync();
            seal = through;
        }
    }

    /** What the last {@link #force} has brought to the disk. */
    public ListingSeal seal() {
        return seal;
    }

    /** Whether less was found than was there once, or something else: {@link ListingRepair} puts that right. */
    boolean isBroken() {
        return broken;
    }

    /** Adds the item of the next ordinal, before anything is listed. */
    synchronized void append(ItemId id, String source) throws IOException {
        append(id.value().getBytes(UTF_8), source);
        flush();
        cursor = new ListingReader(file, HEADER_BYTES, end);
    }

    private synchronized ListingSeal sealFlushed() throws IOException {
        flush();
        return new ListingSeal(size, crcs);
    }

    /** Where the file ends after a flush. */
    private synchronized long flushed() throws IOException {
        flush();
        return end;
    }

    private ListingReader readAll() throws IOException {
        return new ListingReader(file, HEADER_BYTES, flushed());
    }

    private long lookUp(ItemId id, byte[] name, String source) throws IOException, JournalException {
        long ordinal = ids.get(id);
        if (ordinal >= 0 && listed.get(Math.toIntExact(ordinal))) {
            throw duplicate(id, ordinal, source);
        }
        if (ordinal < 0) {
            ordinal = size;
            append(name, source);
            ids.put(id, ordinal);
        }
        listed.set(Math.toIntExact(ordinal));
        return ordinal;
    }

    private void leaveCursor() throws IOException {
        cursor = null;
        listed = new BitSet();
        listed.set(0, Math.toIntExact(next));
        requireIds();
    }

    /** Nothing is appended to the file while there are no ids. */
    private void requireIds() throws IOException {
        if (ids != null) {
            return;
        }
        IdMap all = new IdMap();
        ListingReader reader = readAll();
        for (long ordinal = 0; reader.next(); ordinal++) {
            all.put(new ItemId(reader.id()), ordinal);
        }
        ids = all;
    }

    private void append(byte[] id, String source) throws IOException {
        byte[] text = source.getBytes(UTF_8);
        if (pending.remaining() < ListingReader.MAX_RECORD_BYTES) {
            flush();
        }
        crcs ^= ListingReader.put(pending, id, text, Math.min(text.length, MAX_SOURCE_BYTES), crc);
        size++;
    }

    /** A write that fails is begun again at the same place, so that no record is left in pieces. */
    private void flush() throws IOException {
        file.seek(end);
        file.write(pending.array(), pending.arrayOffset(), pending.position());
        end += pending.position();
        written = size;
        pending.clear();
    }

    private void start() throws IOException, JournalException {
        if (file.length() < HEADER_BYTES) {
            file.setLength(0);
            file.write(header());
            return;
        }
        headDamaged = !isHeaded(file);
    }

    /**
     * Ends the file after the last record before the first damaged one: what came behind it is listed again, and comes
     * to the same ordinals as long as the source keeps its order. Zeros are what a power cut leaves; anything else is
     * kept aside.
     */
    private void heal() throws IOException {
        if (headDamaged || !onlyZeros()) {
            keepAside();
        }
        if (headDamaged) {
            file.seek(0);
            file.write(header());
        }
        if (cutBytes > 0) {
            file.setLength(end);
        }
    }

    /** What stands in it is whole, and is another's: nothing of it can be believed. */
    private void clear() throws IOException {
        keepAside();
        file.setLength(HEADER_BYTES);
        end = HEADER_BYTES;
        size = 0;
        written = 0;
        crcs = 0;
    }

    private void keepAside() throws IOException {
        new Quarantine(path.toAbsolutePath().getParent())
                .keep(path, path.getFileName().toString());
    }

    private boolean onlyZeros() throws IOException {
        byte[] bytes = new byte[HEAL_BYTES];
        file.seek(end);
        for (int read = file.read(bytes); read > 0; read = file.read(bytes)) {
            for (int i = 0; i < read; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the file begins as a listing does. */
    public static boolean isHeaded(RandomAccessFile file) throws IOException {
        byte[] head = new byte[HEADER_BYTES];
        file.seek(0);
        return file.read(head) == HEADER_BYTES && Arrays.equals(head, header());
    }

    private static byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(VERSION)
                .array();
    }

    private JournalException duplicate(ItemId id, long ordinal, String source) throws IOException {
        ListingReader reader = readAll();
        for (long i = 0; i <= ordinal; i++) {
            reader.next();
        }
        return new JournalException(
                Kind.DUPLICATE_ID,
                "two items have the id '" + id + "': " + reader.source() + " and " + source + "; give each its own id");
    }
}
