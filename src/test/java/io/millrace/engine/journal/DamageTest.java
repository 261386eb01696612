package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RecordFormat;
import io.millrace.engine.journal.record.RecordScanner;
import io.millrace.engine.journal.record.RunHeader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal of two runs whose files were damaged while nobody held it. */
@Timeout(60)
final class DamageTest {

    private static final int COUNT = 600;
    private static final int FIRST_RUN = 500;
    private static final int PAGE = 4096;

    /** Opening waits for nothing; the queue library alone would wait for 45 s. */
    private static final long SOON_NS = 2_000_000_000L;

    /** On a busy machine one of them is quick. */
    private static final int TRIES = 10;

    /** What befalls the first run's file of records, unless it says otherwise. */
    enum Damage {
        TRUNCATED,
        ZEROED_PAGE,
        FIRST_PAGE_GONE,
        ZERO_LENGTH,
        FLIPPED_HEAD,
        FLIPPED_BODY,
        FLIPPED_CRC,
        SWAPPED_PAGES,
        DUPLICATED_PAGE,
        DUPLICATED_GENERATION,
        MISSING_GENERATION,
        GARBAGE_APPENDED,
        QUEUE_HEADER_GONE,
        METADATA_GONE,
        LISTING_HEAD,
        LISTING_MIDDLE,
        LISTING_TAIL,
        LISTING_GONE,
        MANIFEST_GONE,
        MANIFEST_GARBAGE
    }

    @TempDir
    Path output;

    @TempDir
    Path copies;

    private final Map<Integer, byte[]> records = new LinkedHashMap<>();
    private Path home;
    private Path file;
    private int firstAt;
    private int middleAt;

