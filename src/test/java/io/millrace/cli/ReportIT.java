package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs say of themselves afterwards: one that was killed, and the one that went on. */
@Timeout(300)
class ReportIT {

    private static final int ITEMS = 150;

    @TempDir
    private Path folder;

    @Test
    void shouldTellOfAKilledRunAndOfTheOneThatWentOn() throws Exception {
        Path good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 320, 240, 200)
                .file();
        SampleVideos.truncated(good, folder.resolve("<script>broken.mp4"));
        Pairs pairs = new Pairs();
        pairs.addBad("broken", folder.resolve("<script>broken.mp4"));
        for (int i = 1; i < ITEMS; i++) {
            pairs.add("item-" + i, good);
        }
        pairs.write(folder.resolve("pairs.json"));
        BinRun.Going going = Gate.before("item-" + ITEMS / 2)
                .with(run("clips", "pairs.json", "--output", "out", "-w", "1"))
                .start();
        awaitSamples(going);
        going.signal("KILL");
        BinRun.Ended dead = going.await(60);
        assertThat(dead.exit()).isEqualTo(137);
        assertThat(dead.err()).contains("was killed (SIGKILL); the same command goes on");
        assertThat(folder.resolve("out/.millrace/runs")).isDirectoryNotContaining("glob:**/report.html");
        Said.with(0, "report", at("out"), "--output", at("killed.html"));
        assertThat(Files.readString(folder.resolve("killed.html")))
                .contains("KILLED", "<section id=\"throughput\">", "&lt;script&gt;broken.mp4")
                .doesNotContain("<script>broken");

        BinRun.Ended ended = run("clips", "pairs.json", "--output", "out", "--report", "copy.html")
                .run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        assertThat(ended.out()).contains("  report     copy.html     ");
        checkPage(Files.readString(folder.resolve("copy.html")), ended.out());
        checkRuns();
        Said again = Said.with(0, "report", at("out"));
        assertThat(page(again.out().strip())).isEqualTo(page("copy.html"));
        Said.with(2, "report", at("out"), "--run", "x");
        Said none = Said.with(3, "clips", at("pairs.json"), "--output", at("out"), "--report", "none");
        assertThat(none.out()).contains("summary.json     run.log");
    }

    /** But for the lengths of the run's files, of which the log goes on. */
    private String page(String name) throws Exception {
        String page = Files.readString(folder.resolve(name));
        return page.substring(0, page.indexOf("<section id=\"files\">"));
    }

    /** The same figures as the summary, and both runs. */
    private static void checkPage(String page, String summary) {
        String text = page.replaceAll("<[^>]*>", "").replace("&lt;", "<");
        String equation = summary.lines()
                .filter(line -> line.startsWith("  items "))
                .findFirst()
                .orElseThrow()
                .substring("  items ".length())
                .strip();
        assertThat(text).contains(equation, "KILLED", "COMPLETED WITH FAILURES (3)");
        assertThat(page).contains("reference.conf: ", "stages.decode.corrupt").doesNotContain("models.palm", "://");
    }

    /** The items of both runs are those of the journal. */
    private void checkRuns() throws Exception {
        Said told = Said.with(0, "runs", at("out"));
        assertThat(told.out())
                .containsPattern("(?m)^RUN +STARTED +TIME ")
                .contains("KILLED", "COMPLETED WITH FAILURES  3 ")
                .contains(at("out") + ": 150 items listed, 150 stand = 149 done + 0 empty + 1 failed + 0 quarantined");
        Said json = Said.with(0, "runs", at("out"), "--json");
        List<JsonNode> runs = new ArrayList<>();
        for (String line : json.out().lines().toList()) {
            runs.add(new ObjectMapper().readTree(line));
        }
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).get("exit").isNull()).isTrue();
        assertThat(runs.get(0).get("done").asLong()).isPositive();
        assertThat(runs.stream().mapToLong(run -> run.get("stand").asLong()).sum())
                .isEqualTo(ITEMS);
        assertThat(runs.stream().mapToLong(run -> run.get("done").asLong()).sum())
                .isEqualTo(ITEMS - 1);
        Said csv = Said.with(0, "runs", at("out"), "--csv");
        assertThat(csv.out().lines()).hasSize(3).first().asString().startsWith("run,started,seconds,done,");
    }

    private void awaitSamples(BinRun.Going going) throws Exception {
        going.await(() -> samples().contains("\"type\":\"sample\"")
                && going.errSoFar().contains("failed  ")
                && Files.exists(folder.resolve("out/item-1/meta.json")));
    }

    private String samples() throws Exception {
        Path runs = folder.resolve("out/.millrace/runs");
        if (!Files.isDirectory(runs)) {
            return "";
        }
        try (var files = Files.walk(runs)) {
            Path file = files.filter(one -> one.endsWith("samples.jsonl"))
                    .findFirst()
                    .orElse(null);
            return file == null ? "" : Files.readString(file);
        }
    }

    private BinRun run(String... words) {
        return BinRun.of(words).in(folder);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }
}
