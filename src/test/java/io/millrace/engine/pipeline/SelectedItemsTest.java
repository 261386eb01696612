package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Item;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

class SelectedItemsTest {

    private static final int COUNT = 1000;

    @Test
    void shouldListWhatIsMeantInItsOrderHoweverLittleIsRequestedAtOnce() {
        Source<String> even = new SelectedItems<>(new Numbers(), id -> Integer.parseInt(id.value()) % 2 == 0);

        assertThat(Flux.from(even.items())
                        .limitRate(1)
                        .map(item -> Integer.parseInt(item.body()))
                        .collectList()
                        .block())
                .hasSize(COUNT / 2)
                .isSorted()
                .allMatch(number -> number % 2 == 0);
        assertThat(even.expected()).isEqualTo(-1);
        assertThat(even.partial()).isFalse();
    }

    @Test
    void shouldEndWithTheFailureOfTheChoice() {
        Source<String> source = new SelectedItems<>(new Numbers(), id -> {
            throw new IOException("no journal");
        });

        assertThatThrownBy(() -> Flux.from(source.items()).blockLast()).hasRootCauseMessage("no journal");
    }

    private static final class Numbers implements Source<String> {
        @Override
        public Publisher<Item<String>> items() {
            return Flux.range(0, COUNT).map(i -> Item.of(Integer.toString(i), Integer.toString(i)));
        }

        @Override
        public long expected() {
            return COUNT;
        }
    }
}
