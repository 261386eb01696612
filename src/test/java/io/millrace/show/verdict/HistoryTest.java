package io.millrace.show.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Limit.Kind;
import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Outlook.Tested;
import org.junit.jupiter.api.Test;

/** What is concluded from made-up runs. */
class HistoryTest {

    private static final String[] STAGES = {"source", "decode", "transform", "infer", "write"};

    /** The drawing of the design: everybody waits for the model. */
    private static Scene modelBound() {
        Scene scene = new Scene(STAGES);
        scene.itemsPerSecond = 171;
        scene.actor("decode").does(0.40, 0.56).has(6, 63);
        scene.actor("transform").does(0.36, 0.62).has(2, 60);
        scene.actor("infer").does(0.98, 0).has(1, 63);
        scene.actor("write").does(0.10, 0).has(2, 0);
        return scene;
    }

    @Test
    void shouldNameTheStageThatOthersWaitForAndWhatOneMoreWorkerBrings() {
        Scene scene = modelBound().pass(10);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.STAGE);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
        assertThat(scene.outlook.limit().sentence())
                .isEqualTo("infer: 98% busy, never blocked, its queue full, write starved");
        assertThat(scene.outlook.advice().stage()).isEqualTo("infer");
        assertThat(scene.outlook.advice().from()).isEqualTo(1);
        assertThat(scene.outlook.advice().to()).isEqualTo(2);
        assertThat(scene.outlook.advice().itemsPerSecond()).isBetween(320.0, 350.0);
        assertThat(scene.outlook.advice().sentence())
                .startsWith("+ on infer (1 -> 2): ~349/s expected; next limit decode 82%, transform 73%");
    }

    /** To the clock that stages are timed by, a worker that was stopped in its step was busy. */
    @Test
    void shouldNotTakeTheTimeInWhichItWasStoppedForWaiting() {
        Scene scene = modelBound().pass(10);
        Outlook before = scene.outlook;
        scene.stop(12);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.STAGE);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
        assertThat(scene.outlook.itemsPerSecond()).isCloseTo(before.itemsPerSecond(), within(1.0));
        assertThat(scene.history.limits()).containsOnlyKeys("infer");
    }

    @Test
    void shouldSayNothingBeforeThereIsEnoughToSayItFrom() {
        Scene scene = modelBound().pass(2);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.UNKNOWN);
        scene.pass(2);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
    }

    @Test
    void shouldShowSharesThatAgreeWithTheRates() {
        Scene scene = modelBound().pass(10);
        assertThat(scene.outlook.itemsPerSecond()).isCloseTo(171, within(1.0));
        assertThat(scene.outlook.averagePerSecond()).isCloseTo(171, within(1.0));
        assertThat(scene.outlook.window().toSeconds()).isEqualTo(10);
        assertThat(scene.outlook.cpu()).isCloseTo(0.40 * 6 + 0.36 * 2 + 0.98 + 0.1 * 2 + 0.03, within(0.01));
        StagePace decode = scene.outlook.stages().get(1);
        assertThat(decode.partsPerSecond() * decode.meanNs() / 1e9 / 6).isCloseTo(0.40, within(0.01));
    }

    /** Few open items: all are at the slow stage, no link is full, and only the source is held back, by credits. */
    @Test
    void shouldNameTheSlowStageAlthoughNoLinkIsFull() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.04, 0);
        scene.actor("transform").does(0.02, 0);
        scene.actor("infer").does(0.99, 0).has(1, 14);
        scene.actor("write").does(0.01, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
    }

    /** A stage that is nearly as busy as the one before it, which starves it, is not the limit. */
    @Test
    void shouldNameTheFullerOfTwoBusyStages() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.99, 0).has(1, 14);
        scene.actor("transform").does(0.04, 0);
        scene.actor("infer").does(0.86, 0).has(1, 1);
        scene.actor("write").does(0.1, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("decode");
    }

    /** The link before the slower of two full stages is still filling, so nobody is blocked yet. */
    @Test
    void shouldNameTheStageThatPartsPileUpBefore() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(1, 0).has(1, 40);
        scene.actor("infer").does(0.98, 0);
        for (int second = 0; second < 6; second++) {
            scene.actor("infer").queued += 4;
            scene.pass(1);
        }
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
    }

    @Test
    void shouldNotNameAStageThatIsBlockedHoweverBusyItsNeighbourIs() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.15, 0.85).has(1, 60);
        scene.actor("transform").does(0.12, 0.88).has(1, 64);
        scene.actor("infer").does(0.02, 0.98).has(1, 64);
        scene.actor("write").does(0.97, 0, 0.03).has(1, 64);
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("write");
    }

    /** Busy enough, but it waits for its successor now and then, which is idle now and then: nothing is full. */
    @Test
    void shouldNotNameAStageThatIsBusyAndBlocked() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.85, 0.12).has(1, 14);
        scene.actor("infer").does(0.7, 0).has(1, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.IN_FLIGHT);
    }

    /** That transform waits for infer is proof; that write is a little busier is none. */
    @Test
    void shouldPreferTheStageThatItsNeighbourWaitsFor() {
        Scene scene = new Scene(STAGES);
        scene.actor("transform").does(0.3, 0.6).has(1, 30);
        scene.actor("infer").does(0.85, 0.02).has(1, 60);
        scene.actor("write").does(0.92, 0).has(1, 1);
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
    }

    /** Two items may be open, and both are in the hands of workers all the time: another worker would have nothing. */
    @Test
    void shouldAdviseMoreOpenItemsWhereAWorkerWouldHaveNone() {
        Scene scene = new Scene(new Bounds("in", 2), STAGES);
        scene.inFlight = 2;
        scene.actor("transform").does(0.25, 0).has(4, 0);
        scene.actor("infer").does(0.98, 0).has(1, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence()).contains("memory.in-flight (2 now) before infer gets more");
    }

    @Test
    void shouldSayThatTheFirstStageWaitsForTheInputAndAdviseNoWorker() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.97, 0, 0.05).has(2, 14);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.INPUT);
        assertThat(scene.outlook.limit().sentence())
                .isEqualTo("decode waits for /data/videos: 97% busy, but only 5% on a processor");
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence()).contains("/data/videos").doesNotContain("worker");
    }

    @Test
    void shouldSayThatTheLastStageWaitsForTheOutputAndAdviseNoWorker() {
        Scene scene = new Scene(STAGES);
        scene.actor("write").does(0.96, 0, 0.1).has(1, 60);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.SINK);
        assertThat(scene.outlook.limit().stage()).isEqualTo("write");
        assertThat(scene.outlook.limit().sentence()).contains("out/clips");
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence()).contains("out/clips").doesNotContain("worker");
    }

    /** Off the processor, but it wanted one: the machine is busy, and no disk is slow. */
    @Test
    void shouldTellWaitingForAProcessorFromWaitingForADisk() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.97, 0, 0.45).has(1, 14).ready = 0.5;
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.STAGE);
        assertThat(scene.outlook.limit().stage()).isEqualTo("decode");
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence())
                .contains("no processor is free")
                .hasSizeLessThan(140);
    }

    @Test
    void shouldAdviseNoWorkerWhereAllProcessorsAreInUse() {
        Scene scene = new Scene(STAGES);
        scene.processors = 4;
        scene.actor("decode").does(0.99, 0, 0.95).has(4, 14);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.CPU);
        assertThat(scene.outlook.limit().stage()).isEqualTo("decode");
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence()).contains("smaller pictures");
    }

    /**
     * Compilers and collectors use the processors while a run begins; what sleeps is still what the others wait for.
     */
    @Test
    void shouldNotTakeTheProcessorsForTheLimitOfWhatSleeps() {
        Scene scene = new Scene(STAGES);
        scene.cpu = 15.5;
        scene.actor("infer").does(0.99, 0, 0.02).has(1, 14);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.STAGE);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
    }

    @Test
    void shouldSayThatItemsWaitForMemory() {
        Scene scene = new Scene(STAGES);
        scene.waiting = 9;
        scene.actor("decode").does(0.3, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.MEMORY);
        assertThat(scene.outlook.advice().sentence()).contains("--memory");
    }

    @Test
    void shouldSayThatTheHeapIsTooSmall() {
        Scene scene = modelBound();
        scene.gc = 0.4;
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.MEMORY);
        assertThat(scene.outlook.gc()).isCloseTo(0.4, within(0.01));
    }

    @Test
    void shouldSayThatTooFewItemsMayBeOpen() {
        Scene scene = new Scene(STAGES);
        scene.actor("decode").does(0.5, 0, 0.1).has(16, 0);
        scene.actor("infer").does(0.4, 0, 0.1).has(16, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.IN_FLIGHT);
        assertThat(scene.outlook.advice().sentence()).contains("memory.in-flight (16 now)");
    }

    @Test
    void shouldSayThatTheDiskIsFull() {
        Scene scene = new Scene(STAGES);
        scene.actor("source").does(0, 1);
        scene.inFlight = 0;
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.SINK);
        assertThat(scene.outlook.limit().sentence()).contains("room on the disk of out/clips");
    }

    @Test
    void shouldSayThatTheSourceIsSlow() {
        Scene scene = new Scene(STAGES);
        scene.actor("source").does(0.97, 0, 0.1);
        scene.inFlight = 2;
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.SOURCE);
        assertThat(scene.outlook.advice()).isNull();
    }

    @Test
    void shouldDoWithoutARowOfTheSource() {
        Scene few = new Scene("decode", "infer", "write");
        few.actor("infer").does(0.9, 0).has(1, 0);
        assertThat(few.pass(5).outlook.limit().stage()).isEqualTo("infer");
        Scene slow = new Scene("decode", "infer", "write");
        slow.inFlight = 1;
        slow.actor("infer").does(0.5, 0);
        assertThat(slow.pass(5).outlook.limit().kind()).isEqualTo(Kind.SOURCE);
    }

    @Test
    void shouldFindTheEndOfARunBalanced() {
        Scene scene = new Scene(STAGES);
        scene.inFlight = 3;
        scene.actor("source").does(0, 0);
        scene.pass(5);
        scene.total = Math.round(5 * scene.itemsPerSecond) + 3;
        scene.itemsPerSecond = 0;
        scene.pass(5);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.BALANCED);
        assertThat(scene.outlook.limit().sentence()).contains("last 3 items");
    }

    @Test
    void shouldForgetALimitThatIsOneNoMore() {
        Scene scene = modelBound().pass(60);
        scene.actor("decode").does(0.99, 0).has(6, 14);
        scene.actor("transform").does(0.2, 0).has(2, 0);
        scene.actor("infer").does(0.3, 0).has(1, 0);
        scene.pass(10);
        assertThat(scene.outlook.limit().stage()).isEqualTo("decode");
        assertThat(scene.history.limits()).containsOnlyKeys("infer", "decode");
        assertThat(scene.history.limits().get("infer")).isBetween(0.8, 0.99);
        assertThat(scene.history.limits().values().stream()
                        .mapToDouble(share -> share)
                        .sum())
                .isCloseTo(1, within(1e-9));
    }

    /** A burst is no change. */
    @Test
    void shouldStandByItsVerdictWhileAMomentContradictsIt() {
        Scene scene = modelBound().pass(20);
        scene.actor("infer").does(0.3, 0).has(1, 0);
        scene.actor("decode").does(0.99, 0);
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
    }

    @Test
    void shouldNotJudgeAPause() {
        Scene scene = modelBound().pass(20);
        scene.paused = true;
        scene.actors.forEach(actor -> actor.does(0, 0));
        scene.pass(20);
        assertThat(scene.outlook.limit().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(scene.outlook.limit().sentence()).isEqualTo("paused");
        assertThat(scene.outlook.advice()).isNull();
    }

    @Test
    void shouldTellWhatAnAdviceHasBroughtThatWasTaken() {
        Scene scene = modelBound().pass(20);
        assertThat(scene.outlook.tested()).isNull();
        scene.itemsPerSecond = 322;
        scene.actor("infer").does(0.95, 0).has(2, 20);
        scene.actor("decode").does(0.76, 0.2);
        scene.actor("transform").does(0.7, 0.25);
        scene.pass(10);
        Tested tested = scene.outlook.tested();
        assertThat(tested.before()).isCloseTo(171, within(1.0));
        assertThat(tested.after()).isCloseTo(322, within(1.0));
        assertThat(tested.sentence()).isEqualTo("took infer 1 -> 2: 171/s -> 322/s, expected ~349/s");
    }

    @Test
    void shouldExpectOfThreeWorkersWhatThreeCanDo() {
        Scene scene = modelBound().pass(20);
        scene.actor("infer").has(3, 63);
        scene.pass(10);
        assertThat(scene.outlook.tested().advice().to()).isEqualTo(3);
        assertThat(scene.outlook.tested().advice().itemsPerSecond()).isBetween(400.0, 430.0);
    }

    /** They come as there is memory for them. */
    @Test
    void shouldMeasureWorkersTogetherThatComeOneByOne() {
        Scene scene = modelBound().pass(20);
        scene.actor("infer").has(2, 63);
        scene.pass(1);
        scene.actor("infer").has(3, 63);
        scene.itemsPerSecond = 400;
        scene.pass(10);
        Tested tested = scene.outlook.tested();
        assertThat(tested.before()).isCloseTo(171, within(1.0));
        assertThat(tested.after()).isCloseTo(400, within(2.0));
        assertThat(tested.advice().from()).isEqualTo(1);
        assertThat(tested.advice().to()).isEqualTo(3);
    }

    @Test
    void shouldNotRepeatAnAdviceThatDidNotHelp() {
        Scene scene = modelBound().pass(20);
        scene.actor("infer").has(2, 63);
        scene.pass(20);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
        assertThat(scene.outlook.tested().sentence()).endsWith("it did not help");
        assertThat(scene.outlook.advice()).isNull();
    }

    @Test
    void shouldAdviseNoMoreWorkersThanThereMayBe() {
        Scene scene = modelBound();
        scene.actor("infer").most = 1;
        scene.pass(5);
        assertThat(scene.outlook.limit().stage()).isEqualTo("infer");
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence()).contains("has the 1 workers that it may have here");
    }

    @Test
    void shouldAdviseNoWorkerWhereTheNextLimitIsAsNear() {
        Scene scene = modelBound();
        scene.actor("decode").does(0.96, 0.04);
        scene.pass(5);
        assertThat(scene.outlook.advice().stage()).isNull();
        assertThat(scene.outlook.advice().sentence()).contains("decode is as full");
    }

    @Test
    void shouldTakeSnapshotsThatComeTooSoonForNothingNew() {
        Scene scene = modelBound().pass(5);
        var before = scene.outlook;
        scene.step(0.2);
        assertThat(scene.history.add(scene.status())).isSameAs(before);
    }
}
