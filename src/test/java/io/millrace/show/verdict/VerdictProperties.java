package io.millrace.show.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Advice;
import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Outlook.Limit.Kind;
import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a run does, what is said of it holds together. */
class VerdictProperties {

    private static final int SECONDS = 45;

    /** A run in which anything may happen at any second. */
    private static List<Outlook> play(Random random, List<Scene> played) {
        Scene scene = new Scene(
                new Bounds("in", 1 + random.nextInt(64), random.nextInt(100), random.nextBoolean() ? -1 : 20_000_000),
                random.nextBoolean()
                        ? new String[] {"source", "decode", "infer", "write"}
                        : new String[] {"decode", "infer", "write"});
        scene.processors = 1 + random.nextInt(8);
        scene.total = 20_000;
        List<Outlook> outlooks = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            if (second % (1 + random.nextInt(10)) == 0) {
                stir(scene, random);
            }
            outlooks.add(scene.pass(1).outlook);
            played.add(scene);
        }
        return outlooks;
    }

    private static void stir(Scene scene, Random random) {
        scene.itemsPerSecond = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 400;
        scene.gc = random.nextInt(8) == 0 ? 0.5 : 0;
        scene.waiting = random.nextInt(4) == 0 ? 3 : 0;
        scene.inFlight = random.nextInt(64);
        scene.paused = random.nextInt(12) == 0;
        scene.listed = random.nextInt(6) != 0;
        for (Scene.Actor actor : scene.actors) {
            double busy = random.nextInt(3) == 0 ? 0.8 + 0.2 * random.nextDouble() : random.nextDouble();
            double blocked = random.nextInt(3) == 0 ? 0 : (1 - busy) * random.nextDouble();
            actor.does(busy, blocked, busy * random.nextDouble());
            actor.ready = (busy - actor.onCpu) * random.nextDouble();
            actor.fill = 1 + random.nextInt(16);
            if (!actor.name.equals(Status.SOURCE)) {
                actor.has(1 + random.nextInt(2), random.nextInt(64));
            }
        }
    }

    @Property(tries = 300)
    void shouldGiveSharesThatAddUp(@ForAll @IntRange(max = 1_000_000) int seed) {
        for (Outlook outlook : play(new Random(seed), new ArrayList<>())) {
            for (StagePace pace : outlook.stages()) {
                assertThat(pace.busy() + pace.blocked() + pace.idle()).isCloseTo(1, within(1e-6));
                assertThat(pace.onCpu()).isBetween(0.0, pace.busy() + 1e-9);
                assertThat(pace.blocked()).isBetween(0.0, 1.0);
            }
            assertThat(outlook.limit()).isNotNull();
            assertThat(outlook.cpu()).isNotNegative();
            assertThat(outlook.itemsPerSecond()).isNotNegative();
        }
    }

    @Property(tries = 300)
    void shouldAdviseWorkersOnlyForTheStageThatIsTheLimit(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<Scene> scenes = new ArrayList<>();
        for (Outlook outlook : play(new Random(seed), scenes)) {
            Kind kind = outlook.limit().kind();
            if (kind == Kind.INPUT || kind == Kind.SINK || kind == Kind.CPU || kind == Kind.MEMORY) {
                assertThat(outlook.advice() == null ? null : outlook.advice().stage())
                        .isNull();
            }
            Advice advice = outlook.advice();
            if (advice != null && advice.stage() != null) {
                assertThat(advice.stage()).isEqualTo(outlook.limit().stage());
                assertThat(advice.to()).isGreaterThan(advice.from()).isLessThanOrEqualTo(8);
            }
        }
    }

    /** What is expected is no more than anything else in the run can do, as far as the window shows it. */
    @Property(tries = 300)
    void shouldExpectNoMoreThanTheNextLimitAllows(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<Scene> scenes = new ArrayList<>();
        List<Outlook> outlooks = play(new Random(seed), scenes);
        for (Outlook outlook : outlooks) {
            Advice advice = outlook.advice();
            if (advice == null || advice.stage() == null) {
                continue;
            }
            for (StagePace pace : outlook.stages()) {
                double allowed = pace.name().equals(advice.stage())
                        ? outlook.itemsPerSecond() / pace.busy() * advice.to() / advice.from()
                        : outlook.itemsPerSecond() / Math.max(pace.busy(), 1e-9);
                assertThat(advice.itemsPerSecond()).isLessThanOrEqualTo(allowed * (1 + 1e-9));
            }
            double processors = scenes.get(0).processors;
            assertThat(advice.itemsPerSecond())
                    .isLessThanOrEqualTo(
                            outlook.itemsPerSecond() * processors / Math.max(outlook.cpu(), 1e-9) * (1 + 1e-9));
        }
    }

    @Property(tries = 300)
    void shouldGiveTimesInOrderAndNoneBeforeThePast(@ForAll @IntRange(max = 1_000_000) int seed) {
        for (Outlook outlook : play(new Random(seed), new ArrayList<>())) {
            Eta eta = outlook.eta();
            if (eta != null) {
                assertThat(eta.low()).isBetween(Duration.ZERO, eta.rest());
                assertThat(eta.high()).isGreaterThanOrEqualTo(eta.rest());
            }
        }
    }

    @Property(tries = 100)
    void shouldShareOutAllOfTheTime(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<Scene> scenes = new ArrayList<>();
        play(new Random(seed), scenes);
        var shares = scenes.get(0).history.limits().values();
        double sum = shares.stream().mapToDouble(share -> share).sum();
        assertThat(shares.isEmpty() ? 1 : sum).isCloseTo(1, within(1e-9));
    }
}
