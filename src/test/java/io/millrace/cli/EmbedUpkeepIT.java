package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the other verbs do with an output of {@code embed}, and what becomes of one whose place is taken, locked or
 * full.
 */
@Timeout(300)
class EmbedUpkeepIT {

    private static final int PICTURES = 6;

    @TempDir
    private static Path folder;

    private static Photos photos;

    @TempDir
    private Path mountPoint;

    @BeforeAll
    static void makePictures() throws Exception {
        photos = Photos.in(folder.resolve("photos")).add(PICTURES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duckdb", "npy", "parquet"})
    void shouldBeginAnewAndLeaveWhatIsNotOurs(String format) throws Exception {
        Path output = folder.resolve("fresh-" + format);
        String[] command = {
            "embed", "photos", "--output", output.toString(), "--format", format, "--fresh", "--yes", "--limit", "2"
        };
        run(0, "embed", "photos", "--output", output.toString(), "--format", format);
        List<String> ours = List.copyOf(BinRun.tree(output).keySet());
        for (String name : List.of("mine.txt", "img_emb/mine.npy", "metadata/mine/mine.txt")) {
            Files.createDirectories(output.resolve(name).getParent());
            Files.writeString(output.resolve(name), "mine");
        }

        BinRun.Ended ended = run(75, command);

        assertThat(ended.err()).contains("left in " + output + ", because no run has recorded it: ", "mine.txt");
        assertThat(BinRun.tree(output).keySet())
                .containsAll(ours)
                .hasSize(ours.size() + 3)
                .contains("mine.txt", "img_emb/mine.npy", "metadata/mine/mine.txt");
        assertThat(run(0, "search", output.toString(), "--image", "photos/2.png", "-k", "9")
                        .out()
                        .lines())
                .hasSize(2);
    }

    @Test
    void shouldRefuseADatabaseOfSomebodyElse() throws Exception {
        Path output = Files.createDirectories(folder.resolve("taken"));
        new Vectors(output).change("CREATE TABLE embeddings (mine INTEGER)");
        byte[] before = Files.readAllBytes(output.resolve("embeddings.duckdb"));

        BinRun.Ended ended = run(74, "embed", "photos", "--output", "taken");

        assertThat(ended.err())
                .contains("embeddings.duckdb: a file that Millrace did not make has that name; move it away")
                .doesNotContain("\tat ");
        assertThat(output.resolve("embeddings.duckdb")).hasBinaryContent(before);
        run(74, "embed", "photos", "--output", "taken", "--fresh", "--yes");
        assertThat(output.resolve("embeddings.duckdb")).hasBinaryContent(before);
    }

    @Test
    void shouldSayThatAnotherProcessHasTheDatabase() throws Exception {
        run(75, "embed", "photos", "--output", "held", "--limit", "3");
        try (Connection held = new Vectors(folder.resolve("held")).connect()) {
            assertThat(held.isClosed()).isFalse();
            BinRun.Ended ended = run(74, "embed", "photos", "--output", "held");
            assertThat(ended.err())
                    .contains("embeddings.duckdb is in use by another process; let that end first")
                    .doesNotContain("\tat ");
        }
        run(0, "embed", "photos", "--output", "held");
        assertThat(new Vectors(folder.resolve("held")).paths()).isEqualTo(photos.names());
    }

    @Test
    void shouldSayThatTheDiskIsFullAndGoOnWhenItIsNot() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(mountPoint, 48)) {
            Path output = disk.folder().resolve("out");
            run(75, "embed", "photos", "--output", output.toString(), "--limit", "1", "--set", "journal.free-space=0");
            disk.fill(0);
            BinRun.Ended full =
                    run(74, "embed", "photos", "--output", output.toString(), "--set", "journal.free-space=0");
            assertThat(full.err()).containsIgnoringCase("no space left on ").doesNotContain("\tat ");
            disk.free();
            run(0, "embed", "photos", "--output", output.toString(), "--set", "journal.free-space=0");
            assertThat(new Vectors(output).paths()).isEqualTo(photos.names());
        }
    }

