package io.millrace.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Amounts are in MiB. */
class WorkerRecommendationTest {

    private static final Load ONE = load(1, 400, 80);
    private static final Load FIVE = load(5, 600, 400);

    @Test
    void shouldGiveAWorkerToEachCoreWhereMemoryBearsThem() {
        WorkerRecommendation found = prescription(ONE, FIVE, 16, 4096, 3000);

        assertThat(found.workers()).isEqualTo(16);
        assertThat(found.predictedBytes(16)).isEqualTo(1150L << 20);
        assertThat(found.text().lines())
                .containsExactly(
                        "clips       measured with x: 1 worker 400 MiB in 20 s, 5 workers 600 MiB in 20 s",
                        "fixed       350 MiB",
                        "per worker  50 MiB (of each heavy stage)",
                        "memory      bears 37 workers: 4,096 MiB for the process, 3,000 MiB of it for items, which reserve"
                                + " 80 MiB a worker",
                        "cores       feed 16 workers",
                        "so          -w 16   predicted rss 1,150 MiB",
                        "others      -w 1 400 MiB, -w 2 450 MiB, -w 4 550 MiB, -w 5 600 MiB, -w 8 750 MiB, -w 32 1,950 MiB");
    }

    @Test
    void shouldGiveFewerWhereTheProcessWouldComeToItsLimit() {
        WorkerRecommendation found = prescription(ONE, FIVE, 64, 1000, 3000);

        assertThat(found.workers()).isEqualTo(13);
        assertThat(found.predictedBytes(13)).isEqualTo(1000L << 20);
    }

    @Test
    void shouldGiveFewerWhereItemsWouldWaitForWhatTheyReserve() {
        assertThat(prescription(ONE, FIVE, 64, 4096, 480).workers()).isEqualTo(6);
    }

    /** The process stays below its limit: items wait. */
    @Test
    void shouldPredictNoMoreThanTheLimit() {
        assertThat(prescription(ONE, FIVE, 4, 500, 3000).predictedBytes(100)).isEqualTo(500L << 20);
    }

    @Test
    void shouldNotTakeWaitingItemsForCheapWorkers() {
        WorkerRecommendation found = prescription(ONE, load(8, 480, 440), 64, 4096, 448);

        assertThat(found.crowded()).isTrue();
        assertThat(found.workers()).isEqualTo(5);
        assertThat(found.text()).contains("notice      with 8 workers items wait for memory; more --memory lets more");
    }

    @Test
    void shouldSayWhatToDoWhereMemoryIsTooLittleForOneWorker() {
        WorkerRecommendation found = prescription(load(1, 630, 63), load(2, 635, 64), 8, 640, 64);

        assertThat(found.workers()).isEqualTo(1);
        assertThat(found.text())
                .contains(
                        "notice      memory is too little even for one worker",
                        "give more with --memory",
                        "so          -w 1 ");
    }

    @Test
    void shouldSayWhereItMayComeToMore() {
        Load short8 = new Load(8, 900L << 20, 90L << 20, 7, Duration.ofSeconds(90), false, false);

        assertThat(prescription(ONE, short8, 4, 4096, 3000).text())
                .contains("notice      with 8 workers, after 90 s, memory was still rising", "--max-duration");
    }

    @Test
    void shouldSayWhereTheInputWasTooLittle() {
        Load over = new Load(8, 900L << 20, 90L << 20, 7, Duration.ofSeconds(3), false, true);

        assertThat(prescription(ONE, over, 4, 4096, 3000).text())
                .contains("notice      with 8 workers, after 3 s, the input was over")
                .doesNotContain("--max-duration");
    }

    @Test
    void shouldSayTheSameToPrograms() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(prescription(ONE, FIVE, 16, 4096, 3000).json());

        assertThat(json.path("fixed_bytes").asLong()).isEqualTo(350L << 20);
        assertThat(json.path("bytes_per_worker").asLong()).isEqualTo(50L << 20);
        assertThat(json.path("memory_workers").asInt()).isEqualTo(37);
        assertThat(json.path("core_workers").asInt()).isEqualTo(16);
        assertThat(json.path("workers").asInt()).isEqualTo(16);
        assertThat(json.path("predicted_rss_bytes").asLong()).isEqualTo(1150L << 20);
        assertThat(json.path("runs").findValuesAsText("workers")).containsExactly("1", "5");
        assertThat(json.path("notices")).isEmpty();
    }

    private static WorkerRecommendation prescription(Load one, Load many, int cores, long limit, long forItems) {
        return new WorkerRecommendation("clips", "x", one, many, new MachineShare(cores, limit << 20, forItems << 20));
    }

    private static Load load(int workers, long peak, long reserved) {
        return new Load(workers, peak << 20, reserved << 20, 100, Duration.ofSeconds(20), true, false);
    }
}
