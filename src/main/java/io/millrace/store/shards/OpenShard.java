package io.millrace.store.shards;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Records;
import io.millrace.engine.journal.record.Entry;
import io.millrace.media.format.ByteSource;
import io.millrace.media.format.TarHeader;
import io.millrace.store.files.Disk;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.SinkException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A shard to which samples are added. They go to a hidden part first. {@link #finish} makes the archive of what stands
 * of the old one and of the part, in the order of the listing, and puts it in place of the old one in one step; where
 * there was none, the part itself becomes the archive. Until the table and the statistics are there too, a mark says
 * that the shard is not finished. The mark is on the disk before anything of the shard, and an archive before the part
 * that it was made of goes, with any durability: what it holds may have been safe already. One thread.
 */
final class OpenShard implements Closeable {

    private final ShardFiles files;
    private final Records earlier;
    private final Disk disk;

    /** Whether the old archive is what its statistics say; never asked of a shard that begins, which requires it. */
    private final boolean whole;

    private final Map<ItemId, Piece> added = new HashMap<>();
    private final Set<ItemId> removed = new HashSet<>();
    private FileChannel part;
    private long end;

    /** A sample as it lies in a file. */
    private record Piece(FileChannel file, long ordinal, long start, long length) {}

    private OpenShard(ShardFiles files, Records earlier, Disk disk, boolean whole) {
        this.files = files;
        this.earlier = earlier;
        this.disk = disk;
        this.whole = whole;
    }

    /**
     * A shard to which nothing is added yet. Its old archive is what its statistics say, if it has them.
     *
     * @param earlier says which samples of the old archive stand, and where in the listing
     */
    static OpenShard begin(ShardFiles files, Records earlier, Disk disk) throws IOException {
        OpenShard shard = new OpenShard(files, earlier, disk, true);
        disk.write(files.mark(), ByteSource.of(new byte[0]), true);
        shard.part = disk.create(files.part());
        disk.forceFolder(files.work());
        return shard;
    }

    /**
     * A shard that an earlier run has left unfinished, with what of its part was recorded. That run may have come
     * between the archive and its statistics, and somebody may have damaged it since.
     */
    static OpenShard leftover(ShardFiles files, Records earlier, Disk disk) throws IOException {
        OpenShard shard = new OpenShard(files, earlier, disk, Sidecars.agree(files));
        if (Files.exists(files.part())) {
            shard.part = FileChannel.open(files.part(), StandardOpenOption.READ);
            shard.readPart();
        }
        return shard;
    }

    /** Adds a sample; one that was added before, or is in the old archive, is replaced. */
    List<Artifact> add(ItemId id, long ordinal, EncodedItem item) throws IOException {
        String key = SampleKey.of(id);
        List<ByteSource> members = new ArrayList<>();
        List<Artifact> artifacts = new ArrayList<>();
        long length = 0;
        for (EncodedFile file : item.files()) {
            String name = key + "." + file.name();
            byte[] header = TarHeader.of(name, file.size());
            byte[] padding = new byte[TarHeader.padding(file.size())];
            members.addAll(List.of(ByteSource.of(header), file.content(), ByteSource.of(padding)));
            length += header.length + file.size() + padding.length;
            artifacts.add(file.inArchive(files.tarName(), name));
        }
        disk.write(part, end, sink -> {
            for (ByteSource member : members) {
                member.to(sink);
            }
        });
        added.put(id, new Piece(part, ordinal, end, length));
        end += length;
        return artifacts;
    }

    /** The sample of an item that failed now goes. */
    void remove(ItemId id) {
        removed.add(id);
    }

    /** What was added survives a power cut from here on. */
    void force() throws IOException {
        disk.force(part);
    }

    /** The archive, the table and the statistics become what they have to be. */
    void finish(Sidecars sidecars) throws IOException {
        if (reveal()) {
            sidecars.write(files);
        }
        disk.remove(files.merged());
        disk.remove(files.part());
        disk.remove(files.mark());
    }

    @Override
    public void close() throws IOException {
        if (part != null) {
            part.close();
        }
    }

    /** False if no sample is left: then neither is the shard. */
    private boolean reveal() throws IOException {
        if (!Files.exists(files.tar())) {
            return added.isEmpty() ? vanish() : replace(inOrder(List.of()));
        }
        try (FileChannel old = FileChannel.open(files.tar())) {
            boolean proven = whole && Files.exists(files.stats());
            List<TarSample> before = proven ? TarSample.allOfFinished(old, files.tar()) : TarSample.all(old);
            List<Piece> kept = kept(before, old, proven);
            earlier.settle();
            if (kept.isEmpty() && added.isEmpty()) {
                return vanish();
            }
            boolean unchanged = proven && kept.size() == before.size() && added.isEmpty();
            return unchanged || replace(inOrder(kept));
        }
    }

    private boolean vanish() throws IOException {
        for (String name : files.visible()) {
            disk.remove(files.root().resolve(name));
        }
        return false;
    }

    private boolean replace(SortedMap<Long, Piece> pieces) throws IOException {
        if (isWholePart(pieces)) {
            end(part, end);
            disk.rename(files.part(), files.tar());
        } else {
            merge(pieces);
            disk.rename(files.merged(), files.tar());
        }
        disk.forceFolder(files.root());
        return true;
    }

    /** Whether the part holds these samples and nothing else. */
    private boolean isWholePart(SortedMap<Long, Piece> pieces) {
        return pieces.size() == added.size()
                && pieces.values().stream().mapToLong(Piece::length).sum() == end;
    }

    private void merge(SortedMap<Long, Piece> pieces) throws IOException {
        try (FileChannel merged = disk.create(files.merged())) {
            long at = 0;
            for (Piece piece : pieces.values()) {
                disk.copy(piece.file, piece.start, piece.length, merged, at);
                at += piece.length;
            }
            end(merged, at);
        }
    }

    private void end(FileChannel tar, long at) throws IOException {
        disk.write(tar, at, ByteSource.of(TarHeader.end()));
        tar.truncate(at + TarHeader.end().length);
        disk.force(tar);
    }

    /**
     * The samples of the old archive that neither were made anew nor failed, and that a record stands for.
     *
     * @param proven whether the archive is known to be as it was made; else each sample is compared with its record
     * @throws SinkException if there are samples of an item, and none is what its record says
     */
    private List<Piece> kept(List<TarSample> before, FileChannel old, boolean proven) throws IOException {
        List<Piece> kept = new ArrayList<>();
        Set<ItemId> damaged = new HashSet<>();
        Set<ItemId> right = new HashSet<>();
        for (TarSample sample : before) {
            ItemId id = sample.id();
            Entry entry = added.containsKey(id) || removed.contains(id) ? null : done(id);
            if (entry == null) {
                continue;
            }
            if (proven || sample.is(entry.outcome().artifacts(), files.tarName(), old)) {
                kept.add(new Piece(old, entry.ordinal(), sample.start(), sample.length()));
                right.add(id);
            } else {
                damaged.add(id);
            }
        }
        if (!right.containsAll(damaged)) {
            throw SinkException.damaged(files.tar());
        }
        return kept;
    }

    private SortedMap<Long, Piece> inOrder(List<Piece> kept) {
        SortedMap<Long, Piece> pieces = new TreeMap<>();
        kept.forEach(piece -> pieces.put(piece.ordinal, piece));
        added.values().forEach(piece -> pieces.put(piece.ordinal, piece));
        return pieces;
    }

    /** A sample counts that is what its item's record says; whatever else a killed process has left is made again. */
    private void readPart() throws IOException {
        for (TarSample sample : TarSample.all(part)) {
            Entry entry = done(sample.id());
            if (entry != null && sample.is(entry.outcome().artifacts(), files.tarName(), part)) {
                added.put(sample.id(), new Piece(part, entry.ordinal(), sample.start(), sample.length()));
            }
        }
    }

    /** The item's record if it is DONE, and in this shard; else null. */
    private Entry done(ItemId id) throws IOException {
        Entry entry = earlier.find(id);
        boolean done = entry != null && entry.outcome().status() == Outcome.Status.DONE;
        return done && entry.outcome().artifacts().get(0).file().equals(files.tarName()) ? entry : null;
    }
}