    @BeforeEach
    void write() throws Exception {
        home = JournalFolder.hidden(output);
        file = Samples.records(output, 1);
        append(0, FIRST_RUN);
        append(FIRST_RUN, COUNT);
        remember(file);
        remember(Samples.records(output, 2));
        byte[] bytes = Files.readAllBytes(file);
        firstAt = new String(bytes, ISO_8859_1).indexOf(new String(records.get(0), ISO_8859_1));
        middleAt = new String(bytes, ISO_8859_1).indexOf(new String(records.get(FIRST_RUN / 2), ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepEveryIntactRecordAndRedoTheRestWhenDamaged(Damage damage) throws Exception {
        inflict(damage);
        byte[] damaged = Files.exists(file) ? Files.readAllBytes(file) : null;
        Set<Integer> intact = intact();
        boolean lost = intact.size() < COUNT || damage == Damage.DUPLICATED_PAGE;
        assertOpensSoon();
        if (lost) {
            assertThatThrownBy(() -> Samples.open(output))
                    .hasMessageContainingAll("committed work lost", "--accept-loss")
                    .extracting("kind")
                    .isEqualTo(JournalException.Kind.LOST);
        }
        try (Journal journal = accept()) {
            assertThat(journal.replay().items()).isEqualTo(intact.size());
            assertThat(Math.max(journal.replay().lost(), journal.replay().missing()))
                    .isGreaterThanOrEqualTo(COUNT - intact.size());
            if (lost && damaged != null) {
                assertThat(home.resolve("quarantine/gen-00000001")).hasBinaryContent(damaged);
            }
            redo(journal, intact);
        }
        assertHealed();
    }

    /** Each try heals a copy. */
    private void assertOpensSoon() throws Exception {
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && leastNs > SOON_NS; i++) {
            Path copy = copies.resolve("try-" + i);
            copyTree(output, copy);
            long before = System.nanoTime();
            Journal.open(copy, Samples.run("try"), JournalSettings.DEFAULT, true, Outputs.NONE)
                    .close();
            leastNs = Math.min(leastNs, System.nanoTime() - before);
        }
        assertThat(leastNs).as("ns to open it").isLessThan(SOON_NS);
    }

    private static void copyTree(Path from, Path to) throws Exception {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    /** Nobody promised these: the run was killed before it could. */
    @Test
    void shouldGoOnByItselfWhenTheTailOfKilledRunIsGone() throws Exception {
        Journal killed = Samples.open(output);
        for (int i = COUNT; i < COUNT + 10; i++) {
            Samples.append(killed, "item-" + i, done(i));
        }
        long last = killed.placeOf(new ItemId("item-" + (COUNT + 9))) - killed.placeOf(new ItemId("item-" + COUNT));
        killed.abandon();
        Path third = Samples.records(output, 3);
        byte[] bytes = Files.readAllBytes(third);
        int at = new String(bytes, ISO_8859_1).indexOf("item-" + COUNT) - RecordFormat.ID_AT;
        Files.write(third, Arrays.copyOf(bytes, (int) (at + last + 30)));
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().items()).isEqualTo(COUNT + 9);
            assertThat(journal.replay().lost()).isZero();
            assertThat(journal.replay().damagedFiles()).isZero();
        }
    }

    @Test
    void shouldGoOnByItselfWhenPageOfKilledRunIsGone() throws Exception {
        Journal killed = Samples.open(output);
        for (int i = COUNT; i < COUNT + 100; i++) {
            Samples.append(killed, "item-" + i, done(i));
        }
        killed.abandon();
        Path third = Samples.records(output, 3);
        byte[] bytes = Files.readAllBytes(third);
        int at = new String(bytes, ISO_8859_1).indexOf("item-" + (COUNT + 20));
        Arrays.fill(bytes, at, at + 2000, (byte) 0);
        Files.write(third, bytes);
        try (Journal journal = Samples.open(output)) {
            long lost = COUNT + 100 - journal.replay().items();
            assertThat(lost).isBetween(5L, 40L);
            assertThat(journal.replay().missing()).isEqualTo(lost);
            assertThat(journal.replay().lost()).isZero();
            assertThat(home.resolve("quarantine/gen-00000003")).hasBinaryContent(bytes);
        }
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.replay().missing()).isZero();
            assertThat(journal.replay().damagedFiles()).isZero();
        }
    }

    @Test
    void shouldLetTheNewestWinWhenGenerationsHaveChangedPlaces() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Samples.append(journal, "item-0", Outcome.EMPTY);
        }
        Files.move(home.resolve("gen-00000001"), home.resolve("gen-00000007"));
        try (Journal journal = accept()) {
            assertThat(journal.find(new ItemId("item-0")).outcome()).isEqualTo(Outcome.EMPTY);
            assertThat(journal.replay().items()).isEqualTo(COUNT);
        }
        assertThat(home.resolve("gen-00000008")).isDirectory();
    }

    @Test
    void shouldNotNumberFingerprintTwiceWhenHeadersAreLost() throws Exception {
        for (int generation : new int[] {1, 2}) {
            byte[] bytes = Files.readAllBytes(Samples.records(output, generation));
            int header = new String(bytes, ISO_8859_1).indexOf("\u00feMRJ");
            bytes[header]++;
            Files.write(Samples.records(output, generation), bytes);
        }
        RunHeader other = Samples.run("3", "clips", "another");
        try (Journal journal = Journal.open(output, other, JournalSettings.DEFAULT, true, Outputs.NONE)) {
            assertThat(journal.find(new ItemId("item-1")).fingerprint()).isEmpty();
        }
        try (Journal journal = Journal.open(output, other, JournalSettings.DEFAULT)) {
            assertThat(journal.find(new ItemId("item-1")).fingerprint()).isEmpty();
        }
    }

    private void append(int from, int to) throws Exception {
        try (Journal journal = Samples.open(output)) {
            for (int i = from; i < to; i++) {
                Samples.append(journal, "item-" + i, done(i));
            }
        }
    }

    private static Outcome done(int number) {
        return Samples.done("item-" + number + "/frames.npy", number, number * 31);
    }

    private void remember(Path generation) throws Exception {
        try (RandomAccessFile bytes = new RandomAccessFile(generation.toFile(), "r")) {
            new RecordScanner().scan(bytes, (record, offset) -> {
                if (record.kind() == RecordFormat.ITEM) {
                    byte[] copy = new byte[record.bytes().remaining()];
                    record.bytes().get(copy);
                    records.put(Integer.valueOf(record.id().substring("item-".length())), copy);
                }
            });
        }
    }

    /** The items whose record is somewhere, byte for byte. */
    private Set<Integer> intact() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int generation : new int[] {1, 2}) {
            Path path = Samples.records(output, generation);
            all.append(Files.exists(path) ? Files.readString(path, ISO_8859_1) : "")
                    .append('|');
        }
        Set<Integer> intact = new HashSet<>();
        String text = all.toString();
        records.forEach((number, bytes) -> {
            if (text.contains(new String(bytes, ISO_8859_1))) {
                intact.add(number);
            }
        });
        return intact;
    }

    private Journal accept() throws JournalException {
        return Journal.open(output, Samples.run("again"), JournalSettings.DEFAULT, true, Outputs.NONE);
    }

    /** As a run does it: everything is listed, and what has no record is done. */
    private static void redo(Journal journal, Set<Integer> intact) throws Exception {
        for (int i = 0; i < COUNT; i++) {
            ItemId id = new ItemId("item-" + i);
            long ordinal = journal.listing().ordinalOf(id, id + ".mp4");
            assertThat(ordinal).isEqualTo(i);
            Entry found = journal.find(id);
            assertThat(found != null).isEqualTo(intact.contains(i));
            if (found == null) {
                journal.append(
                        new Entry(id, done(i), 1, io.millrace.engine.item.Identity.NONE, Samples.FINGERPRINT, ordinal));
            } else {
                assertThat(found.outcome()).isEqualTo(done(i));
            }
        }
    }

    private void assertHealed() throws Exception {
        try (Journal journal = Samples.open(output)) {
            Replay found = journal.replay();
            assertThat(found.items()).isEqualTo(COUNT);
            assertThat(found.missing() + found.lost() + found.damagedFiles() + found.listingCutBytes())
                    .isZero();
            for (int i = 0; i < COUNT; i++) {
                assertThat(journal.find(new ItemId("item-" + i)).outcome()).isEqualTo(done(i));
            }
        }
    }

    private void inflict(Damage damage) throws Exception {
        switch (damage) {
            case TRUNCATED -> change(file, bytes -> Arrays.copyOf(bytes, middleAt + 10));
            case ZEROED_PAGE -> change(file, bytes -> zeroed(bytes, middleAt, middleAt + PAGE));
            case FIRST_PAGE_GONE -> change(file, bytes -> zeroed(bytes, 0, firstAt + PAGE));
            case ZERO_LENGTH -> change(file, bytes -> new byte[0]);
            case FLIPPED_HEAD -> change(file, bytes -> flipped(bytes, middleAt + RecordFormat.STATUS_AT));
            case FLIPPED_BODY -> change(file, bytes -> flipped(bytes, middleAt + RecordFormat.ID_AT + 30));
            case FLIPPED_CRC -> change(file, bytes -> flipped(bytes, middleAt + RecordFormat.CRC_AT));
            case SWAPPED_PAGES -> change(file, bytes -> copied(copied(bytes, middleAt, firstAt), firstAt, middleAt));
            case DUPLICATED_PAGE -> change(file, bytes -> copied(bytes, middleAt, firstAt));
            case DUPLICATED_GENERATION -> duplicate();
            case MISSING_GENERATION -> Samples.delete(file.getParent());
            case GARBAGE_APPENDED -> change(file, DamageTest::withGarbage);
            case QUEUE_HEADER_GONE -> change(file, bytes -> zeroed(bytes, 0, PAGE));
            case METADATA_GONE -> Files.delete(file.resolveSibling("metadata.cq4t"));
            case LISTING_HEAD -> change(home.resolve("listing"), bytes -> flipped(bytes, 1));
            case LISTING_MIDDLE -> change(home.resolve("listing"), bytes -> flipped(bytes, bytes.length / 2));
            case LISTING_TAIL -> change(home.resolve("listing"), bytes -> flipped(bytes, bytes.length - 2));
            case LISTING_GONE -> Files.delete(home.resolve("listing"));
            case MANIFEST_GONE -> Files.delete(home.resolve("MANIFEST"));
            case MANIFEST_GARBAGE -> change(home.resolve("MANIFEST"), DamageTest::withGarbage);
        }
    }

    private interface Change {
        byte[] of(byte[] bytes);
    }

    private static void change(Path path, Change change) throws Exception {
        Files.write(path, change.of(Files.readAllBytes(path)));
    }

    private static byte[] zeroed(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, from, to, (byte) 0);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        bytes[at] ^= 1;
        return bytes;
    }

    /** A page of the untouched file, which {@code bytes} may not be any more. */
    private byte[] copied(byte[] bytes, int from, int to) {
        try {
            System.arraycopy(Files.readAllBytes(file), from, bytes, to, PAGE);
            return bytes;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] withGarbage(byte[] bytes) {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + noise.length);
        System.arraycopy(noise, 0, longer, bytes.length, noise.length);
        return longer;
    }

    private void duplicate() throws Exception {
        Path copy = home.resolve("gen-00000007");
        Files.createDirectory(copy);
        Files.copy(file, copy.resolve(file.getFileName()));
    }
}
