package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Fixtures;
import io.millrace.media.onnx.SampleModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in, one vector each, the same whoever works on them, and only what is missing is made. */
@Timeout(300)
class EmbedTest {

    private static final int PICTURES = 24;

    /** What a line on stderr begins with that is ours. */
    private static final String OURS =
            "(failed|more|resume|embed|progress|reading the input,) .*|\\d+ files? passed over: .*";

    @TempDir
    private static Path folder;

    private static Photos photos;
    private static Path card;
    private static Path weights;

    @BeforeAll
    static void makePictures() throws Exception {
        photos = Photos.in(folder.resolve("photos")).add(PICTURES);
        photos.addBroken("broken.png");
        photos.addBroken("more/broken.jpg");
        Files.writeString(photos.folder().resolve("text.jpg"), "no picture");
        Files.createFile(photos.folder().resolve("empty.webp"));
        card = SampleModels.card(folder.resolve("cells.conf"));
        weights = SampleModels.model(folder.resolve("cells.onnx"), 0.5f);
    }

    @Test
    void shouldEndEachPictureAndSayNothingThatIsNotOurs() throws Exception {
        Said ended = embed(3, photos, "ends");

        assertThat(ended.err().lines()).allSatisfy(line -> assertThat(line).matches(OURS));
        assertThat(ended.out()).startsWith("embed  run ").contains("Embedded: " + PICTURES, "Errors: 4");
        List<String> good = new ArrayList<>(photos.names());
        good.removeAll(List.of("broken.png", "more/broken.jpg", "text.jpg", "empty.webp"));
        assertThat(vectors("ends").paths()).isEqualTo(good).hasSize(PICTURES);
        assertThat(vectors("ends")
                        .ask("SELECT DISTINCT model_id || ' ' || dim || ' ' || len(embedding) || ' ' || status || ' '"
                                + " || face_index || ' ' || width || 'x' || height FROM embeddings"))
                .containsExactly("statistical 512 512 DONE 0 120x90");
        List<JsonNode> manifest = new Produced(folder.resolve("ends")).manifest();
        assertThat(manifest).hasSize(PICTURES + 4);
        assertThat(manifest)
                .filteredOn(line -> !line.get("outcome").asText().equals("DONE"))
                .extracting(line ->
                        line.get("id").asText() + " " + line.get("class").asText())
                .containsExactlyInAnyOrder(
                        "broken.png CorruptImage",
                        "more/broken.jpg CorruptImage",
                        "text.jpg NotAnImage",
                        "empty.webp EmptyInput");
    }

