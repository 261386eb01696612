package io.millrace.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.BinRun;
import io.millrace.cli.Pairs;
import io.millrace.cli.Said;
import io.millrace.engine.output.RunFolder;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running process, and the verbs that talk to it from another terminal. */
@Timeout(300)
class ControlIT {

    /** More than any machine does while a test asks: each run is ended by what it is asked. */
    private static final int ENTRIES = 100_000;

    private static final int REFUSED = 2;
    private static final int NOBODY = 69;
    private static final int EARLY = 75;

    @TempDir
    private Path folder;

    private final Pairs pairs = new Pairs();
    private Path output;

    @BeforeEach
    void makeInput() throws Exception {
        Path video = SampleVideos.write(folder.resolve("video.mp4"), Coding.MPEG4_MP4, 320, 240, 300)
                .file();
        for (int i = 0; i < ENTRIES; i++) {
            pairs.add("item-" + i, video);
        }
        pairs.write(folder.resolve("pairs.json"));
        output = folder.resolve("out put");
    }

    @Test
    void shouldDoWhatItIsAskedFromElsewhere() throws Exception {
        assertThat(say(NOBODY, "status").err()).isEqualTo("there is no folder " + output + "\n");
        BinRun.Going going = begin();

        assertThat(say(0, "pause").out()).isEqualTo("no new items are taken; bin/run continue goes on\n");
        long done = doneWhenAtRest();
        assertThat(say(0, "status").out()).contains("PAUSED", "decode", "write").doesNotContain("\033");
        assertThat(say(0, "scale", "decode=2,transform=3").out())
                .isEqualTo("decode: 2 workers; transform: 3 workers\n");
        assertThat(say(REFUSED, "scale", "decode=100000").err()).contains("scale takes stages and their workers");
        assertThat(say(REFUSED, "scale", "decode=9999").err())
                .contains("decode can have ", " workers: that is the most");
        assertThat(say(REFUSED, "scale", "dekode=2").err()).contains("dekode", "decode, transform");
        JsonNode paused = status();
        assertThat(paused.get("paused").asBoolean()).isTrue();
        assertThat(paused.get("items").get("done").asLong()).isEqualTo(done);
        assertThat(workers(paused, "decode")).isEqualTo(2);
        assertThat(workers(paused, "transform")).isEqualTo(3);

        assertThat(say(0, "continue").out()).isEqualTo("items are taken again\n");
        assertThat(say(0, "drain", "--wait").out()).contains(" in flight, then it ends");
        BinRun.Ended ended = going.await(90);
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(EARLY);
        assertThat(ended.out()).contains("STOPPED EARLY (exit 75)");
        assertThat(RunFolder.control(output)).doesNotExist();
        assertThat(say(NOBODY, "scale", "decode=2").err())
                .startsWith("no process works on " + output + "; bin/run runs ");
    }

    @Test
    void shouldTellHowItGoesWhenSignalled() throws Exception {
        BinRun.Going going = begin();
        say(0, "pause");
        Path told = RunFolder.latest(output).resolve("status.json");

        going.signal("USR1");
        going.await(() -> Files.exists(told));

        assertThat(going.errSoFar()).contains("PAUSED", "decode");
        JsonNode status = new ObjectMapper().readTree(told.toFile());
        assertThat(status.get("run").asText())
                .isEqualTo(RunFolder.latest(output).getFileName().toString());
        assertThat(say(0, "stop", "--wait").out()).isEqualTo("it stops now\n");
        BinRun.Ended ended = going.await(90);
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(EARLY);
    }

    /** The socket of a killed process is no obstacle, neither to those who ask nor to the next process. */
    @Test
    void shouldBeTalkedToAgainAfterItWasKilled() throws Exception {
        BinRun.Going killed = begin();
        killed.signal("KILL");
        killed.await(90);
        assertThat(RunFolder.control(output)).exists();
        assertThat(say(NOBODY, "status").err()).startsWith("no process works on " + output);

        BinRun.Going going = begin();
        assertThat(status().get("state").asText()).isEqualTo("RUNNING");
        BinRun.Going top =
                BinRun.of("top", output.toString(), "--interval", "1s").start();
        top.await(() -> top.errSoFar().contains("clips  "));
        assertThat(say(0, "stop").out()).isEqualTo("it stops now\n");
        assertThat(going.await(90).exit()).isEqualTo(EARLY);
        BinRun.Ended watched = top.await(90);
        assertThat(watched.exit()).as(watched.everything()).isZero();
        assertThat(watched.err()).doesNotContain("\033", "\r");
        assertThat(watched.out()).startsWith("the process that worked on " + output + " is gone; ");
    }

    /** When it returns, it listens. */
    private BinRun.Going begin() throws Exception {
        Object before = BinRun.Going.flight(output);
        BinRun.Going going = BinRun.of(
                        "clips",
                        folder.resolve("pairs.json").toString(),
                        "--output",
                        output.toString(),
                        "-w",
                        "1",
                        "--size",
                        "48x64",
                        "--frames",
                        "4",
                        "--set",
                        "memory.in-flight=8")
                .start();
        going.awaitItems(output, before);
        going.await(() -> RunningProcess.isThere(output));
        return going;
    }

    /** Items done when nothing is in flight any more, twice. */
    private long doneWhenAtRest() throws Exception {
        JsonNode status = status();
        while (status.get("in_flight").asInt() > 0) {
            status = status();
        }
        long done = status.get("items").get("done").asLong();
        assertThat(done).isLessThan(ENTRIES);
        assertThat(status().get("items").get("done").asLong()).isEqualTo(done);
        return done;
    }

    private JsonNode status() throws Exception {
        return new ObjectMapper().readTree(say(0, "status", "--json").out());
    }

    private static int workers(JsonNode status, String stage) {
        for (JsonNode each : status.get("stages")) {
            if (each.get("name").asText().equals(stage)) {
                return each.get("workers").asInt();
            }
        }
        throw new AssertionError("no stage " + stage + " in " + status);
    }

    /** From the test's own process, which is another than the run's. */
    private Said say(int exit, String verb, String... more) {
        List<String> words = new ArrayList<>(List.of(verb, output.toString()));
        words.addAll(List.of(more));
        return Said.with(exit, words.toArray(String[]::new));
    }
}
