package io.millrace.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Item;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class GivenFilesTest {

    @Test
    void shouldBeKnownByTheirNamesInTheGivenOrder() {
        assertThat(ids("b/2.jpg", "a/1.jpg")).containsExactly("2.jpg", "1.jpg");
    }

    @Test
    void shouldBeKnownByTheirPathsWhereNamesAreAlike() {
        assertThat(ids("a/1.jpg", "b/1.jpg")).containsExactly("a/1.jpg", "b/1.jpg");
    }

    /** One id, one item. */
    @Test
    void shouldBeTakenOnce() {
        assertThat(ids("a/1.jpg", "a/2.jpg", "a/1.jpg")).containsExactly("1.jpg", "2.jpg");
    }

    private static List<String> ids(String... files) {
        GivenFiles<?> given =
                GivenFiles.images(List.of(files).stream().map(Path::of).toList());
        assertThat(given.expected()).isEqualTo(ids(given).size());
        return ids(given);
    }

    private static <T> List<String> ids(GivenFiles<T> given) {
        return Flux.from(given.items())
                .map(Item::id)
                .map(id -> id.value())
                .collectList()
                .block();
    }
}
