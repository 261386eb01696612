package io.millrace.store;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.output.OutputState;
import io.millrace.store.files.Disk;
import io.millrace.store.shards.ShardFiles;
import io.millrace.store.shards.ShardSamples;
import io.millrace.store.shards.ShardWriter;
import io.millrace.store.shards.Sidecars;
import io.millrace.store.shards.TarSample;
import io.millrace.store.vectors.EmbeddingStore;
import io.millrace.store.vectors.EmbeddingTable;
import io.millrace.store.vectors.StoredVectors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the writers of this package make, as records name it: the files of folders, the members of shards, the rows of
 * tables. A table's transactions are on the disk when they are over, and its file must not be opened beside a writer:
 * closing it again would release the lock that the table holds on it.
 */
public final class OutputFiles implements Outputs {

    /** That wait to be forced; the outer ones are forced again with those that come later. */
    private static final int MOST_FOLDERS = 4096;

    private final Path root;
    private final Disk disk;

    /** Rows that {@link #verify} found changed. Of the items of a table only one is given to {@link #disown}. */
    private final List<Artifact> changedRows = new ArrayList<>();

    /** @param root of the output */
    public OutputFiles(Path root) {
        this(root, new Disk());
    }

    public OutputFiles(Path root, Disk disk) {
        this.root = root.toAbsolutePath();
        this.disk = disk;
    }

    /** Files first, then the folders that name them, the inner ones first. */
    @Override
    public void force(Recorded items) throws IOException {
        Set<String> archives = new LinkedHashSet<>();
        Set<Path> folders = new LinkedHashSet<>();
        items.forEach(entry -> {
            for (Artifact artifact : entry.outcome().artifacts()) {
                if (ShardFiles.isArchive(artifact.file())) {
                    archives.add(artifact.file());
                } else if (!StoredVectors.isRow(artifact)) {
                    force(root.resolve(artifact.file()), folders);
                }
            }
            if (folders.size() > MOST_FOLDERS) {
                forceAll(folders);
            }
        });
        for (String archive : archives) {
            ShardFiles shard = shard(archive);
            force(shard.part(), folders); // first: it is gone only when the archive is there
            force(shard.tar(), folders);
        }
        forceAll(folders);
    }

    private void forceAll(Set<Path> folders) throws IOException {
        for (Path folder : folders) {
            try {
                disk.forceFolder(folder);
            } catch (NoSuchFileException e) {
                // gone since; that it is gone is in the folder above
            }
        }
        folders.clear();
    }

    @Override
    public void verify(Recorded items, Visitor wrong) throws IOException {
        StoredVectors vectors = new StoredVectors(root);
        changedRows.clear();
        try (ShardSamples samples = new ShardSamples(this::shard, StoredVectors.limits())) {
            items.forEach(entry -> {
                if (entry.outcome().status() == Outcome.Status.DONE && !isThere(entry, samples, vectors)) {
                    wrong.item(entry);
                }
            });
        }
    }

    @Override
    public void glance(Recorded items, Visitor wrong) throws IOException {
        StoredVectors vectors = new StoredVectors(root);
        Map<String, Boolean> archives = new HashMap<>();
        items.forEach(entry -> {
            for (Artifact artifact : entry.outcome().artifacts()) {
                boolean there = ShardFiles.isArchive(artifact.file())
                        ? isShardThere(artifact.file(), archives)
                        : StoredVectors.isRow(artifact) ? isRowThere(artifact, vectors) : hasLength(artifact);
                if (!there) {
                    wrong.item(entry);
                    return;
                }
            }
        });
    }

    @Override
    public List<String> unclaimed(Recorded items) throws IOException {
        OutputState state = new OutputState(root);
        return shared(items).stream()
                .flatMap(file -> ShardFiles.isArchive(file)
                        ? shard(file).visible().stream()
                        : Stream.of(file, file + EmbeddingTable.LOG))
                .filter(name -> Files.exists(root.resolve(name)) && !state.isClaimed(name))
                .toList();
    }

    /** The archives and tables that these records name. */
    private static Set<String> shared(Recorded items) throws IOException {
        Set<String> shared = new LinkedHashSet<>();
        items.forEach(entry -> entry.outcome().artifacts().stream()
                .map(Artifact::file)
                .filter(file -> ShardFiles.isArchive(file) || file.equals(EmbeddingStore.NAME))
                .forEach(shared::add));
        return shared;
    }

