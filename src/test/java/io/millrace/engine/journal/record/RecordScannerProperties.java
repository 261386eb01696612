package io.millrace.engine.journal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Samples;
import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Damaged bytes: exactly the records that are as they were written are found, and no other. */
final class RecordScannerProperties {

    private enum Damage {
        ZEROED_PAGE,
        GARBAGE,
        FLIPPED_BIT,
        TRUNCATED_TAIL,
        LOST_FIRST_PAGE,
        COPIED_MAGIC
    }

    private final RecordWriter writer = new RecordWriter(new MachineIdentity("host", 1, "boot"));
    private final List<byte[]> records = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    @Property(tries = 150)
    void shouldFindExactlyTheIntactRecordsWhenBytesAreDamaged(
            @ForAll Damage damage, @ForAll @IntRange(min = 1, max = 3) int times, @ForAll long seed) throws Exception {
        Random random = new Random(seed);
        byte[] bytes = file(random, 100, 2000);
        for (int i = 0; i < times; i++) {
            bytes = damaged(bytes, damage, random);
        }
        assertThat(scan(bytes)).isEqualTo(intact(bytes));
    }

    @Property(tries = 5)
    void shouldFindEveryRecordWhenTheFileIsLargerThanTheWindow(@ForAll long seed) throws Exception {
        byte[] bytes = file(new Random(seed), 120, 60_000);
        assertThat(bytes.length).isGreaterThan(2 << 20);
        assertThat(scan(bytes)).hasSize(120).isEqualTo(intact(bytes));
    }

    @Property(tries = 30)
    void shouldFindTheRestWhenBytesWereInserted(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int count)
            throws Exception {
        Random random = new Random(seed);
        byte[] bytes = file(random, 50, 500);
        int at = offsets.get(20) + 1;
        byte[] noise = new byte[count];
        random.nextBytes(noise);
        noise[count - 1] = (byte) ~bytes[at - 1]; // or the record would be whole again behind the noise
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(bytes, 0, at);
        longer.write(noise);
        longer.write(bytes, at, bytes.length - at);
        assertThat(scan(longer.toByteArray())).hasSize(49).doesNotContain(21L);
    }

    /** Records as a queue lays them out: each at a multiple of 4, after a head of 4 bytes. */
    private byte[] file(Random random, int count, int messageBytes) {
        records.clear();
        offsets.clear();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[1000]);
        for (int i = 1; i <= count; i++) {
            String path = "p".repeat(1 + random.nextInt(messageBytes));
            Entry entry = new Entry(
                    new ItemId("item-" + i), Samples.done(path, i, i), 1, Identity.NONE, Samples.FINGERPRINT, i);
            int length = writer.item(entry, 1, i);
            file.writeBytes(new byte[4]);
            offsets.add(file.size());
            records.add(Arrays.copyOf(writer.buffer().array(), length));
            file.write(writer.buffer().array(), 0, length);
            file.writeBytes(new byte[-length & 3]);
        }
        file.writeBytes(new byte[10_000]);
        return file.toByteArray();
    }

    private byte[] damaged(byte[] bytes, Damage damage, Random random) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 4096);
        switch (damage) {
            case ZEROED_PAGE -> Arrays.fill(bytes, at, end, (byte) 0);
            case LOST_FIRST_PAGE -> Arrays.fill(bytes, 0, Math.min(bytes.length, 4096), (byte) 0);
            case FLIPPED_BIT -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case TRUNCATED_TAIL -> {
                return Arrays.copyOf(bytes, Math.max(at, bytes.length / 2));
            }
            case GARBAGE -> {
                byte[] noise = new byte[end - at];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
            }
            case COPIED_MAGIC -> System.arraycopy(records.get(0), 0, bytes, at, Math.min(16, bytes.length - at));
        }
        return bytes;
    }

    private List<Long> intact(byte[] bytes) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            int from = offsets.get(i);
            int to = from + records.get(i).length;
            if (to <= bytes.length && Arrays.equals(records.get(i), Arrays.copyOfRange(bytes, from, to))) {
                seqs.add(i + 1L);
            }
        }
        return seqs;
    }

    private static List<Long> scan(byte[] bytes) throws Exception {
        Path file = Files.createTempFile("scan", ".cq4");
        try {
            Files.write(file, bytes);
            List<Long> seqs = new ArrayList<>();
            try (RandomAccessFile channel = new RandomAccessFile(file.toFile(), "r")) {
                new RecordScanner().scan(channel, (record, offset) -> seqs.add(record.seq()));
            }
            return seqs;
        } finally {
            Files.delete(file);
        }
    }
}
