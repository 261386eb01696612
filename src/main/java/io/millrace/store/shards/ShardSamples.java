package io.millrace.store.shards;

import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.ItemId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What lies in shards, finished and not, for comparison with the records of their items. Holds one shard at a time:
 * items come nearly in the order of their shards. Of an archive that is not what its statistics say one item counts as
 * lost, whatever is wrong: with it the shard is put together anew. One thread.
 */
public final class ShardSamples implements Closeable {

    private final Function<String, ShardFiles> shards;
    private final TableLimits limits;
    private final List<FileChannel> files = new ArrayList<>();
    private final Map<ItemId, List<Found>> samples = new HashMap<>();
    private String archive;
    private boolean changed;

    /** A sample and the file it lies in. */
    private record Found(TarSample sample, FileChannel file) {}

    /**
     * @param shards by the names of their archives
     * @param limits for making a table to compare
     */
    public ShardSamples(Function<String, ShardFiles> shards, TableLimits limits) {
        this.shards = shards;
        this.limits = limits;
    }

    /** Whether the archive that these artifacts name, or what is to become of it, has the sample to the last byte. */
    public boolean hold(ItemId id, List<Artifact> artifacts) throws IOException {
        turnTo(artifacts.get(0).file());
        if (changed) {
            changed = false;
            return false;
        }
        for (Found found : samples.getOrDefault(id, List.of())) {
            if (found.sample.is(artifacts, archive, found.file)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        samples.clear();
        for (FileChannel file : files) {
            file.close();
        }
        files.clear();
    }

    private void turnTo(String name) throws IOException {
        if (name.equals(archive)) {
            return;
        }
        close();
        archive = name;
        ShardFiles shard = shards.apply(name);
        add(shard.part());
        add(shard.tar());
        changed = !Files.exists(shard.mark()) && !isFinished(shard);
    }

    private boolean isFinished(ShardFiles shard) throws IOException {
        return Files.exists(shard.stats())
                && Files.exists(shard.table())
                && Files.exists(shard.tar())
                && Sidecars.areWhole(shard, limits);
    }

    private void add(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        FileChannel file = FileChannel.open(path);
        files.add(file);
        for (TarSample sample : TarSample.all(file)) {
            samples.computeIfAbsent(sample.id(), id -> new ArrayList<>()).add(new Found(sample, file));
        }
    }
}
