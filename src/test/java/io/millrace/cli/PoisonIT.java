package io.millrace.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An item that ends the process costs itself only, with nobody at hand; and who kills a process does not accuse its
 * items.
 */
@Timeout(300)
class PoisonIT {

    private static final int ENTRIES = 24;

    /** Of a hundred none may leave a suspect; so many take their time. */
    private static final int KILLS = Integer.getInteger("millrace.kills", 4);

    private static final long PROGRESS_WITHIN_NS = 60_000_000_000L;

    @TempDir
    private static Path folder;

    private static Path video;
    private static String agent;

    @BeforeAll
    static void prepare() throws Exception {
        video = SampleVideos.write(folder.resolve("video.mp4"), Coding.MPEG4_MP4, 160, 120, 60)
                .file();
        agent = Poison.option(folder);
    }

    @Test
    void shouldQuarantineWhatEndsTheProcessAndFinishTheRest() throws Exception {
        List<String> poison = List.of("item-5-" + Poison.ABORTS, "item-13-" + Poison.CRASHES);
        Path manifest = manifest("poison.json", poison);
        Produced produced = new Produced(folder.resolve("poison"));

        BinRun.Ended ended =
                command(manifest, produced).with("MILLRACE_OPTS", agent).run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        assertThat(ended.err())
                .contains(
                        "crashed: SIGABRT; starting it again, 1 of 3 ",
                        "in hand, each is tried alone first: ",
                        poison.get(0) + " ends the process alone, too (ABRT): QUARANTINED",
                        poison.get(1) + " ends the process alone, too (");
        checkOutcomes(produced, poison);
        assertThat(produced.summary().get("items").get("quarantined").asInt()).isEqualTo(2);
        checkStays(manifest, produced, poison);
    }

    /** The item is not tried again by itself, and does not come out of its own, as long as input and settings stay. */
    private static void checkStays(Path manifest, Produced produced, List<String> poison) throws Exception {
        BinRun.Ended again = command(manifest, produced, "--retry-failed")
                .with("MILLRACE_OPTS", agent)
                .run();
        assertThat(again.exit()).as(again.everything()).isEqualTo(3);
        assertThat(again.err()).contains("; 0 to do; 0 stale").doesNotContain("crashed");
        checkOutcomes(produced, poison);
    }

    /** The run comes to its end although the decoder never does. */
    @Test
    void shouldGiveUpAnItemThatNeverComesBackAndFinishTheRest() throws Exception {
        Path manifest = manifest("endless.json", List.of("item-4-" + Poison.SPINS));
        Produced produced = new Produced(folder.resolve("endless"));

        BinRun.Ended ended = command(manifest, produced, "--set", "stages.decode.timeout=5s")
                .with("MILLRACE_OPTS", agent)
                .run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        assertThat(ended.out()).contains("1 Hung   decode   ", "no progress for 5 s");
        assertThat(produced.manifest().stream()
                        .filter(line -> line.get("outcome").asText().equals("DONE")))
                .hasSize(ENTRIES - 1);
    }

    @Test
    void shouldOnlySayThatItCrashedWhenItIsNotToStartAgain() throws Exception {
        Path manifest = manifest("alone.json", List.of("item-2-" + Poison.ABORTS));
        Produced once = new Produced(folder.resolve("alone"));
        Produced twice = new Produced(folder.resolve("alone-too")); // what crashed before is tried alone, and left out

        BinRun.Ended never = command(manifest, once, "--no-restart")
                .with("MILLRACE_OPTS", agent)
                .run();
        BinRun.Ended none = command(manifest, twice, "--set", "crash.restarts=0")
                .with("MILLRACE_OPTS", agent)
                .run();

        assertThat(never.exit()).as(never.everything()).isEqualTo(134);
        assertThat(none.exit()).as(none.everything()).isEqualTo(134);
        assertThat(none.err()).contains("crashed: SIGABRT").doesNotContain("starting");
    }

    @Test
    @Timeout(3600)
    void shouldSuspectNobodyWhenKilled() throws Exception {
        Path manifest = manifest("killed.json", List.of());
        Produced produced = new Produced(folder.resolve("killed"));
        for (int i = 0; i < KILLS; i++) {
            BinRun.Going going = command(manifest, produced).start();
            awaitFlight(going, produced);
            going.signal("KILL");
            assertThat(going.await(60).err()).doesNotContain("crashed", "QUARANTINED");
        }

        Said.with(0, words(manifest, produced));

        checkOutcomes(produced, List.of());
    }

    /** Until this process has items in hand, or the run is over. */
    private static void awaitFlight(BinRun.Going going, Produced produced) throws Exception {
        Path flight = produced.root().resolve(".millrace/FLIGHT");
        long end = System.nanoTime() + PROGRESS_WITHIN_NS;
        Object before = Files.exists(flight) ? Files.getLastModifiedTime(flight) : null;
        while (going.process().isAlive()
                && (!Files.exists(flight)
                        || Files.getLastModifiedTime(flight).equals(before)
                        || !new String(Files.readAllBytes(flight), ISO_8859_1).contains("item-"))) {
            assertThat(System.nanoTime()).as(going.errSoFar()).isLessThan(end);
            Thread.sleep(2);
        }
    }

    private static Path manifest(String name, List<String> poison) throws Exception {
        Pairs pairs = new Pairs();
        for (int i = 0; i < ENTRIES; i++) {
            String plain = "item-" + i;
            String id = poison.stream()
                    .filter(bad -> bad.startsWith(plain + "-"))
                    .findFirst()
                    .orElse(plain);
            pairs.add(id, video);
        }
        return pairs.write(folder.resolve(name));
    }

    private static String[] words(Path manifest, Produced output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "clips",
                manifest.toString(),
                "--output",
                output.root().toString(),
                "-w",
                "decode=2,transform=1",
                "--size",
                "48x64",
                "--frames",
                "4"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static BinRun command(Path manifest, Produced output, String... more) {
        return BinRun.of(words(manifest, output, more));
    }

    private static void checkOutcomes(Produced produced, List<String> quarantined) throws Exception {
        List<JsonNode> lines = produced.manifest();
        assertThat(lines).hasSize(ENTRIES).allSatisfy(line -> {
            String id = line.get("id").asText();
            assertThat(line.get("outcome").asText())
                    .as(id)
                    .isEqualTo(quarantined.contains(id) ? "QUARANTINED" : "DONE");
        });
        assertThat(lines.stream().filter(line -> line.has("class")))
                .allMatch(line -> line.get("class").asText().equals("NativeCrash")
                        && line.get("stage").asText().equals("decode"));
    }
}
