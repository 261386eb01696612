package io.millrace.show.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Advice;
import io.millrace.engine.metrics.Outlook.Limit.Kind;
import io.millrace.show.verdict.Rig.Way;
import io.millrace.show.verdict.Rig.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Stages of a running engine are made slow, one after the other: the verdict must say so, and be right about the cure.
 */
@Timeout(120)
class SlowStageTest {

    /** What is promised. An idle machine has it after three or four. */
    private static final Duration PROMISED = Duration.ofSeconds(10);

    private static final int LIMIT_S = 120;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    static final int FEW = 6;
    static final int MANY = 200;

    /** What became of a run: when the slow stage was named, how, and which stages were named at all. */
    record Named(String slow, Outlook outlook, double seconds, Set<String> all) {}

    /** A run whose stages sleep, and what has to be true of it. */
    private interface Scenario {
        void play() throws Exception;
    }

    @AfterAll
    static void endThreads() {
        THREADS.shutdownNow();
    }

    /** All sleep nearly all of their time, so they run side by side. */
    @TestFactory
    List<DynamicTest> shouldNameTheSleepingStageAndBeRightAboutTheCure() {
        List<DynamicTest> tests = new ArrayList<>();
        // With fewer open items than a link has places nothing is ever blocked; with more, links fill.
        for (int inFlight : new int[] {FEW, MANY}) {
            for (String slow : Rig.STAGES) {
                for (int workers : new int[] {1, 3}) {
                    tests.add(begun(
                            "names %s of %d workers within ten seconds, %d in flight"
                                    .formatted(slow, workers, inFlight),
                            () -> check(name(slow, Way.SLEEPING, 30, workers, inFlight))));
                }
            }
        }
        tests.add(begun("names the next stage within ten seconds when the limit moves", SlowStageTest::nameNextStage));
        for (double decodeMillis : new double[] {2, 18}) {
            tests.add(begun(
                    "brings what was predicted when the advice is taken, decode " + decodeMillis,
                    () -> takeAdvice(decodeMillis)));
            tests.add(begun(
                    "tells what the advice brought when it is taken while the run goes, decode " + decodeMillis,
                    () -> takeAdviceWhileTheRunGoes(decodeMillis)));
        }
        return tests;
    }

    private static DynamicTest begun(String name, Scenario scenario) {
        Future<Void> run = THREADS.submit(() -> {
            scenario.play();
            return null;
        });
        return dynamicTest(name, () -> run.get(LIMIT_S, TimeUnit.SECONDS));
    }

    private static void check(Named named) {
        assertThat(named.outlook()).as("named in time: %s", named).isNotNull();
        assertThat(named.all()).as("%s", named).containsExactly(named.slow());
        Kind kind =
                switch (named.slow()) {
                    case "decode" -> Kind.INPUT;
                    case "write" -> Kind.SINK;
                    default -> Kind.STAGE;
                };
        assertThat(named.outlook().limit().kind()).as("%s", named).isEqualTo(kind);
        Advice advice = named.outlook().advice();
        assertThat(advice.stage()).as("%s", named).isEqualTo(kind == Kind.STAGE ? named.slow() : null);
    }

    static Named name(String slow, Way way, double millis, int workers, int inFlight) throws InterruptedException {
        Set<String> all = new TreeSet<>();
        try (Rig rig = Rig.endless(Rig.works(slow, way, millis), Rig.workers(slow, workers), inFlight)) {
            if (way == Way.BURNING) {
                rig.alone();
            }
            Outlook outlook = rig.until(PROMISED, seen -> {
                if (seen.limit().stage() != null) {
                    all.add(seen.limit().stage());
                }
                return slow.equals(seen.limit().stage())
                        && seen.itemsPerSecond() > 0
                        && seen.window().toSeconds() >= 4;
            });
            return new Named(slow, outlook, rig.seconds(), all);
        }
    }

