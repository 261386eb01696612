package io.millrace.store.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChildJvm;
import io.millrace.data.table.TableLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddingTableTest {

    private static final EmbeddingModel MODEL = new EmbeddingModel("small", "m1", 3);

    @TempDir
    Path folder;

    private String settings = "s1";

    @Test
    void shouldHoldOneRowForAPictureHoweverOftenItIsPut() throws Exception {
        for (int run = 0; run < 3; run++) {
            put(MODEL, row("a.jpg", "aa", 1, 0, 0), row("b.jpg", "bb", 0, 1, 0));
            put(MODEL, row("b.jpg", "bb", 0, 1, 0), row("c.jpg", "cc", 0, 0, 1));
        }
        assertThat(rows(MODEL))
                .containsExactly("a.jpg aa [1.0, 0.0, 0.0]", "b.jpg bb [0.0, 1.0, 0.0]", "c.jpg cc [0.0, 0.0, 1.0]");
    }

    @Test
    void shouldForgetWhatAPictureWasBefore() throws Exception {
        put(MODEL, row("a.jpg", "aa", 1, 0, 0));
        put(MODEL, row("a.jpg", "ff", 0, 1, 0));
        assertThat(rows(MODEL)).containsExactly("a.jpg ff [0.0, 1.0, 0.0]");
    }

    @Test
    void shouldKeepOtherModelsVectorsOfTheSamePictureOnly() throws Exception {
        EmbeddingModel other = new EmbeddingModel("other", "m9", 3);
        put(MODEL, row("a.jpg", "aa", 1, 0, 0), row("b.jpg", "bb", 1, 0, 0));
        put(other, row("a.jpg", "aa", 0, 0, 1));
        put(other, row("b.jpg", "changed", 0, 0, 1));
        assertThat(rows(MODEL)).containsExactly("a.jpg aa [1.0, 0.0, 0.0]");
        assertThat(rows(other)).hasSize(2);
    }

    @Test
    void shouldReplaceTheVectorsOfAnEarlierVersionOfTheModel() throws Exception {
        put(MODEL, row("a.jpg", "aa", 1, 0, 0));
        EmbeddingModel newer = new EmbeddingModel("small", "m2", 3);
        put(newer, row("a.jpg", "aa", 0, 1, 0));
        assertThat(rows(MODEL)).isEmpty();
        assertThat(rows(newer)).hasSize(1);
    }

    /** Found by its bytes; its old name goes because nothing has it any more. */
    @Test
    void shouldTakeOverTheVectorOfAPictureThatWasRenamed() throws Exception {
        put(MODEL, row("old.jpg", "aa", 1, 0, 0));
        try (EmbeddingTable table = table(MODEL)) {
            assertThat(table.knows(sha("aa"))).isTrue();
            assertThat(table.knows(sha("bb"))).isFalse();
            table.put(List.of(new EmbeddingRow("new.jpg", sha("aa"), 0, 0, null)), this::isFile);
            assertThat(table.vector("new.jpg")).containsExactly(1, 0, 0);
        }
        assertThat(rows(MODEL)).containsExactly("new.jpg aa [1.0, 0.0, 0.0]");
    }

    @Test
    void shouldNotTakeOverAVectorThatWasMadeWithOtherSettings() throws Exception {
        put(MODEL, row("a.jpg", "aa", 1, 0, 0));
        settings = "s2";
        try (EmbeddingTable table = table(MODEL)) {
            assertThat(table.knows(sha("aa"))).isFalse();
        }
        put(MODEL, row("a.jpg", "aa", 0, 1, 0));
        try (EmbeddingTable table = table(MODEL)) {
            assertThat(table.knows(sha("aa"))).isTrue();
        }
        assertThat(rows(MODEL)).containsExactly("a.jpg aa [0.0, 1.0, 0.0]");
    }

    @Test
    void shouldHaveARowForEachOfTwoPicturesOfTheSameBytes() throws Exception {
        Files.writeString(folder.resolve("one.jpg"), "here");
        put(MODEL, row("one.jpg", "aa", 1, 0, 0));
        try (EmbeddingTable table = table(MODEL)) {
            table.put(List.of(new EmbeddingRow("two.jpg", sha("aa"), 0, 0, null)), this::isFile);
        }
        assertThat(rows(MODEL)).containsExactly("one.jpg aa [1.0, 0.0, 0.0]", "two.jpg aa [1.0, 0.0, 0.0]");
    }

    /** Each was known when it was read, before the other was written. */
    @Test
    void shouldFollowPicturesThatHaveChangedPlacesInTwoTransactions() throws Exception {
        Files.writeString(folder.resolve("a.jpg"), "here");
        Files.writeString(folder.resolve("b.jpg"), "here");
        put(MODEL, row("a.jpg", "aa", 1, 0, 0), row("b.jpg", "bb", 0, 1, 0));
        try (EmbeddingTable table = table(MODEL)) {
            table.put(List.of(new EmbeddingRow("a.jpg", sha("bb"), 0, 0, null)), this::isFile);
            table.put(List.of(new EmbeddingRow("b.jpg", sha("aa"), 0, 0, null)), this::isFile);
        }
        assertThat(rows(MODEL)).containsExactly("a.jpg bb [0.0, 1.0, 0.0]", "b.jpg aa [1.0, 0.0, 0.0]");
    }

    @Test
    void shouldHaveTheVectorForAPictureOfTheSameBytesAsOneThatWasRemoved() throws Exception {
        put(MODEL, row("a.jpg", "aa", 1, 0, 0));
        try (EmbeddingTable table = table(MODEL)) {
            assertThat(table.knows(sha("aa"))).isTrue();
            table.remove("a.jpg");
            table.put(List.of(new EmbeddingRow("b.jpg", sha("aa"), 0, 0, null)), this::isFile);
        }
        assertThat(rows(MODEL)).containsExactly("b.jpg aa [1.0, 0.0, 0.0]");
    }

    @Test
    void shouldRemoveAPicture() throws Exception {
        put(MODEL, row("a.jpg", "aa", 1, 0, 0), row("it's.jpg", "bb", 0, 1, 0));
        try (EmbeddingTable table = table(MODEL)) {
            table.remove("it's.jpg");
            table.remove("nobody.jpg");
        }
        assertThat(rows(MODEL)).hasSize(1);
    }

    @Test
    void shouldFindTheNearestFirstAndEqualOnesByPath() throws Exception {
        put(
                MODEL,
                row("b.jpg", "bb", 2, 0, 0),
                row("a.jpg", "aa", 1, 0, 0),
                row("c.jpg", "cc", 1, 1, 0),
                row("d.jpg", "dd", -1, 0, 0));
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits())) {
            List<EmbeddingReader.Hit> hits = reader.nearest(MODEL, new float[] {3, 0, 0}, 3);
            assertThat(hits).extracting(EmbeddingReader.Hit::path).containsExactly("a.jpg", "b.jpg", "c.jpg");
            assertThat(hits.get(0).score()).isEqualTo(1);
            assertThat(hits.get(2).score()).isBetween(0.7071f, 0.7072f);
            assertThat(reader.models()).containsExactly(MODEL);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        assertThatThrownBy(() -> EmbeddingReader.open(file(), limits())).hasMessage("there is no " + file());
        Files.writeString(
                file(), "this is no database, and long enough to be taken for one if nobody looks".repeat(100));
        assertThatThrownBy(() -> table(MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot open " + file())
                .hasMessageContaining("bring back a copy, or remove it and embeddings.duckdb.wal");
    }

    /** Most of a file is looked at when it is read. */
    @Test
    void shouldSayWhichFileIsDamagedWhenAVectorCannotBeRead() throws Exception {
        EmbeddingModel wide = new EmbeddingModel("wide", "m1", 512);
        try (EmbeddingTable table = table(wide)) {
            table.put(wide(3000), this::isFile);
        }
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(), bytes);
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits())) {
            assertThatThrownBy(() -> reader.forEachVector(wide, (path, vector) -> {}))
                    .hasMessageStartingWith("cannot read " + file())
                    .hasMessageContaining("bring back a copy, or remove it and embeddings.duckdb.wal");
        }
    }

    private static List<EmbeddingRow> wide(int count) {
        java.util.Random random = new java.util.Random(1);
        List<EmbeddingRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[512];
            for (int k = 0; k < vector.length; k++) {
                vector[k] = random.nextFloat();
            }
            rows.add(row(i + ".jpg", "%02x".formatted(i), vector));
        }
        return rows;
    }

    @Test
    void shouldRemoveRowsByTheirNames() throws Exception {
        put(MODEL, row("a.jpg", "aa", 1, 0, 0), row("it's.jpg", "bb", 0, 1, 0), row("c.jpg", "cc", 0, 0, 1));
        EmbeddingTable.remove(file(), List.of("small/it's.jpg", "small/a.jpg", "other/c.jpg"), limits());
        assertThat(rows(MODEL)).containsExactly("c.jpg cc [0.0, 0.0, 1.0]");
    }

    /** A process that puts ten pictures at a time is read beside, then killed: nothing is half there, nothing twice. */
    @Test
    void shouldBeReadBesideAWriterAndBeWholeWhenThatIsKilled() throws Exception {
        Process writer = new ProcessBuilder(
                        ChildJvm.java(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writing.class.getName(),
                        file().toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            long promised = awaitLine(lines, 3);
            assertThatThrownBy(() -> table(MODEL)).hasMessageContaining("in use by another process");
            for (int look = 0; look < 3; look++) {
                assertThat(rows(MODEL)).hasSizeGreaterThanOrEqualTo((int) promised * 10);
                assertThat(rows(MODEL).size() % 10).isZero();
                promised = awaitLine(lines, promised + 1);
            }
            writer.destroyForcibly().waitFor();
            while (lines.ready()) {
                promised = Long.parseLong(lines.readLine());
            }
            List<String> rows = rows(MODEL);
            assertThat(rows).hasSizeGreaterThanOrEqualTo((int) promised * 10).doesNotHaveDuplicates();
            assertThat(rows.size() % 10).isZero();
            put(MODEL, Writing.rows(0).toArray(EmbeddingRow[]::new));
            assertThat(rows(MODEL)).hasSameSizeAs(rows);
        } finally {
            writer.destroyForcibly();
        }
    }

    private static long awaitLine(BufferedReader lines, long number) throws IOException {
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.matches("[0-9]+") && Long.parseLong(line) >= number) {
                return Long.parseLong(line);
            }
        }
        throw new AssertionError("the writer has ended");
    }

    /** Puts rows for ever and prints how many transactions are through. */
    static final class Writing {

        private Writing() {}

        public static void main(String[] args) throws Exception {
            TableLimits limits = new TableLimits(64 << 20, 1, Path.of(args[1]));
            try (EmbeddingTable table = EmbeddingTable.open(Path.of(args[0]), MODEL, "s1", limits)) {
                for (int n = 0; ; n++) {
                    table.put(rows(n), path -> Files.exists(Path.of(args[1], path)));
                    System.out.println(n + 1);
                    Thread.sleep(5);
                }
            }
        }

        static List<EmbeddingRow> rows(int n) {
            List<EmbeddingRow> rows = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                rows.add(row(n + "/" + i, Integer.toHexString(n * 10 + i), 1, n, i));
            }
            return rows;
        }
    }

    private static EmbeddingRow row(String path, String sha, float... vector) {
        return new EmbeddingRow(path, sha(sha), 640, 480, vector);
    }

    /** 64 digits that begin with those of the text. */
    private static String sha(String text) {
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        return hex + "0".repeat(64 - hex.length());
    }

    private static String text(String sha) {
        byte[] bytes = HexFormat.of().parseHex(sha.replaceFirst("(00)+$", ""));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void put(EmbeddingModel model, EmbeddingRow... rows) throws IOException {
        try (EmbeddingTable table = table(model)) {
            table.put(List.of(rows), this::isFile);
        }
    }

    private List<String> rows(EmbeddingModel model) throws IOException {
        List<String> rows = new ArrayList<>();
        try (EmbeddingReader reader = EmbeddingReader.open(file(), limits())) {
            reader.forEach(
                    model,
                    row -> rows.add(row.path() + " " + text(row.sha256()) + " " + Arrays.toString(row.vector())));
        }
        return rows;
    }

    private EmbeddingTable table(EmbeddingModel model) throws IOException {
        return EmbeddingTable.open(file(), model, settings, limits());
    }

    private Path file() {
        return folder.resolve("embeddings.duckdb");
    }

    private TableLimits limits() {
        return new TableLimits(64 << 20, 1, folder);
    }

    private boolean isFile(String path) {
        return Files.exists(folder.resolve(path));
    }
}
