package io.millrace.stage.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flow.Result;
import io.millrace.flow.Writer;
import io.millrace.flow.WriterContract.Killed;
import io.millrace.item.Identity;
import io.millrace.item.Item;
import io.millrace.item.ItemId;
import io.millrace.item.Outcome;
import io.millrace.journal.Entry;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power fails at every operation of the disk: what was acknowledged is there afterwards, if and only if it was forced. */
@Timeout(300)
class PowerCutTest {

    private static final int ITEMS = 5;
    private static final int MOST_OPERATIONS = 1000;

    @TempDir
    Path folder;

    private final Map<ItemId, Entry> acknowledged = new HashMap<>();

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
        SHARDS(WebdatasetLayout.FACTS) {
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
        };

        /** What the last file of an item is called. */
        final String last;

        Sink(String last) {
            this.last = last;
        }

        abstract Writer<EncodedItem> open(Path root, boolean forced, Map<ItemId, Entry> journal, Disk disk);

        abstract boolean has(Path root, int n) throws Exception;
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

    /** Which item was lost by a cut at which operation. */
    private List<String> lost(Sink sink, boolean forced) throws Exception {
        List<String> lost = new ArrayList<>();
        for (int deadly = 1; deadly < MOST_OPERATIONS; deadly++) {
            acknowledged.clear();
            Path root = Files.createDirectories(
                            folder.resolve("before-" + deadly).resolve(".millrace"))
                    .getParent();
            Path after = folder.resolve("after-" + deadly);
            int[] left = {deadly};
            VolatileDisk disk = new VolatileDisk(() -> {
                if (--left[0] < 0) {
                    throw Killed.now();
                }
            });
            boolean through = write(sink, root, forced, disk);
            disk.cut(root, after);
            goOn(sink, after);
            for (ItemId id : acknowledged.keySet()) {
                int n = Integer.parseInt(id.value().substring(2));
                if (!sink.has(after, n)) {
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
    private boolean write(Sink sink, Path root, boolean forced, Disk disk) throws Exception {
        try (Writer<EncodedItem> writer = sink.open(root, forced, acknowledged, disk)) {
            for (int n = 0; n < ITEMS; n++) {
                Item<EncodedItem> item = Item.of("a/" + n, encoded(sink, n));
                Result<EncodedItem> result = new Result<>(item, n, List.of(item.body()));
                writer.write(List.of(result));
                Outcome outcome = result.outcome();
                acknowledged.put(item.id(), new Entry(item.id(), outcome, 1, Identity.NONE, "", n));
            }
            writer.finish();
            return true;
        } catch (Killed e) {
            return false;
        }
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
