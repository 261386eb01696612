package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Killed with -9 again and again, then let through: each picture once, with the vector of an uninterrupted run. */
@Timeout(24 * 3600)
class EmbedKillIT {

    private static final int KILLED = 128 + 9;
    private static final int PICTURES = 300;
    private static final int KILLS = 3;

    /** Outputs that are killed so often each. */
    private static final int OUTPUTS = Math.max(1, Integer.getInteger("crash.kills", KILLS) / KILLS);

    @TempDir
    private static Path folder;

    private static Photos photos;
    private static Vectors uninterrupted;
    private static long workMs;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeAll
    static void runUninterrupted() throws Exception {
        photos = Photos.in(folder.resolve("photos")).add(PICTURES);
        Path output = folder.resolve("uninterrupted");
        BinRun.Going going = command(output, "duckdb").start();
        going.awaitItems(output, null);
        long begun = System.nanoTime();
        BinRun.Ended ended = going.await(120);
        workMs = (System.nanoTime() - begun) / 1_000_000;
        assertThat(ended.exit()).as(ended.everything()).isZero();
        uninterrupted = new Vectors(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duckdb", "npy"})
    void shouldHaveEachPictureOnceWhenKilledOnTheWay(String format) throws Exception {
        System.out.println("EmbedKillIT " + format + ", seed " + seed);
        int killed = 0;
        for (int i = 0; i < OUTPUTS; i++) {
            killed += killAndFinish(format, folder.resolve(format + "-" + i));
        }
        System.out.println(
                "EmbedKillIT " + format + ": " + killed + " kills, " + OUTPUTS + " outputs, each as without a kill");
    }

    private int killAndFinish(String format, Path output) throws Exception {
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            killed += kill(output, format) ? 1 : 0;
        }
        Said ended = Said.by(words(output, format));

        assertThat(ended.exit()).as("seed " + seed + " " + ended.everything()).isZero();
        Vectors vectors = new Vectors(format.equals("npy") ? output.resolve(".millrace/embeddings") : output);
        assertThat(vectors.ask("SELECT count(*) || ' ' || count(DISTINCT path) FROM embeddings"))
                .as("after %d kills, seed %d", killed, seed)
                .containsExactly(PICTURES + " " + PICTURES);
        assertThat(vectors.rows()).as("seed " + seed).isEqualTo(uninterrupted.rows());
        assertThat(new Produced(output).manifest())
                .hasSize(PICTURES)
                .allSatisfy(line -> assertThat(line.get("outcome").asText()).isEqualTo("DONE"));
        Said again = Said.by(words(output, format));
        assertThat(again.err()).contains("resume  " + PICTURES + " of " + PICTURES + " done", "; 0 to do; 0 stale");
        Said.with(0, "journal", "check", output.toString(), "--outputs");
        return killed;
    }

    /** False if it had come to its end before. */
    private boolean kill(Path output, String format) throws Exception {
        Object before = BinRun.Going.flight(output);
        BinRun.Going going = command(output, format).start();
        going.awaitItems(output, before);
        Thread.sleep(random.nextLong(Math.max(1, workMs * 2 / 3)));
        going.signal("KILL");
        BinRun.Ended ended = going.await(60);
        assertThat(ended.exit()).as(ended.everything()).isIn(KILLED, 0);
        return ended.exit() == KILLED;
    }

    private static String[] words(Path output, String format) {
        return new String[] {
            "embed", photos.folder().toString(), "--output", output.toString(), "--format", format, "-w", "2"
        };
    }

    private static BinRun command(Path output, String format) {
        return BinRun.of(words(output, format));
    }
}
