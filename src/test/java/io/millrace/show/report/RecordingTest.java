package io.millrace.show.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private final Recording recording = new Recording(Duration.ofMillis(500));

    @ParameterizedTest
    @ValueSource(ints = {1, 599, 600, 601, 1200, 1201, 40_000})
    void shouldKeepAtMost600PointsAndLoseNoSum(int looks) {
        MadeRun run = new MadeRun(1_000_000, Duration.ofMillis(500).multipliedBy(looks), looks, 3);
        Status last = null;
        while (!run.isOver()) {
            last = run.next();
            recording.see(last);
        }
        recording.end(last);

        List<ReportPoint> points = recording.points();
        assertThat(points).hasSizeBetween(Math.min(looks, 299), Recording.MOST);
        assertThat(points).isSortedAccordingTo((one, other) -> Long.compare(one.elapsedNs(), other.elapsedNs()));
        ReportPoint end = points.get(points.size() - 1);
        assertThat(end.endedHere()).isEqualTo(1_000_000);
        assertThat(end.elapsedNs()).isEqualTo(last.elapsed().toNanos());
        assertThat(end.limitNs().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(end.elapsedNs());
    }

    /** What is summed up is the same with half of the points, and what is highest stays so. */
    @Test
    void shouldSayTheSameWithFewerPoints() {
        List<ReportPoint> all = Reports.points(100_000, Duration.ofSeconds(280), 560);

        List<ReportPoint> fewer = Recording.atMost(200, all);

        assertThat(fewer).hasSizeBetween(100, 200);
        assertThat(last(fewer).stages()).isEqualTo(last(all).stages());
        assertThat(last(fewer).limitNs()).isEqualTo(last(all).limitNs());
        assertThat(highestHeap(fewer)).isEqualTo(highestHeap(all));
    }

    /** A queue is a mean over time: half of the time 64 and half of it none is 32, however it is looked at. */
    @Test
    void shouldMakeTheMeanQueueOfTheTimeItWas() {
        StagePoint before = new StagePoint("decode", 1, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0);
        List<ReportPoint> points = Reports.points(1000, Duration.ofSeconds(100), 200);
        StagePoint decode = points.get(points.size() - 1).stage("decode");

        double mean = (decode.queueNs() - before.queueNs()) / 1e11;

        assertThat(mean).isBetween(28.0, 36.0);
    }

    private static long highestHeap(List<ReportPoint> points) {
        return points.stream()
                .mapToLong(point -> point.memory().heapUsed())
                .max()
                .orElseThrow();
    }

    private static ReportPoint last(List<ReportPoint> points) {
        return points.get(points.size() - 1);
    }
}