    /** Archives all of whose samples a killed run was about to make again. */
    @Override
    public List<String> damagedStrays(Recorded items) throws IOException {
        OutputState state = new OutputState(root);
        Set<String> recorded = shared(items);
        List<String> strays = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean stray = ShardFiles.isArchive(name) && state.isClaimed(name) && !recorded.contains(name);
                if (stray && !Sidecars.agree(shard(name))) {
                    strays.add(name);
                }
            }
        }
        return strays;
    }

    private boolean isShardThere(String archive, Map<String, Boolean> known) {
        return known.computeIfAbsent(archive, name -> {
            ShardFiles shard = shard(name);
            boolean finished = Files.exists(shard.tar()) && Files.exists(shard.table()) && Files.exists(shard.stats());
            return finished || Files.exists(shard.mark());
        });
    }

    /** A picture that was renamed has its row under its new name, which its vector tells. */
    private static boolean isRowThere(Artifact row, StoredVectors vectors) throws IOException {
        return vectors.name(row) || vectors.hold(row);
    }

    private boolean hasLength(Artifact artifact) throws IOException {
        try {
            return Files.size(root.resolve(artifact.path())) == artifact.bytes();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public long unrecorded(Recorded items, Unrecorded others) throws IOException {
        Set<String> seals = new HashSet<>();
        boolean[] rows = new boolean[1];
        items.forEach(entry -> {
            List<Artifact> artifacts = entry.outcome().artifacts();
            String before = entry.id().path();
            String last = artifacts.isEmpty()
                    ? ""
                    : artifacts.get(artifacts.size() - 1).path();
            if (last.startsWith(before)) {
                seals.add(last.substring(before.length()));
            }
            rows[0] |= !artifacts.isEmpty() && StoredVectors.isRow(artifacts.get(0));
        });
        long[] count = new long[1];
        others.forEach(id -> {
            boolean there = hasAny(id, seals);
            count[0] += there ? 1 : 0;
            return there;
        });
        return count[0] + samplesOf(others) + (rows[0] ? new StoredVectors(root).count(others) : 0);
    }

    /** Whether a file is there that is the last of an item to be written. */
    private boolean hasAny(ItemId id, Set<String> seals) {
        return seals.stream().anyMatch(seal -> Files.exists(root.resolve(id.path() + seal)));
    }

    /** In shards that are not finished. */
    private long samplesOf(Unrecorded others) throws IOException {
        Path work = new OutputState(root).workPath(ShardWriter.WORK);
        if (!Files.isDirectory(work)) {
            return 0;
        }
        Set<ItemId> found = new HashSet<>();
        for (long number : ShardFiles.begun(work)) {
            Path part = new ShardFiles(root, work, number).part();
            if (Files.exists(part)) {
                try (FileChannel file = FileChannel.open(part)) {
                    TarSample.all(file).stream()
                            .map(TarSample::id)
                            .filter(others::has)
                            .forEach(found::add);
                }
            }
        }
        return found.size();
    }

    /** Of a shard without statistics each sample is compared with its record before it is taken over. */
    @Override
    public void disown(String archive) throws IOException {
        disk.remove(shard(archive).stats());
    }

    @Override
    public void disown(Entry item) throws IOException {
        for (Artifact artifact : item.outcome().artifacts()) {
            if (ShardFiles.isArchive(artifact.file())) {
                disown(artifact.file());
            } else if (StoredVectors.isRow(artifact)) {
                StoredVectors.remove(root, changedRows);
                StoredVectors.remove(root, List.of(artifact));
            }
        }
    }

    private boolean isThere(Entry entry, ShardSamples samples, StoredVectors vectors) throws IOException {
        List<Artifact> artifacts = entry.outcome().artifacts();
        if (!artifacts.isEmpty() && ShardFiles.isArchive(artifacts.get(0).file())) {
            return samples.hold(entry.id(), artifacts);
        }
        for (Artifact artifact : artifacts) {
            if (StoredVectors.isRow(artifact) ? !isRowAsRecorded(artifact, vectors) : !isThere(artifact)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRowAsRecorded(Artifact row, StoredVectors vectors) throws IOException {
        boolean held = vectors.hold(row);
        if (!held && vectors.isThere(row)) {
            changedRows.add(row);
        }
        return held;
    }

    private boolean isThere(Artifact artifact) throws IOException {
        try (FileChannel file = FileChannel.open(root.resolve(artifact.path()))) {
            return file.size() == artifact.bytes() && TarSample.checksum(file, 0, file.size()) == artifact.crc32c();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void force(Path file, Set<Path> folders) throws IOException {
        try {
            disk.force(file);
        } catch (NoSuchFileException e) {
            return; // somebody has taken it away, or made it again under another name
        }
        for (Path folder = file.getParent(); folder.startsWith(root); folder = folder.getParent()) {
            folders.add(folder);
        }
    }

    private ShardFiles shard(String archive) {
        return ShardFiles.of(root, new OutputState(root).workPath(ShardWriter.WORK), archive);
    }
}
