package io.millrace.store.shards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.InMemory;
import io.millrace.Thorough;
import io.millrace.data.table.ParquetFile;
import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.flow.WriterContract;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.record.Entry;
import io.millrace.media.format.TarMember;
import io.millrace.media.pixel.Lease;
import io.millrace.store.OutputFiles;
import io.millrace.store.files.Disk;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.SinkException;
import io.millrace.store.files.WatchedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ShardWriterTest extends WriterContract<EncodedItem> {

    private static final int SHARD = 3;
    private static final List<ParquetFile.Column> FACTS = List.of(new ParquetFile.Column("id", ParquetFile.Type.TEXT));

    @TempDir(factory = InMemory.class)
    Path root;

    /** What the journal of each output holds. */
    private final Map<Path, Map<ItemId, Entry>> journals = new HashMap<>();

    @Override
    protected Writer<EncodedItem> open(Path out, Instants instants) {
        return new Journaled(out, new WatchedDisk((operation, path) -> instants.next()));
    }

    /** The first version has a member more than the others. */
    @Override
    protected Item<EncodedItem> item(int n, int version) {
        return Item.of("set.1/clip-" + n, encoded(n, version));
    }

    /** By sample: what a reader of the archives finds. */
    @Override
    protected Map<String, ?> visible(Path out) throws IOException {
        Map<String, Map<String, String>> samples = new TreeMap<>();
        for (Path tar : archives(out)) {
            try (FileChannel file = FileChannel.open(tar)) {
                for (TarSample sample : TarSample.all(file)) {
                    samples.put(sample.key(), contents(sample, file));
                }
            }
        }
        return samples;
    }

    /** It names a member of an archive. */
    @Override
    protected void check(Path out, Artifact artifact) throws IOException {
        try (FileChannel file = FileChannel.open(out.resolve(artifact.file()))) {
            String name = artifact.path().substring(artifact.file().length() + 1);
            String key = SampleKey.ofMember(name);
            TarSample sample = TarSample.all(file).stream()
                    .filter(one -> one.key().equals(key))
                    .findAny()
                    .orElseThrow();
            byte[] content = sample.content(file, name.substring(key.length() + 1));
            CRC32C crc = new CRC32C();
            crc.update(content);
            assertThat(artifact.bytes()).isEqualTo(content.length);
            assertThat(artifact.crc32c()).isEqualTo((int) crc.getValue());
        }
    }

    @Test
    void shouldGroupByOrdinalAndHaveATableAndStatisticsBesideEachArchive() throws Exception {
        write(root, List.of(0, 1, 2, 3, 7));

        assertThat(files(root).keySet().stream().filter(name -> !name.startsWith(".")))
                .containsExactlyInAnyOrder(
                        "000000.tar",
                        "000000.parquet",
                        "000000_stats.json",
                        "000001.tar",
                        "000001.parquet",
                        "000001_stats.json",
                        "000002.tar",
                        "000002.parquet",
                        "000002_stats.json");
        assertThat(keys("000000.tar")).containsExactly("set%2e1/clip-0", "set%2e1/clip-1", "set%2e1/clip-2");
        assertThat(keys("000002.tar")).containsExactly("set%2e1/clip-7");
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(root.resolve("000000.tar")));
        assertThat(root.resolve("000000_stats.json"))
                .hasContent("{\"shard\":0,\"samples\":3,\"bytes\":" + Files.size(root.resolve("000000.tar"))
                        + ",\"crc32c\":\"" + HexFormat.of().toHexDigits((int) crc.getValue())
                        + "\",\"splits\":{\"train\":3,\"val\":0,\"test\":0}}");
        assertThat(root.resolve(".millrace/shards")).isEmptyDirectory();
    }

    /** What is acknowledged is on the disk, and so is everything that a name stands for before it has the name. */
    @Test
    void shouldForceEachThingBeforeWhatReliesOnItWhenPowerMayFail() throws Exception {
        List<String> done = new ArrayList<>();
        Disk noting = new WatchedDisk((operation, path) -> {
            if (!operation.equals(WatchedDisk.TORN)) {
                done.add(path.isAbsolute() ? operation + " " + root.relativize(path) : operation);
            }
        });
        write(root, List.of(0), noting);

        assertThat(done)
                .containsExactly(
                        "write+force .millrace/shards/000000.open",
                        "create .millrace/shards/000000.part",
                        "forceFolder .millrace/shards",
                        "append",
                        "force",
                        "append",
                        "force",
                        "rename 000000.tar",
                        "forceFolder ",
                        "force .millrace/shards/000000.parquet.tmp",
                        "rename 000000.parquet",
                        "forceFolder ",
                        "write .millrace/shards/000000_stats.json.tmp",
                        "force .millrace/shards/000000_stats.json.tmp",
                        "rename 000000_stats.json",
                        "forceFolder ",
                        "remove .millrace/shards/000000.merged",
                        "remove .millrace/shards/000000.part",
                        "remove .millrace/shards/000000.open");
    }

    @Test
    void shouldLeaveTheSameWhenAnItemOfAFinishedShardIsMadeLater() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        Path late = Files.createDirectory(root.resolve("late"));
        write(other, List.of(0, 1, 2, 3, 4));
        write(late, List.of(0, 2, 4));
        assertThat(files(late)).isNotEqualTo(files(other));

        write(late, List.of(1, 3));

        assertThat(files(late)).isEqualTo(files(other));
    }

    /** Neither what is lost nor what is wrong may pass into the new archive without a word. */
    @Test
    void shouldRefuseToGoOnWithAnArchiveThatWasDamagedAndLeaveItAsItIs() throws Exception {
        write(root, List.of(0, 2));
        byte[] whole = Files.readAllBytes(root.resolve("000000.tar"));
        for (byte[] damage : damages(whole)) {
            Files.write(root.resolve("000000.tar"), damage);
            assertThatThrownBy(() -> write(root, List.of(1)))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining(root.resolve("000000.tar").toString())
                    .hasMessageContaining("damaged or changed");
            assertThat(root.resolve("000000.tar")).hasBinaryContent(damage);
        }
        Files.write(root.resolve("000000.tar"), whole);
        Files.delete(root.resolve("000000_stats.json"));
        Files.delete(root.resolve("000000.parquet"));
        write(root, List.of(1));
        assertThat(root.resolve("000000_stats.json")).exists();
        assertThat(root.resolve("000000.parquet")).exists();
        assertThat(keys("000000.tar")).containsExactly("set%2e1/clip-0", "set%2e1/clip-1", "set%2e1/clip-2");
    }

    /** Whatever happened to an archive: what was lost of it is found and made again, and nothing else is. */
    @Test
    void shouldMakeAgainWhatADamagedArchiveHasLost() throws Exception {
        List<Integer> all = List.of(0, 1, 2);
        write(root, all);
        byte[] whole = Files.readAllBytes(root.resolve("000000.tar"));
        Map<ItemId, Entry> journal = journals.get(root);
        for (byte[] damage : damages(whole)) {
            Files.write(root.resolve("000000.tar"), damage);
            OutputFiles files = new OutputFiles(root);
            List<Entry> wrong = new ArrayList<>();
            files.verify(items(journal.values()), wrong::add);
            for (Entry entry : wrong) {
                files.disown(entry);
                journal.remove(entry.id());
            }
            assertThat(wrong).isNotEmpty();
            write(root, all.stream().filter(n -> !done(root, n)).toList());
            assertThat(root.resolve("000000.tar")).hasBinaryContent(whole);
            assertThat(Sidecars.agree(ShardFiles.of(root, root, "000000.tar"))).isTrue();
        }
    }

    /** As a run leaves them that was about to make all of it again, and was killed. */
    @Test
    void shouldTellOfADamagedArchiveThatNoRecordNames() throws Exception {
        List<Integer> all = List.of(0, 1, 2);
        write(root, all);
        byte[] whole = Files.readAllBytes(root.resolve("000000.tar"));
        Map<ItemId, Entry> journal = journals.get(root);
        Map<ItemId, Entry> recorded = Map.copyOf(journal);
        for (byte[] damage : damages(whole)) {
            Files.write(root.resolve("000000.tar"), damage);
            journal.clear();
            OutputFiles files = new OutputFiles(root);
            assertThat(files.damagedStrays(items(recorded.values()))).isEmpty();
            assertThat(files.damagedStrays(items(journal.values()))).containsExactly("000000.tar");

            files.disown("000000.tar");
            write(root, all);

            assertThat(root.resolve("000000.tar")).hasBinaryContent(whole);
            assertThat(files.damagedStrays(items(List.of()))).isEmpty();
        }
    }

    private static Outputs.Recorded items(Collection<Entry> entries) {
        return visitor -> {
            for (Entry entry : List.copyOf(entries)) {
                visitor.item(entry);
            }
        };
    }

    private static List<byte[]> damages(byte[] whole) {
        return List.of(
                Arrays.copyOf(whole, whole.length - 1024), // its end is gone
                Arrays.copyOf(whole, whole.length / 2), // cut in the middle
                Arrays.copyOf(whole, whole.length + 512), // longer than it was
                new byte[0],
                flipped(whole, 3), // in the first header
                flipped(whole, 700), // in the first content
                flipped(whole, whole.length / 2),
                flipped(whole, whole.length - 600)); // in its end
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= 1;
        return damaged;
    }

    @Test
    void shouldTakeOutTheSampleOfAnItemThatFailsNow() throws Exception {
        write(root, List.of(0, 1, 2, 3));
        try (OrderedWriter<EncodedItem> writer = new Journaled(root, new Disk())) {
            fail(writer, 1);
            writer.finish();
        }
        assertThat(keys("000000.tar")).containsExactly("set%2e1/clip-0", "set%2e1/clip-2");
    }

    @Test
    void shouldLeaveNoShardWithoutSamples() throws Exception {
        write(root, List.of(0, 1, 3));
        try (OrderedWriter<EncodedItem> writer = new Journaled(root, new Disk())) {
            fail(writer, 3);
            fail(writer, 4);
            fail(writer, 8);
            writer.finish();
        }
        assertThat(archives(root)).containsExactly(root.resolve("000000.tar"));
        assertThat(root.resolve("000001.parquet")).doesNotExist();
        assertThat(root.resolve("000001_stats.json")).doesNotExist();
    }

    @Test
    void shouldNotReplaceAFileThatSomebodyElseMade() throws Exception {
        Files.writeString(root.resolve("000000.tar"), "mine");

        assertThatThrownBy(() -> write(root, List.of(0)))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining(root.resolve("000000.tar").toString())
                .hasMessageContaining("Millrace did not make");
        assertThat(root.resolve("000000.tar")).hasContent("mine");
    }

    @Test
    void shouldSayThatTheDiskIsFullAndGoOnWhenItIsNot() throws Exception {
        write(root, List.of(0, 1, 2, 3, 4, 5));
        Map<String, ?> whole = files(root);
        boolean failed = true;
        for (int n = 0; failed; n += Thorough.step(2)) {
            Path out = Files.createDirectory(root.resolve("out-" + n));
            failed = false;
            try {
                write(out, List.of(0, 1, 2, 3, 4, 5), fullAt(n));
            } catch (SinkException e) {
                failed = true;
                assertThat(e).hasMessageContaining(out.toString()).hasMessageContaining("free some space");
            }
            write(out, List.of(0, 1, 2, 3, 4, 5));
            assertThat(files(out)).as("after failure %d", n).isEqualTo(whole);
        }
    }

    /** Its sample is gone, so a record that it is DONE must not be what the next run finds. */
    @Test
    void shouldMakeAgainWhatWasTakenOutWhenKilledBeforeTheFailureIsRecorded() throws Exception {
        List<Integer> all = List.of(0, 1);
        write(root, all);
        Map<String, ?> whole = files(root);
        OrderedWriter<EncodedItem> killed = new Journaled(root, new WatchedDisk((operation, path) -> {
            if (path.endsWith("000000_stats.json")) {
                throw Killed.now();
            }
        }));
        fail(killed, 0);
        assertThatThrownBy(killed::finish).isInstanceOf(Killed.class);
        assertThat(keys("000000.tar")).containsExactly("set%2e1/clip-1");

        write(root, all.stream().filter(n -> !done(root, n)).toList());

        assertThat(files(root)).isEqualTo(whole);
    }

    /** Runs over parts of the items, failing some, killed anywhere; then one over what is left. */
    @RepeatedTest(10)
    void shouldLeaveWhatOneRunLeavesWhateverCameBefore() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Integer> all = List.of(0, 1, 2, 3, 4, 5, 6, 7);
        Path once = Files.createDirectory(root.resolve("once"));
        write(once, all);
        Path out = Files.createDirectory(root.resolve("out"));
        for (int run = 0; run < 4; run++) {
            List<Integer> some = all.stream().filter(n -> random.nextInt(3) > 0).toList();
            try {
                randomRun(out, some, random);
            } catch (Killed e) {
                // the next one goes on
            }
        }
        write(out, all.stream().filter(n -> !done(out, n)).toList());

        assertThat(visible(out)).as("seed %d", seed).isEqualTo(visible(once));
        assertThat(files(out)).as("seed %d", seed).isEqualTo(files(once));
    }

    private void randomRun(Path out, List<Integer> numbers, Random random) throws Exception {
        int[] left = {random.nextInt(60)};
        Disk disk = new WatchedDisk((operation, path) -> {
            if (left[0]-- == 0) {
                throw Killed.now();
            }
        });
        OrderedWriter<EncodedItem> writer = new Journaled(out, disk);
        int window = 1 + random.nextInt(4);
        for (int i = 0; i < numbers.size(); i++) {
            int n = numbers.get(i);
            letIn(out, numbers.subList(i, Math.min(i + window, numbers.size())));
            if (random.nextInt(4) == 0) {
                fail(writer, n);
            } else {
                write(writer, n);
            }
        }
        if (random.nextBoolean()) {
            writer.finish();
        }
        writer.close();
    }

    /** As the engine does while the writer is still busy with items before them: their records are taken back. */
    private void letIn(Path out, List<Integer> numbers) {
        Map<ItemId, Entry> journal = journals.getOrDefault(out, Map.of());
        numbers.forEach(n -> journal.remove(id(n)));
    }

    private static ItemId id(int n) {
        return new ItemId("set.1/clip-" + n);
    }

    private boolean done(Path out, int n) {
        Entry entry = journals.getOrDefault(out, Map.of()).get(id(n));
        return entry != null && entry.outcome().status() == Outcome.Status.DONE;
    }

    private void write(Path out, List<Integer> numbers) throws Exception {
        write(out, numbers, new Disk());
    }

    private void write(Path out, List<Integer> numbers, Disk disk) throws Exception {
        try (OrderedWriter<EncodedItem> writer = new Journaled(out, disk)) {
            for (int n : numbers) {
                write(writer, n);
            }
            writer.finish();
        }
    }

    private void write(OrderedWriter<EncodedItem> writer, int n) throws Exception {
        Item<EncodedItem> item = item(n, 0);
        try (EncodedItem encoded = item.body()) {
            writer.write(List.of(new Result<>(item, n, List.of(encoded))));
        }
    }

    private void fail(OrderedWriter<EncodedItem> writer, int n) throws Exception {
        writer.skip(Item.of("set.1/clip-" + n, null), n);
    }

    private static Disk fullAt(int n) {
        int[] left = {n};
        return new WatchedDisk((operation, path) -> {
            if (left[0]-- == 0) {
                throw new IOException("No space left on device");
            }
        });
    }

    private List<String> keys(String tar) throws IOException {
        try (FileChannel file = FileChannel.open(root.resolve(tar))) {
            return TarSample.all(file).stream().map(TarSample::key).toList();
        }
    }

    private static List<Path> archives(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> contents(TarSample sample, FileChannel tar) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (TarMember member : sample.members()) {
            ByteBuffer content = ByteBuffer.allocate((int) member.size());
            tar.read(content, member.contentAt());
            contents.put(member.name(), HexFormat.of().formatHex(content.array()));
        }
        return contents;
    }

    private EncodedItem encoded(int n, int version) {
        try (Lease body = pool.lease(5000)) {
            ByteBuffer bytes = body.buffer();
            for (int i = 0; i < body.size(); i++) {
                bytes.put((byte) (i * (n + 100 * version + 1)));
            }
            String facts = "{\"id\":\"" + n + "\",\"split\":\"train\"}";
            List<EncodedFile> files = new ArrayList<>();
            files.add(EncodedFile.sharing("frames.npy", new byte[] {(byte) version}, body));
            if (version == 0) {
                files.add(EncodedFile.of("txt", ("caption " + n).getBytes(UTF_8)));
            }
            files.add(EncodedFile.of("json", facts.getBytes(UTF_8)));
            return new EncodedItem(files);
        }
    }

    /**
     * A writer with a journal behind it that lags: what was written is recorded when the next call comes. What is to be
     * made again or to go has no record any more when the writer hears of it, as {@code JournaledBooks} has it: a kill
     * in between would leave a record of what is gone.
     */
    private final class Journaled implements OrderedWriter<EncodedItem> {

        private final ShardWriter writer;
        private final Map<ItemId, Entry> journal;
        private final List<Entry> lagging = new ArrayList<>();

        Journaled(Path out, Disk disk) {
            journal = journals.computeIfAbsent(out, path -> new HashMap<>());
            writer = new ShardWriter(out, SHARD, true, journal::get, FACTS, 64 << 20, disk);
        }

        @Override
        public void write(List<Result<EncodedItem>> results) throws IOException {
            record();
            results.forEach(result -> journal.remove(result.item().id()));
            writer.write(results);
            results.forEach(result -> lagging.add(entry(result.item(), result.ordinal(), result.outcome())));
        }

        @Override
        public void skip(Item<?> item, long ordinal) throws IOException {
            record();
            journal.remove(item.id());
            writer.skip(item, ordinal);
            lagging.add(entry(item, ordinal, Outcome.failed(Fault.of("Broken", "is broken"))));
        }

        @Override
        public int batch() {
            return 2;
        }

        @Override
        public void finish() throws IOException {
            writer.finish();
            record();
        }

        @Override
        public void close() throws IOException {
            writer.close();
            record();
        }

        private void record() {
            lagging.forEach(entry -> journal.put(entry.id(), entry));
            lagging.clear();
        }

        private Entry entry(Item<?> item, long ordinal, Outcome outcome) {
            return new Entry(item.id(), outcome, 1, Identity.NONE, "", ordinal);
        }
    }
}
