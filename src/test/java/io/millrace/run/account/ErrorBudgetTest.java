package io.millrace.run.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.pipeline.Observer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBudgetTest {

    @ParameterizedTest
    @CsvSource({"20, 20", "0, 0", "5%, 5%", "0.5 %, 0.5%", "100%, 100%", "1e1, 10"})
    void shouldReadNumbersAndShares(String text, String means) {
        assertThat(ErrorBudget.parse(text)).hasToString(means);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1", "1.5", "101%", "-1%", "many"})
    void shouldRefuseWhatIsNeither(String text) {
        assertThatThrownBy(() -> ErrorBudget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 20, or a share such as 5%");
    }

    @ParameterizedTest
    @CsvSource({
        "20, 20, 20, false",
        "20, 21, 21, true",
        "0, 1, 1, true",
        "5%, 99, 99, false",
        "5%, 5, 100, false",
        "5%, 6, 100, true",
        "0%, 1, 100, true",
        "100%, 1000, 1000, false"
    })
    void shouldBeExceededByMoreThanItSays(String budget, long failed, long ended, boolean exceeded) {
        assertThat(ErrorBudget.parse(budget).exceededBy(failed, ended)).isEqualTo(exceeded);
    }

    /** That few items may mislead holds only while there are more to come. */
    @Test
    void shouldLookAtTheShareOfFewItemsInTheEnd() {
        assertThat(ErrorBudget.parse("10%").exceededInTheEndBy(2, 10)).isTrue();
        assertThat(ErrorBudget.parse("10%").exceededInTheEndBy(1, 10)).isFalse();
        assertThat(ErrorBudget.parse("10%").exceededInTheEndBy(0, 0)).isFalse();
    }

    @Test
    void shouldTellOnceWithTheCauses() throws Exception {
        AtomicInteger told = new AtomicInteger();
        BudgetWatch watch = new BudgetWatch(Observer.NONE, ErrorBudget.parse("2"), told::incrementAndGet);
        String[] causes = {"A", "B", "B", "B"};
        for (String cause : causes) {
            watch.ended(Item.of("a", ""), Outcome.failed(Fault.of(cause, "it is")), 1);
            watch.ended(Item.of("b", ""), Outcome.DONE, 1);
        }

        assertThat(told).hasValue(1);
        assertThat(watch.spent()).isTrue();
        assertThat(watch.sentence())
                .isEqualTo("4 of the 8 items that this run has ended have failed, more than the 2 that --max-errors"
                        + " (errors.max) allows: 3 B, 1 A");
    }
}
