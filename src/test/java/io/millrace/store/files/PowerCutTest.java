package io.millrace.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.InMemory;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.flow.WriterContract.Killed;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.record.Entry;
import io.millrace.store.OutputFiles;
import io.millrace.store.shards.ShardFiles;
import io.millrace.store.shards.ShardWriter;
import io.millrace.store.shards.Sidecars;
import io.millrace.store.shards.TarSample;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power fails at every operation of the disk: what was acknowledged is there afterwards, if and only if it was
 * forced.
 */
@Timeout(300)
class PowerCutTest {

    private static final int ITEMS = 5;
    private static final int MOST_OPERATIONS = 1000;
    private static final int NEVER = -1;

    /** In the middle of the second shard. */
    private static final int CHECKPOINT_AFTER = 2;

    @TempDir(factory = InMemory.class)
    Path folder;

    private final Map<ItemId, Entry> acknowledged = new HashMap<>();
    private final Set<ItemId> checkpointed = new HashSet<>();

    /** The writers there are. */
    enum Sink {
        FOLDERS(EncodedItem.SEAL) {
            @Override
            Writer<EncodedItem> open(Path root, boolean forced, Map<ItemId, Entry> journal, Disk disk) {
                return new FolderWriter(root, List.of("text.txt", EncodedItem.SEAL), forced, disk);
            }

            @Override
            boolean has(Path root, int n) throws Exception {
                Path item = root.resolve("a/" + n);
                return Files.exists(item.resolve(EncodedItem.SEAL))
                        && Files.readString(item.resolve("text.txt")).equals(text(n))
                        && Files.readString(item.resolve(EncodedItem.SEAL)).equals(facts(n));
            }
        },
        FILES("json") {
            @Override
            Writer<EncodedItem> open(Path root, boolean forced, Map<ItemId, Entry> journal, Disk disk) {
                return new FilesWriter(root, List.of("text.txt", "json"), forced, disk);
            }

            @Override
            boolean has(Path root, int n) throws Exception {
                Path seal = root.resolve("a/" + n + ".json");
                return Files.exists(seal)
                        && Files.readString(root.resolve("a/" + n + ".text.txt"))
                                .equals(text(n))
                        && Files.readString(seal).equals(facts(n));
            }
        },
        SHARDS(TarSample.FACTS) {
            @Override
            Writer<EncodedItem> open(Path root, boolean forced, Map<ItemId, Entry> journal, Disk disk) {
                return new ShardWriter(root, 2, forced, journal::get, List.of(), 64 << 20, disk);
            }

            @Override
            boolean has(Path root, int n) throws Exception {
                Path tar = root.resolve(String.format("%06d.tar", n / 2));
                if (!Files.exists(tar)) {
                    return false;
                }
                try (FileChannel file = FileChannel.open(tar)) {
                    for (TarSample sample : TarSample.all(file)) {
                        if (sample.key().equals("a/" + n)) {
                            return new String(sample.content(file, "text.txt"), UTF_8).equals(text(n));
                        }
                    }
                }
                return false;
            }

            @Override
            void requireWhole(Path root) throws Exception {
                for (int shard = 0; Files.exists(root.resolve(String.format("%06d.tar", shard))); shard++) {
                    ShardFiles files = ShardFiles.of(root, root, String.format("%06d.tar", shard));
                    assertThat(files.stats()).exists();
                    assertThat(Sidecars.agree(files)).isTrue();
                }
            }
        };

        /** What the last file of an item is called. */
        final String last;

        Sink(String last) {
            this.last = last;
        }

        abstract Writer<EncodedItem> open(Path root, boolean forced, Map<ItemId, Entry> journal, Disk disk);

        abstract boolean has(Path root, int n) throws Exception;

        /** Whatever goes with the items. */
        void requireWhole(Path root) throws Exception {}
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveEverythingThatWasAcknowledgedWhenThePowerFails(Sink sink) throws Exception {
        assertThat(lost(sink, true)).isEmpty();
    }

    /** Or the test above proves nothing. */
    @ParameterizedTest
    @EnumSource
    void shouldLoseSomethingWhenNothingWasForced(Sink sink) throws Exception {
        assertThat(lost(sink, false)).isNotEmpty();
    }

