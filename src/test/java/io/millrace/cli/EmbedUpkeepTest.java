package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the other verbs do with an output of {@code embed}, and what becomes of one whose place is taken.
 */
@Timeout(300)
class EmbedUpkeepTest {

    private static final int PICTURES = 6;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makePictures() throws Exception {
        Photos.in(folder.resolve("photos")).add(PICTURES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duckdb", "npy", "parquet"})
    void shouldBeginAnewAndLeaveWhatIsNotOurs(String format) throws Exception {
        Path output = folder.resolve("fresh-" + format);
        String[] command = {
            "embed", at("photos"), "--output", output.toString(), "--format", format, "--fresh", "--yes", "--limit", "2"
        };
        Said.with(0, "embed", at("photos"), "--output", output.toString(), "--format", format);
        List<String> ours = List.copyOf(OutputTree.of(output).names());
        for (String name : List.of("mine.txt", "img_emb/mine.npy", "metadata/mine/mine.txt")) {
            Files.createDirectories(output.resolve(name).getParent());
            Files.writeString(output.resolve(name), "mine");
        }

        Said ended = Said.with(75, command);

        assertThat(ended.err()).contains("left in " + output + ", because no run has recorded it: ", "mine.txt");
        assertThat(OutputTree.of(output).names())
                .containsAll(ours)
                .hasSize(ours.size() + 3)
                .contains("mine.txt", "img_emb/mine.npy", "metadata/mine/mine.txt");
        assertThat(Said.with(0, "search", output.toString(), "--image", at("photos/2.png"), "-k", "9")
                        .out()
                        .lines())
                .hasSize(2);
    }

    @Test
    void shouldRefuseADatabaseOfSomebodyElse() throws Exception {
        Path output = Files.createDirectories(folder.resolve("taken"));
        new Vectors(output).change("CREATE TABLE embeddings (mine INTEGER)");
        byte[] before = Files.readAllBytes(output.resolve("embeddings.duckdb"));

        Said ended = Said.with(74, "embed", at("photos"), "--output", at("taken"));

        assertThat(ended.err())
                .contains("embeddings.duckdb: a file that Millrace did not make has that name; move it away")
                .doesNotContain("\tat ");
        assertThat(output.resolve("embeddings.duckdb")).hasBinaryContent(before);
        Said.with(74, "embed", at("photos"), "--output", at("taken"), "--fresh", "--yes");
        assertThat(output.resolve("embeddings.duckdb")).hasBinaryContent(before);
    }

    @Test
    void shouldFindAndMakeAgainARowThatIsLostOrChanged() throws Exception {
        Said.with(0, "embed", at("photos"), "--output", at("lost"));
        Vectors vectors = new Vectors(folder.resolve("lost"));
        List<String> before = vectors.rows();
        assertThat(Said.with(0, "journal", "check", at("lost"), "--outputs").out())
                .contains("all as they were recorded");
        vectors.change("DELETE FROM embeddings WHERE path = '1.jpg'");
        vectors.change("UPDATE embeddings SET embedding = list_reverse(embedding) WHERE path = '2.png'");

        Said check = Said.with(74, "journal", "check", at("lost"), "--outputs");
        assertThat(check.out())
                .contains("not as recorded: 1.jpg", "not as recorded: 2.png", "those of 2 items")
                .doesNotContain("4.png");
        assertThat(Said.with(74, "journal", "repair", at("lost"), "--outputs").err())
                .startsWith("the results of 2 of 6 items are not as they were recorded")
                .contains("add --yes", "nothing was forgotten");
        assertThat(Said.with(0, "journal", "repair", at("lost"), "--outputs", "--yes")
                        .out())
                .contains("2 items forgotten");
        assertThat(Said.with(0, "embed", at("photos"), "--output", at("lost")).err())
                .contains("; 2 to do; 0 stale");
        assertThat(vectors.rows()).isEqualTo(before);
        Said.with(0, "journal", "check", at("lost"), "--outputs");
    }

    @Test
    void shouldTellOfItsItemsAndTryThemAgain() throws Exception {
        Photos mine = Photos.in(folder.resolve("failing")).add(3);
        mine.addBroken("broken.png");
        Said.with(0, "plan", "embed", at("failing"), "--output", at("told"));
        assertThat(folder.resolve("told")).doesNotExist();
        Said.with(3, "embed", at("failing"), "--output", at("told"));

        assertThat(Said.with(0, "explain", at("told"), "1.jpg").out())
                .contains("item      1.jpg is DONE\n", "embeddings.duckdb", "statistical/1.jpg")
                .contains("next      a run leaves it as it is\n")
                .doesNotContain("missing");
        assertThat(Said.with(0, "explain", at("told"), "broken.png").out())
                .contains("item      broken.png is FAILED: CorruptImage in decode: ");
        assertThat(Said.with(3, "errors", at("told")).out()).contains("CorruptImage", "broken.png");
        assertThat(Said.with(0, "plan", "embed", at("failing"), "--output", at("told"))
                        .out())
                .contains("failed");
        Said.with(3, "retry", at("told"));
        mine.add("broken.png", 60);
        Said.with(0, "embed", at("failing"), "--output", at("told"));
        assertThat(new Vectors(folder.resolve("told")).paths()).isEqualTo(mine.names());
    }

    @Test
    void shouldShowAndCheckItsSettingsAndTryAPicture() throws Exception {
        assertThat(Said.with(0, "config", "embed").out()).contains("card = statistical", "format = duckdb", "images");
        Said.with(0, "validate", "embed", at("photos"));
        assertThat(Said.with(78, "validate", "embed", at("photos"), "--set", "model.crad=x")
                        .err())
                .contains("model.crad", "did you mean");
        Files.copy(folder.resolve("photos/2.png"), folder.resolve("copy.png"));
        Said tried = Said.with(
                3, "try", "embed", at("photos/2.png"), at("copy.png"), at("photos/2.png"), at("photos/none.png"));
        assertThat(tried.out())
                .contains("120x90 RGB", "float32 [512], begins [", "there already, from another file of the same bytes")
                .contains("photos/none.png  MissingInput in decode: ")
                .containsPattern("(?m)^DONE  ");
    }

    @Test
    void shouldTakeOnlyWhatItIsToldTo() throws Exception {
        Said.with(0, "embed", at("photos"), "--output", at("some"), "--only", "more/3.jpg");
        assertThat(new Vectors(folder.resolve("some")).paths()).containsExactly("more/3.jpg");
        Said.with(69, "embed", at("photos"), "--output", at("none"), "--only", "no.jpg");
        assertThat(folder.resolve("none")).doesNotExist();
        Files.createDirectories(folder.resolve("nothing"));
        assertThat(Said.with(69, "embed", at("nothing"), "--output", at("none")).err())
                .contains("there is no picture in the folder");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