    @Test
    void shouldFindAndMakeAgainARowThatIsLostOrChanged() throws Exception {
        run(0, "embed", "photos", "--output", "lost");
        Vectors vectors = new Vectors(folder.resolve("lost"));
        List<String> before = vectors.rows();
        assertThat(run(0, "journal", "check", "lost", "--outputs").out()).contains("all as they were recorded");
        vectors.change("DELETE FROM embeddings WHERE path = '1.jpg'");
        vectors.change("UPDATE embeddings SET embedding = list_reverse(embedding) WHERE path = '2.png'");

        BinRun.Ended check = run(74, "journal", "check", "lost", "--outputs");
        assertThat(check.out())
                .contains("not as recorded: 1.jpg", "not as recorded: 2.png", "those of 2 items")
                .doesNotContain("4.png");
        assertThat(run(74, "journal", "repair", "lost", "--outputs").err())
                .startsWith("the results of 2 of 6 items are not as they were recorded")
                .contains("add --yes", "nothing was forgotten");
        assertThat(run(0, "journal", "repair", "lost", "--outputs", "--yes").out())
                .contains("2 items forgotten");
        assertThat(run(0, "embed", "photos", "--output", "lost").err()).contains("; 2 to do; 0 stale");
        assertThat(vectors.rows()).isEqualTo(before);
        run(0, "journal", "check", "lost", "--outputs");
    }

    @Test
    void shouldTellOfItsItemsAndTryThemAgain() throws Exception {
        Photos mine = Photos.in(folder.resolve("failing")).add(3);
        mine.addBroken("broken.png");
        run(0, "plan", "embed", "failing", "--output", "told");
        assertThat(folder.resolve("told")).doesNotExist();
        run(3, "embed", "failing", "--output", "told");

        assertThat(run(0, "explain", "told", "1.jpg").out())
                .contains("item      1.jpg is DONE\n", "embeddings.duckdb", "statistical/1.jpg")
                .contains("next      a run leaves it as it is\n")
                .doesNotContain("missing");
        assertThat(run(0, "explain", "told", "broken.png").out())
                .contains("item      broken.png is FAILED: CorruptImage in decode: ");
        assertThat(run(3, "errors", "told").out()).contains("CorruptImage", "broken.png");
        assertThat(run(0, "plan", "embed", "failing", "--output", "told").out()).contains("failed");
        run(3, "retry", "told");
        mine.add("broken.png", 60);
        run(0, "embed", "failing", "--output", "told");
        assertThat(new Vectors(folder.resolve("told")).paths()).isEqualTo(mine.names());
    }

    @Test
    void shouldShowAndCheckItsSettingsAndTryAPicture() throws Exception {
        assertThat(run(0, "config", "embed").out()).contains("card = statistical", "format = duckdb", "images");
        run(0, "validate", "embed", "photos");
        assertThat(run(78, "validate", "embed", "photos", "--set", "model.crad=x")
                        .err())
                .contains("model.crad", "did you mean");
        Files.copy(folder.resolve("photos/2.png"), folder.resolve("copy.png"));
        BinRun.Ended tried = run(3, "try", "embed", "photos/2.png", "copy.png", "photos/2.png", "photos/none.png");
        assertThat(tried.out())
                .contains("120x90 RGB", "float32 [512], begins [", "there already, from another file of the same bytes")
                .contains("photos/none.png  MissingInput in decode: ")
                .containsPattern("(?m)^DONE  ");
    }

    @Test
    void shouldTakeOnlyWhatItIsToldTo() throws Exception {
        run(0, "embed", "photos", "--output", "some", "--only", "more/3.jpg");
        assertThat(new Vectors(folder.resolve("some")).paths()).containsExactly("more/3.jpg");
        run(69, "embed", "photos", "--output", "none", "--only", "no.jpg");
        assertThat(folder.resolve("none")).doesNotExist();
        Files.createDirectories(folder.resolve("nothing"));
        assertThat(run(69, "embed", "nothing", "--output", "none").err()).contains("there is no picture in the folder");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static BinRun.Ended run(int exit, String... words) throws Exception {
        BinRun.Ended ended = BinRun.of(words).in(folder).shortLived().run();
        assertThat(ended.exit())
                .as(String.join(" ", words) + "\n" + ended.everything())
                .isEqualTo(exit);
        return ended;
    }
}
