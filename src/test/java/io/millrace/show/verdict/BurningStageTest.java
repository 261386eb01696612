package io.millrace.show.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Outlook.Limit.Kind;
import io.millrace.show.verdict.Rig.Way;
import io.millrace.show.verdict.SlowStageTest.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stage of a running engine uses a processor all the time: no other rig may run beside it. */
@Timeout(120)
class BurningStageTest {

    /**
     * On a machine whose processors are all in use that is the limit, and the stage that uses them is named with it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"decode", "infer", "write"})
    void shouldNameEachBurningStageWithinTenSeconds(String slow) throws Exception {
        Named named = SlowStageTest.name(
                slow, Way.BURNING, 30, 1, slow.equals("infer") ? SlowStageTest.MANY : SlowStageTest.FEW);
        assertThat(named.outlook()).as("named in time: %s", named).isNotNull();
        double all = named.outlook().cpu() / Runtime.getRuntime().availableProcessors();
        assertThat(named.outlook().limit().kind()).isEqualTo(all >= 0.9 ? Kind.CPU : Kind.STAGE);
        assertThat(named.all()).containsExactly(slow);
    }
}
