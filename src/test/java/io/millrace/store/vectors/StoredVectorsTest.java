package io.millrace.store.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.upkeep.Upkeep;
import io.millrace.store.OutputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table that cannot be read is no empty table, and a large one can be read. */
@Timeout(300)
class StoredVectorsTest {

    private static final int DIMENSION = 512;
    private static final EmbeddingModel MODEL = new EmbeddingModel("large", "m1", DIMENSION);

    /** Less than the vectors of {@link #shouldReadMoreVectorsThanMemoryHolds} take. */
    private static final long LITTLE = 32L << 20;

    private static final int MORE = 20_000;

    @TempDir
    Path output;

    @Test
    void shouldReadMoreVectorsThanMemoryHolds() throws Exception {
        assertThat((long) MORE * DIMENSION * Float.BYTES).isGreaterThan(LITTLE);
        try (EmbeddingTable table = table()) {
            for (int i = 0; i < MORE; i += 4000) {
                table.put(rows(i, i + 4000), path -> true);
            }
        }
        StoredVectors stored = new StoredVectors(output, limits(LITTLE));
        for (int i = 0; i < MORE; i += 1000) {
            assertThat(stored.hold(artifact(i))).as("row %d", i).isTrue();
        }
        assertThat(stored.hold(EmbeddingWriter.artifact("large", "another.jpg", new float[DIMENSION])))
                .isFalse();
    }

    @Test
    void shouldForgetNothingWhenTheTableCannotBeRead() throws Exception {
        try (EmbeddingTable table = table()) {
            table.put(rows(0, 3), path -> true);
        }
        record(0, 3);
        Upkeep upkeep = new Upkeep(output, new OutputFiles(output));
        assertThat(upkeep.check(entry -> {}).clean()).isTrue();
        Path file = output.resolve(EmbeddingStore.NAME);
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged = bytes.clone();
        java.util.Arrays.fill(damaged, 0, 64, (byte) 7);
        Files.write(file, damaged);

        assertThatThrownBy(() -> upkeep.check(entry -> {}))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> upkeep.verify(entry -> {})).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> upkeep.repairOutputs((wrong, of) -> true)).hasMessageContaining(file.toString());
        Files.write(file, bytes);
        assertThat(upkeep.repairOutputs((wrong, of) -> true)).isZero();

        Files.delete(file);
        List<Entry> wrong = new ArrayList<>();
        assertThat(upkeep.check(wrong::add).wrongOutputs()).isEqualTo(3);
        assertThat(wrong).hasSize(3);
        assertThat(upkeep.repairOutputs((count, of) -> count < of)).isZero();
        assertThat(upkeep.repairOutputs((count, of) -> count == of)).isEqualTo(3);
    }

    /** Else the second would be taken over as the vector of its picture's bytes. */
    @Test
    void shouldForgetEveryRowThatIsNotAsRecorded() throws Exception {
        try (EmbeddingTable table = table()) {
            table.put(rows(0, 3), path -> true);
        }
        record(0, 3);
        Path file = output.resolve(EmbeddingStore.NAME);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE embeddings SET embedding = list_reverse(embedding) WHERE path <> '1.jpg'");
        }
        Upkeep upkeep = new Upkeep(output, new OutputFiles(output));
        assertThat(upkeep.repairOutputs((wrong, of) -> true)).isEqualTo(2);
        try (EmbeddingTable table = table()) {
            assertThat(table.knows(sha(0))).isFalse();
            assertThat(table.knows(sha(2))).isFalse();
            assertThat(table.vector("1.jpg")).isEqualTo(vector(1));
        }
    }

    private void record(int from, int to) throws IOException {
        RunHeader run = new RunHeader("run", "embed", "f", "", "1", "");
        try (Journal journal = Journal.open(output, run, JournalSettings.DEFAULT)) {
            for (int i = from; i < to; i++) {
                ItemId id = new ItemId(i + ".jpg");
                long ordinal = journal.listing().ordinalOf(id, id.value());
                journal.append(new Entry(id, Outcome.done(List.of(artifact(i))), 1, Identity.NONE, "f", ordinal));
            }
        }
        new io.millrace.engine.output.OutputState(output).take(EmbeddingStore.NAME);
    }

    private EmbeddingTable table() throws IOException {
        return EmbeddingTable.open(output.resolve(EmbeddingStore.NAME), MODEL, "s", limits(512L << 20));
    }

    private TableLimits limits(long bytes) {
        return new TableLimits(bytes, 1, output);
    }

    private static List<EmbeddingRow> rows(int from, int to) {
        List<EmbeddingRow> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(new EmbeddingRow(i + ".jpg", sha(i), 1, 1, vector(i)));
        }
        return rows;
    }

    /** Of which the first half tells them apart. */
    private static String sha(int i) {
        return "%016x".formatted((i + 1) * 0x9e3779b97f4a7c15L).repeat(4);
    }

    private static Artifact artifact(int i) {
        return EmbeddingWriter.artifact("large", i + ".jpg", vector(i));
    }

    private static float[] vector(int seed) {
        java.util.Random random = new java.util.Random(seed);
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextFloat();
        }
        return vector;
    }
}
