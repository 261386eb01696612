package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.onnx.SampleHandModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Killed with -9 while frames of several videos are on their way, then let through: the tree of an uninterrupted run,
 * with videos that fail and that have no hand between the others.
 */
@Timeout(24 * 3600)
class LandmarksKillIT {

    private static final int KILLED = 128 + 9;
    private static final int VIDEOS = 24;
    private static final int FRAMES = 12;
    private static final int KILLS = 3;

    /** Outputs that are killed so often each. */
    private static final int OUTPUTS = Math.max(1, Integer.getInteger("crash.kills", KILLS) / KILLS);

    private static final int FAILURES = 3;

    @TempDir
    private static Path folder;

    private static SampleHandModels models;
    private static Path frames;
    private static Path annotations;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeAll
    static void make() throws IOException {
        models = SampleHandModels.in(folder.resolve("models"));
        frames = folder.resolve("frames");
        StringBuilder list = new StringBuilder("{");
        for (int video = 0; video < VIDEOS; video++) {
            video(video);
            list.append(video == 0 ? "" : ",\n").append("\"v%02d\": {\"gloss\": %d}".formatted(video, video));
        }
        annotations = Files.writeString(folder.resolve("annotations.json"), list.append('}'));
    }

    /** Every fifth has no light, every seventh no frame that can be read. */
    private static void video(int number) throws IOException {
        Path video = frames.resolve("v%02d".formatted(number));
        Photos photos = Photos.in(video);
        Photos.Look look = number % 5 == 2 ? Photos.Look.BLACK : Photos.Look.SQUARE;
        for (int frame = 0; frame < FRAMES; frame++) {
            String name = frame + ".png";
            if (number % 7 == 3) {
                Files.writeString(video.resolve(name), "no picture");
            } else {
                photos.add(name, number * 100 + frame, look, 90);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "webdataset"})
    void shouldLeaveWhatAnUninterruptedRunLeavesWhenKilledOnTheWay(String format) throws Exception {
        System.out.println("LandmarksKillIT " + format + ", seed " + seed);
        Path uninterrupted = folder.resolve(format + "-uninterrupted");
        BinRun.Going going = command(uninterrupted, format).start();
        going.awaitItems(uninterrupted, null);
        long begun = System.nanoTime();
        BinRun.Ended whole = going.await(120);
        long workMs = (System.nanoTime() - begun) / 1_000_000;
        assertThat(whole.exit()).as(whole.everything()).isEqualTo(FAILURES);

        int killed = 0;
        for (int i = 0; i < OUTPUTS; i++) {
            killed += killAndFinish(format, folder.resolve(format + "-" + i), uninterrupted, workMs);
        }
        System.out.println("LandmarksKillIT " + format + ": " + killed + " kills, " + OUTPUTS
                + " outputs, each as without a kill");
    }

    private int killAndFinish(String format, Path output, Path uninterrupted, long workMs) throws Exception {
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            killed += kill(output, format, workMs) ? 1 : 0;
        }
        Said ended = Said.by(words(output, format));

        assertThat(ended.exit()).as("seed " + seed + " " + ended.everything()).isEqualTo(FAILURES);
        OutputTree.of(output).checkSameAs(OutputTree.of(uninterrupted), "after " + killed + " kills, seed " + seed);
        assertThat(new Produced(output).manifest())
                .hasSize(VIDEOS)
                .extracting(line -> line.get("outcome").asText())
                .contains("DONE", "EMPTY", "FAILED");
        Said again = Said.by(words(output, format));
        assertThat(again.err()).as(again.everything()).contains("; 0 to do; 0 stale");
        Said.with(0, "journal", "check", output.toString(), "--outputs");
        return killed;
    }

    /** False if it had come to its end before. */
    private boolean kill(Path output, String format, long workMs) throws Exception {
        Object before = BinRun.Going.flight(output);
        BinRun.Going going = command(output, format).start();
        going.awaitItems(output, before);
        Thread.sleep(random.nextLong(Math.max(1, workMs * 2 / 3)));
        going.signal("KILL");
        BinRun.Ended ended = going.await(60);
        assertThat(ended.exit()).as(ended.everything()).isIn(KILLED, FAILURES);
        return ended.exit() == KILLED;
    }

    private static String[] words(Path output, String format) {
        List<String> words = new ArrayList<>(List.of(
                "landmarks",
                "--frames-dir",
                frames.toString(),
                "--annotations",
                annotations.toString(),
                "--output",
                output.toString(),
                "--format",
                format,
                "--no-restart",
                "-w",
                "2",
                "--set",
                "output.shard.max-items=4"));
        words.addAll(models.options());
        return words.toArray(String[]::new);
    }

    private static BinRun command(Path output, String format) {
        return BinRun.of(words(output, format));
    }
}