    @Test
    void shouldEndEachPictureOfTheFixturesAndSayNothingThatIsNotOurs() throws Exception {
        Photos real = new Photos(Fixtures.path("images"));

        Said ended = embed(3, real, "real");

        assertThat(ended.err().lines()).allSatisfy(line -> assertThat(line).matches(OURS));
        assertThat(ended.out()).startsWith("embed  run ");
        List<String> all = new ArrayList<>(real.names());
        all.remove("facts.json");
        List<JsonNode> manifest = new Produced(folder.resolve("real")).manifest();
        assertThat(manifest).extracting(line -> line.get("id").asText()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(manifest)
                .filteredOn(line -> line.get("id").asText().startsWith("plain/"))
                .allSatisfy(line -> assertThat(line.get("outcome").asText())
                        .as(line.toString())
                        .isEqualTo("DONE"));
        assertThat(vectors("real").ask("SELECT count(*) - count(DISTINCT path) FROM embeddings"))
                .containsExactly("0");
    }

    @Test
    void shouldMakeTheSameVectorsWhoeverWorks() throws Exception {
        embed(3, photos, "alone", "-w", "1");
        embed(3, photos, "crews", "-w", "4");
        assertThat(vectors("crews").rows()).isEqualTo(vectors("alone").rows()).hasSize(PICTURES);
    }

    @Test
    void shouldMakeTheSameVectorsWithAModelInBatches() throws Exception {
        embed(3, photos, "one", model("-w", "1"));
        embed(3, photos, "four", model("-w", "4", "--set", "stages.infer.batch=4", "--set", "stages.align.workers=2"));
        assertThat(vectors("four").rows()).isEqualTo(vectors("one").rows()).hasSize(PICTURES);
        assertThat(vectors("one").ask("SELECT DISTINCT model_id || ' ' || dim FROM embeddings"))
                .containsExactly("cells " + SampleModels.DIMENSION);
    }

    /** A mark in the table shows which vectors were taken over and which were computed anew. */
    @Test
    void shouldTakeOverWhatItHasOfARenamedAndACopiedPicture() throws Exception {
        Photos mine = Photos.in(folder.resolve("renamed-photos")).add(6);
        embed(0, mine, "renamed");
        String marked = "[" + "0.25, ".repeat(511) + "0.25]";
        vectors("renamed").change("UPDATE embeddings SET embedding = " + marked + " WHERE path IN ('1.jpg', '2.png')");
        Files.move(mine.folder().resolve("1.jpg"), mine.folder().resolve("more/one.jpg"));
        Files.copy(mine.folder().resolve("2.png"), mine.folder().resolve("copy.png"));
        mine.add("new.png", 77);

        Said ended = embed(0, mine, "renamed");

        assertThat(ended.err()).contains("; 3 to do; 0 stale");
        assertThat(vectors("renamed").paths()).isEqualTo(mine.names()).hasSize(8);
        assertThat(vectors("renamed").of("more/one.jpg")).isEqualTo(marked);
        assertThat(vectors("renamed").of("copy.png")).isEqualTo(marked);
        assertThat(vectors("renamed").of("2.png")).isEqualTo(marked);
        assertThat(vectors("renamed").of("new.png")).isNotEqualTo(marked);
        assertThat(vectors("renamed").ask("SELECT DISTINCT width || 'x' || height FROM embeddings"))
                .containsExactly("120x90");
    }

    @Test
    void shouldSayThatAChangedPictureIsStaleAndReplaceItsVectorWhenToldTo() throws Exception {
        Photos mine = Photos.in(folder.resolve("changed-photos")).add(4);
        embed(0, mine, "changed");
        List<String> before = vectors("changed").rows();
        mine.add("2.png", 55);

        Said stale = embed(12, mine, "changed");

        assertThat(stale.err())
                .contains(
                        "1 item in ", " is stale: 1 made from a file or manifest entry that has changed since, 0 made")
                .contains("--stale redo");
        assertThat(vectors("changed").rows()).isEqualTo(before);
        assertThat(Said.with(
                                0,
                                "plan",
                                "embed",
                                mine.folder().toString(),
                                "--output",
                                folder.resolve("changed").toString())
                        .out())
                .contains("stale");

        embed(0, mine, "changed", "--stale", "redo");
        embed(0, mine, "afresh");
        assertThat(vectors("changed").rows())
                .isEqualTo(vectors("afresh").rows())
                .isNotEqualTo(before);
    }

    /** The bytes of each are known, under the other name. */
    @Test
    void shouldFollowPicturesThatHaveChangedPlaces() throws Exception {
        Photos mine = Photos.in(folder.resolve("swapped-photos")).add(4);
        embed(0, mine, "swapped");
        Path first = mine.folder().resolve("2.png");
        Path aside = folder.resolve("aside.png");
        mine.add("4.png", 4);
        Files.move(first, aside);
        Files.move(mine.folder().resolve("4.png"), first);
        Files.move(aside, mine.folder().resolve("4.png"), StandardCopyOption.REPLACE_EXISTING);

        embed(0, mine, "swapped", "--stale", "redo");
        embed(0, mine, "unswapped");
        assertThat(vectors("swapped").rows()).isEqualTo(vectors("unswapped").rows());
    }

    @Test
    void shouldTakeTheVectorFromAPictureThatHasBeenDamagedSince() throws Exception {
        Photos mine = Photos.in(folder.resolve("damaged-photos")).add(4);
        embed(0, mine, "damaged");
        mine.addBroken("1.jpg");

        embed(12, mine, "damaged");
        assertThat(vectors("damaged").paths()).contains("1.jpg");
        Said redone = embed(3, mine, "damaged", "--stale", "redo");
        assertThat(redone.err()).contains("failed  1.jpg  CorruptImage: ");
        assertThat(vectors("damaged").paths()).containsExactly("2.png", "more/0.png", "more/3.jpg");
    }

    /** The name of its file has not changed, nor its card. */
    @Test
    void shouldSayThatAllIsStaleWhenTheModelIsAnother() throws Exception {
        Photos mine = Photos.in(folder.resolve("remodelled-photos")).add(4);
        Path file = SampleModels.model(folder.resolve("changing.onnx"), 0.5f);
        String[] model = {"--model", card.toString(), "--model-file", file.toString()};
        embed(0, mine, "remodelled", model);
        List<String> before = vectors("remodelled").rows();
        SampleModels.model(file, 0.75f);

        Said stale = embed(12, mine, "remodelled", model);
        assertThat(stale.err()).contains("4 items in ", "4 made with other settings", "  step model ");

        embed(0, mine, "remodelled", with(model, "--stale", "redo"));
        assertThat(vectors("remodelled").paths()).isEqualTo(mine.names());
        assertThat(vectors("remodelled").rows()).doesNotContainAnyElementsOf(before);
        assertThat(vectors("remodelled").ask("SELECT DISTINCT model_sha256 FROM embeddings"))
                .hasSize(1);
    }

    /** A vector that was made with other settings is nothing to take over. */
    @Test
    void shouldMakeVectorsAnewWhenSettingsHaveChanged() throws Exception {
        Photos mine = Photos.in(folder.resolve("set-photos"));
        mine.add("a.jpg", 1, Photos.Look.LARGE, 90);
        embed(0, mine, "set");
        embed(0, mine, "set", "--set", "stages.decode.scale=fast", "--stale", "redo");
        embed(0, mine, "set-afresh", "--set", "stages.decode.scale=fast");

        assertThat(vectors("set").rows()).isEqualTo(vectors("set-afresh").rows());
    }

    @Test
    void shouldSayThatVectorsOfEveryPixelAreStaleWhereItNowDecodesSmaller() throws Exception {
        Photos mine = Photos.in(folder.resolve("smaller-photos"));
        mine.add("a.jpg", 1, Photos.Look.LARGE, 90);
        embed(0, mine, "smaller", model("--set", "stages.decode.scale=exact"));
        List<String> exact = vectors("smaller").rows();

        Said stale = embed(12, mine, "smaller", model());
        assertThat(stale.err()).contains("  stages.decode.scale exact -> fast 16\n");

        Said redone = embed(0, mine, "smaller", model("--stale", "redo"));
        assertThat(redone.err()).contains("its shorter side keeps 16 pixels (stages.decode.scale = auto: fast;");
        assertThat(vectors("smaller").rows()).isNotEqualTo(exact);
        embed(0, mine, "smaller", model("--set", "stages.decode.scale=fast"));
    }

    private static String[] model(String... more) {
        return with(new String[] {"--model", card.toString(), "--model-file", weights.toString()}, more);
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Vectors vectors(String output) {
        return new Vectors(folder.resolve(output));
    }

    private static Said embed(int exit, Photos photos, String output, String... more) {
        String[] words = {
            "embed",
            photos.folder().toString(),
            "--output",
            folder.resolve(output).toString()
        };
        return Said.with(exit, with(words, more));
    }
}
