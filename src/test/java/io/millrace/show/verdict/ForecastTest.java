package io.millrace.show.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Status.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When made-up runs will be over. */
class ForecastTest {

    private static Scene steady() {
        return new Scene("source", "decode", "write");
    }

    @Test
    void shouldSayNothingInTheFirstFifteenSeconds() {
        assertThat(steady().pass(14).outlook.eta()).isNull();
        assertThat(steady().pass(15).outlook.eta()).isNotNull();
    }

    /** 200,000 items stood in the output: they cost two seconds and say nothing of the other 800,000. */
    @Test
    void shouldCountWhatThisRunHasDoneOnly() {
        Scene scene = steady();
        scene.itemsPerSecond = 0;
        scene.pass(2);
        scene.resumed = 200_000;
        scene.itemsPerSecond = 100;
        scene.pass(14);
        double left = 800_000 - 1400;
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(Math.round(left / 100), within(80L));
    }

    /** What earlier runs have done stands scattered: most of it has not been passed yet. */
    @Test
    void shouldKnowWhatThereIsLeftToPass() {
        Scene scene = new Scene(new Bounds("in", 16, 500_000, -1), "source", "decode", "write");
        scene.resumed = 1600;
        scene.pass(16);
        double left = 500_000 - 1600;
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(Math.round(left / 100), within(50L));
    }

    @Test
    void shouldNotCountTheStartUp() {
        Scene scene = steady();
        scene.itemsPerSecond = 0;
        scene.pass(8);
        scene.itemsPerSecond = 100;
        scene.pass(8);
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(9992, within(100L));
    }

    @Test
    void shouldNotCountPauses() {
        Scene scene = steady().pass(30);
        scene.paused = true;
        scene.pass(100);
        assertThat(scene.outlook.eta()).isNull();
        scene.paused = false;
        scene.pass(5);
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(9965, within(300L));
        assertThat(scene.outlook.averagePerSecond()).isCloseTo(100, within(4.0));
    }

    @Test
    void shouldNotCountTheTimeInWhichItWasStopped() {
        Scene scene = steady().pass(30);
        scene.stop(600);
        scene.pass(5);
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(9965, within(300L));
        assertThat(scene.outlook.averagePerSecond()).isCloseTo(100, within(4.0));
    }

    /** The first bytes are many: by items the rest would take longer than it does. */
    @Test
    void shouldWeighByBytesWhereTheyAreKnown() {
        Scene scene = new Scene(new Bounds("in", 16, 0, 2_000_000_000L), "source", "decode", "write");
        scene.bytesPerItem = 10_000;
        scene.pass(20);
        double left = 2_000_000_000.0 - 20 * 1_000_000;
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(Math.round(left / 1_000_000), within(30L));
    }

    @Test
    void shouldSayNothingWhileTheListingGrows() {
        Scene scene = steady();
        scene.listed = false;
        assertThat(scene.pass(60).outlook.eta()).isNull();
    }

    @Test
    void shouldBelieveNewWorkers() {
        Scene scene = steady().pass(120);
        scene.itemsPerSecond = 300;
        scene.actor("decode").workers = 3;
        scene.pass(20);
        double left = 1_000_000 - 12_000 - 6_000;
        assertThat(scene.outlook.eta().rest().toSeconds()).isCloseTo(Math.round(left / 300), within(200L));
    }

    @Test
    void shouldTellHowLongADrainTakes() {
        Scene scene = steady().pass(30);
        scene.state = State.DRAINING;
        scene.inFlight = 200;
        scene.pass(1);
        assertThat(scene.outlook.eta().rest().toMillis()).isCloseTo(2000, within(100L));
    }

    @Test
    void shouldBeOverWhenNothingIsLeft() {
        Scene scene = steady();
        scene.total = 2000;
        scene.pass(20);
        assertThat(scene.outlook.eta()).isEqualTo(new Eta(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void shouldBeLessSureOfARunThatIsUneven() {
        Scene uneven = steady();
        for (int i = 0; i < 30; i++) {
            uneven.itemsPerSecond = i % 10 < 5 ? 20 : 180;
            uneven.pass(2);
        }
        Eta even = steady().pass(60).outlook.eta();
        Eta wide = uneven.outlook.eta();
        assertThat(ratio(wide)).isGreaterThan(1.5 * ratio(even));
    }

    private static double ratio(Eta eta) {
        return (double) eta.high().toMillis() / eta.low().toMillis();
    }
}