    private static void nameNextStage() throws Exception {
        Map<String, Work> works = Rig.works("infer", Way.SLEEPING, 30);
        try (Rig rig = Rig.endless(works, Map.of(), 24)) {
            assertThat(rig.until(PROMISED, seen -> "infer".equals(seen.limit().stage())))
                    .isNotNull();
            rig.until(Duration.ofSeconds(5), seen -> false);
            works.put("infer", new Work(Way.SLEEPING, 1));
            works.put("transform", new Work(Way.SLEEPING, 30));
            assertThat(rig.until(
                            PROMISED, seen -> "transform".equals(seen.limit().stage())))
                    .isNotNull();
        }
    }

    /** The next limit, a second slow stage, is nearer than twice the rate: the prediction has to know it. */
    private static void takeAdvice(double decodeMillis) throws Exception {
        Map<String, Work> works = Rig.works("infer", Way.SLEEPING, 30);
        works.put("decode", new Work(Way.SLEEPING, decodeMillis));
        Advice advice;
        try (Rig rig = Rig.endless(works, Map.of(), 16)) {
            Outlook before = rig.until(
                    PROMISED.multipliedBy(2),
                    seen -> seen.window().toSeconds() >= 5
                            && seen.advice() != null
                            && "infer".equals(seen.advice().stage()));
            assertThat(before).isNotNull();
            advice = before.advice();
        }
        assertThat(advice.from()).isEqualTo(1);
        try (Rig rig = Rig.endless(works, Rig.workers("infer", advice.to()), 16)) {
            Outlook after = rig.until(PROMISED, seen -> seen.window().toSeconds() >= 5);
            assertThat(after.itemsPerSecond())
                    .as("%s", advice)
                    .isCloseTo(advice.itemsPerSecond(), within(0.25 * advice.itemsPerSecond()));
        }
    }

    /** As somebody does it with a key: the run goes on, and says itself what came of it. */
    private static void takeAdviceWhileTheRunGoes(double decodeMillis) throws Exception {
        Map<String, Work> works = Rig.works("infer", Way.SLEEPING, 30);
        works.put("decode", new Work(Way.SLEEPING, decodeMillis));
        try (Rig rig = Rig.endless(works, Map.of(), 16)) {
            Outlook before = rig.until(
                    PROMISED.multipliedBy(2),
                    seen -> seen.window().toSeconds() >= 5
                            && seen.advice() != null
                            && "infer".equals(seen.advice().stage()));
            assertThat(before).isNotNull();
            Advice advice = before.advice();
            rig.scale(advice.stage(), advice.to());
            Outlook after = rig.until(PROMISED.multipliedBy(3), seen -> seen.tested() != null);
            assertThat(after).isNotNull();
            assertThat(after.tested().advice()).isEqualTo(advice);
            assertThat(after.tested().before()).isCloseTo(before.itemsPerSecond(), within(1.0));
            assertThat(after.tested().after())
                    .as("%s", after.tested())
                    .isCloseTo(advice.itemsPerSecond(), within(0.25 * advice.itemsPerSecond()));
        }
    }

    /**
     * The clock of the snapshots runs four times as fast as that on the wall. By itself: the rate must be the same to
     * the end.
     */
    @Test
    void shouldKnowFifteenSecondsAfterAResumeWhenItWillBeOver() throws Exception {
        Map<String, Work> works = Rig.works("infer", Way.SLEEPING, 9);
        try (Rig rig = new Rig(works, Map.of(), 16, 1000, 200, 4)) {
            Outlook outlook = rig.until(Duration.ofSeconds(60), seen -> seen.eta() != null);
            double said = rig.seconds();
            assertThat(outlook).isNotNull();
            assertThat(said).isGreaterThanOrEqualTo(15);
            double rest = outlook.eta().rest().toNanos() / 1e9;
            assertThat(rest).isPositive();
            while (!rig.isOver()) {
                rig.until(Duration.ofSeconds(1), seen -> false);
            }
            double truth = rig.seconds() - said;
            assertThat(rest).isCloseTo(truth, within(0.25 * truth + 1));
        }
    }
}
