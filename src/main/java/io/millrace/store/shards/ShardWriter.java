package io.millrace.store.shards;

import io.millrace.data.table.ParquetFile;
import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Result;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.Records;
import io.millrace.engine.output.OutputState;
import io.millrace.store.files.Disk;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.SinkException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tar shards {@code ROOT/000000.tar}, each of a fixed range of ordinals, with {@code 000000.parquet} and
 * {@code 000000_stats.json} beside it. A shard's bytes follow from what its items came to, however many runs that took:
 * samples lie in the order of the listing, those that failed are left out, and an item that is made again takes its
 * place.
 *
 * <p>What is visible is always whole. A sample is safe in the hidden part of its shard when {@link #write} returns, and
 * its item's record makes it count; it is visible when the shard is finished, which is as soon as an item of another
 * shard comes, or with {@link #finish}. What a killed run has left is finished at the first call. Nothing is read that
 * is visible, unless an item of a shard that was finished before is made again.
 */
public final class ShardWriter implements OrderedWriter<EncodedItem> {

    /** The folder of what is not finished, in the output's hidden one. */
    public static final String WORK = "shards";

    /** Samples that share a force. */
    private static final int FORCED_BATCH = 16;

    private final Path root;
    private final int maxItems;
    private final boolean forced;
    private final Records earlier;
    private final Disk disk;
    private final Sidecars sidecars;
    private final OutputState state;
    private Path work;
    private OpenShard open;
    private long openNumber = -1;

    /** The finished archive that was looked into last, and the keys of its samples. */
    private Path lookedAt;

    private Set<String> visible;

    /**
     * @param root of the output; exists
     * @param maxItems how many ordinals a shard has; the same in all runs of an output
     * @param forced whether a sample has to be on the disk, not only with the system, when {@link #write} returns
     * @param earlier what the output's journal holds
     * @param facts the members of a sample's JSON that become columns of the tables
     * @param tableBytes memory for making a table
     */
    public ShardWriter(
            Path root, int maxItems, boolean forced, Records earlier, List<ParquetFile.Column> facts, long tableBytes) {
        this(root, maxItems, forced, earlier, facts, tableBytes, new Disk());
    }

    public ShardWriter(
            Path root,
            int maxItems,
            boolean forced,
            Records earlier,
            List<ParquetFile.Column> facts,
            long tableBytes,
            Disk disk) {
        this.root = root.toAbsolutePath();
        this.maxItems = maxItems;
        this.forced = forced;
        this.earlier = earlier;
        this.disk = disk;
        this.sidecars = new Sidecars(facts, tableBytes, disk);
        this.state = new OutputState(this.root);
    }

    @Override
    public int batch() {
        return forced ? FORCED_BATCH : 1;
    }

    /** @throws SinkException when the output as a whole cannot be written */
    @Override
    public void write(List<Result<EncodedItem>> results) throws IOException {
        guarded(() -> {
            for (Result<EncodedItem> result : results) {
                turnTo(result.ordinal());
                open.add(result.item().id(), result.ordinal(), onlyValue(result))
                        .forEach(result::wrote);
            }
            if (forced) {
                open.force();
            }
        });
    }

    /** The sample that an earlier run made of the item goes. */
    @Override
    public void skip(Item<?> item, long ordinal) throws IOException {
        guarded(() -> {
            finishLeftovers();
            if (openNumber == ordinal / maxItems || isVisible(item.id(), files(ordinal / maxItems))) {
                turnTo(ordinal);
                open.remove(item.id());
            }
        });
    }

    @Override
    public void finish() throws IOException {
        guarded(() -> {
            finishLeftovers();
            finishOpen();
        });
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** Makes the shard of {@code ordinal} the open one. */
    private void turnTo(long ordinal) throws IOException {
        finishLeftovers();
        long number = ordinal / maxItems;
        if (open != null && openNumber == number) {
            return;
        }
        finishOpen();
        ShardFiles files = files(number);
        requireOurs(files);
        open = OpenShard.begin(files, earlier, disk);
        openNumber = number;
    }

    private boolean isVisible(ItemId id, ShardFiles files) throws IOException {
        if (!Files.exists(files.tar())) {
            return false;
        }
        if (!files.tar().equals(lookedAt)) {
            try (FileChannel tar = FileChannel.open(files.tar())) {
                visible = TarSample.all(tar).stream().map(TarSample::key).collect(Collectors.toSet());
            }
            lookedAt = files.tar();
        }
        return visible.contains(SampleKey.of(id));
    }

    /**
     * What is taken over from an archive has to be what was written. A mark that is lost the shard's other files make
     * good.
     */
    private void requireOurs(ShardFiles files) throws IOException {
        boolean begun =
                files.visible().stream().anyMatch(name -> state.isClaimed(name) && Files.exists(root.resolve(name)));
        for (String name : files.visible()) {
            if (!begun && !state.claim(name)) {
                throw SinkException.taken(root.resolve(name));
            }
            state.take(name);
        }
        if (!Sidecars.agree(files)) {
            throw SinkException.damaged(files.tar());
        }
    }

    private void finishOpen() throws IOException {
        if (open != null) {
            open.finish(sidecars);
            close();
        }
    }

    private void finishLeftovers() throws IOException {
        if (work != null) {
            return;
        }
        work = state.workFolder(WORK);
        for (long number : ShardFiles.begun(work)) {
            try (OpenShard leftover = OpenShard.leftover(files(number), earlier, disk)) {
                leftover.finish(sidecars);
            }
        }
    }

    private ShardFiles files(long number) {
        return new ShardFiles(root, work, number);
    }

    private static EncodedItem onlyValue(Result<EncodedItem> result) {
        if (result.values().size() != 1) {
            throw new IllegalArgumentException(
                    "item " + result.item().id() + " came in " + result.values().size() + " parts; a sample is one");
        }
        return result.values().get(0);
    }

    private interface Work {
        void run() throws IOException;
    }

    private void guarded(Work doing) throws IOException {
        try {
            doing.run();
        } catch (ClosedByInterruptException | JournalException e) {
            throw e;
        } catch (IOException e) {
            throw SinkException.of(openNumber < 0 ? root : files(openNumber).tar(), e);
        }
    }
}