    /**
     * What was recorded before the last checkpoint is there; of the rest, what is not is found out, so that it is made
     * again. The shards' control finds something: an archive is forced, the part that is not finished is not.
     */
    @ParameterizedTest
    @EnumSource
    void shouldKnowWhatIsLostSinceTheLastCheckpoint(Sink sink) throws Exception {
        int found = 0;
        for (int deadly = 1; deadly < MOST_OPERATIONS; deadly++) {
            acknowledged.clear();
            checkpointed.clear();
            Path root = root(deadly);
            Path after = folder.resolve("after-" + deadly);
            int[] left = {deadly};
            VolatileDisk disk = dyingAfter(left);
            boolean through = write(sink, root, false, disk, CHECKPOINT_AFTER);
            disk.cut(root, after);
            found += forgetWrong(after);
            goOn(sink, after);
            for (ItemId id : acknowledged.keySet()) {
                assertThat(sink.has(after, number(id)))
                        .as("%s after operation %d", id, deadly)
                        .isTrue();
            }
            sink.requireWhole(after);
            assertThat(acknowledged.keySet()).containsAll(checkpointed);
            if (through) {
                assertThat(found).isPositive();
                return;
            }
        }
        throw new AssertionError("never got through");
    }

    /** As the journal does when the machine was started anew. How many there were. */
    private int forgetWrong(Path after) throws Exception {
        List<ItemId> wrong = new ArrayList<>();
        Outputs.Recorded since = visitor -> {
            for (Entry entry : List.copyOf(acknowledged.values())) {
                if (!checkpointed.contains(entry.id())) {
                    visitor.item(entry);
                }
            }
        };
        OutputFiles files = new OutputFiles(after);
        files.verify(since, entry -> wrong.add(entry.id()));
        for (ItemId id : wrong) {
            files.disown(acknowledged.remove(id));
        }
        return wrong.size();
    }

    /** Which item was lost by a cut at which operation. */
    private List<String> lost(Sink sink, boolean forced) throws Exception {
        List<String> lost = new ArrayList<>();
        for (int deadly = 1; deadly < MOST_OPERATIONS; deadly++) {
            acknowledged.clear();
            Path root = root(deadly);
            Path after = folder.resolve("after-" + deadly);
            int[] left = {deadly};
            VolatileDisk disk = dyingAfter(left);
            boolean through = write(sink, root, forced, disk, NEVER);
            disk.cut(root, after);
            goOn(sink, after);
            for (ItemId id : acknowledged.keySet()) {
                if (!sink.has(after, number(id))) {
                    lost.add(id + " at operation " + deadly);
                }
            }
            if (through) {
                return lost;
            }
        }
        throw new AssertionError("never got through");
    }

    /** What is recorded at once and for good when a write returns: the journal is another test's. */
    private boolean write(Sink sink, Path root, boolean forced, Disk disk, int checkpointAfter) throws Exception {
        try (Writer<EncodedItem> writer = sink.open(root, forced, acknowledged, disk)) {
            for (int n = 0; n < ITEMS; n++) {
                Item<EncodedItem> item = Item.of("a/" + n, encoded(sink, n));
                Result<EncodedItem> result = new Result<>(item, n, List.of(item.body()));
                writer.write(List.of(result));
                Outcome outcome = result.outcome();
                acknowledged.put(item.id(), new Entry(item.id(), outcome, 1, Identity.NONE, "", n));
                if (n == checkpointAfter) {
                    checkpoint(root, disk);
                }
            }
            writer.finish();
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    private void checkpoint(Path root, Disk disk) throws Exception {
        new OutputFiles(root, disk).force(visitor -> {
            for (Entry entry : acknowledged.values()) {
                visitor.item(entry);
            }
        });
        checkpointed.addAll(acknowledged.keySet());
    }

    private Path root(int deadly) throws Exception {
        return Files.createDirectories(folder.resolve("before-" + deadly).resolve(".millrace"))
                .getParent();
    }

    private static VolatileDisk dyingAfter(int[] operations) {
        return new VolatileDisk(() -> {
            if (--operations[0] < 0) {
                throw Killed.now();
            }
        });
    }

    private static int number(ItemId id) {
        return Integer.parseInt(id.value().substring(2));
    }

    /** The next run, which has nothing to do. */
    private void goOn(Sink sink, Path after) throws Exception {
        try (Writer<EncodedItem> writer = sink.open(after, true, acknowledged, new Disk())) {
            writer.finish();
        }
    }

    private static EncodedItem encoded(Sink sink, int n) {
        return new EncodedItem(List.of(
                EncodedFile.of("text.txt", text(n).getBytes(UTF_8)),
                EncodedFile.of(sink.last, facts(n).getBytes(UTF_8))));
    }

    private static String text(int n) {
        return ("caption " + n).repeat(100);
    }

    private static String facts(int n) {
        return "{\"n\":" + n + ",\"split\":\"train\"}";
    }
}
