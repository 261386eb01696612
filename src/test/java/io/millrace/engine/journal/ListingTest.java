package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.ItemId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ListingTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepOrdinalsWhenListedAgainInOrder() throws Exception {
        list("a", "b", "c");
        assertThat(list("a", "b", "c")).containsExactly(0L, 1L, 2L);
        assertThat(list("a", "b", "c", "d")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(all()).containsExactly("0 a a.mp4", "1 b b.mp4", "2 c c.mp4", "3 d d.mp4");
    }

    @Test
    void shouldKeepOrdinalsWhenListedOutOfOrder() throws Exception {
        list("a", "b", "c", "d");
        assertThat(list("a", "c", "x", "d", "b", "y")).containsExactly(0L, 2L, 4L, 3L, 1L, 5L);
        assertThat(list("y", "a", "x")).containsExactly(5L, 0L, 4L);
    }

    @Test
    void shouldFindOrdinalsWithoutGivingAnyOut() throws Exception {
        list("a", "b", "c");
        try (Listing listing = open()) {
            assertThat(listing.find(new ItemId("c"))).isEqualTo(2);
            assertThat(listing.find(new ItemId("x"))).isEqualTo(-1);
            assertThat(listing.ordinalOf(new ItemId("a"), "a.mp4")).isZero();
            assertThat(listing.ordinalOf(new ItemId("x"), "x.mp4")).isEqualTo(3);
            assertThat(listing.find(new ItemId("x"))).isEqualTo(3);
            assertThat(listing.ordinalOf(new ItemId("c"), "c.mp4")).isEqualTo(2);
            assertThat(listing.size()).isEqualTo(4);
        }
    }

    @Test
    void shouldNameBothSourcesWhenIdIsListedTwice() throws Exception {
        try (Listing listing = open()) {
            listing.ordinalOf(new ItemId("a"), "one.mp4");
            assertThatThrownBy(() -> listing.ordinalOf(new ItemId("a"), "two.mp4"))
                    .hasMessage("two items have the id 'a': one.mp4 and two.mp4; give each its own id")
                    .extracting("kind")
                    .isEqualTo(JournalException.Kind.DUPLICATE_ID);
        }
        try (Listing listing = open()) {
            listing.ordinalOf(new ItemId("a"), "one.mp4");
            assertThatThrownBy(() -> listing.ordinalOf(new ItemId("a"), "one.mp4"))
                    .isInstanceOf(JournalException.class);
            assertThat(listing.ordinalOf(new ItemId("b"), "b.mp4")).isEqualTo(1);
        }
    }

    @Test
    void shouldHaveItemInTheFileWhenFlushedThroughItsOrdinal() throws Exception {
        try (Listing listing = open()) {
            listing.ordinalOf(new ItemId("a"), "a.mp4");
            assertThat(Files.size(file())).isEqualTo(8);
            listing.flushThrough(0);
            assertThat(all()).containsExactly("0 a a.mp4");
        }
    }

    @Test
    void shouldCutTheTailWhereverItWasTorn() throws Exception {
        list("first", "second");
        byte[] whole = Files.readAllBytes(file());
        int firstEnd = 8 + 8 + 5 + 9;
        for (int length = firstEnd + 1; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (Listing listing = open()) {
                assertThat(listing.size()).isEqualTo(1);
                assertThat(listing.cutBytes()).isEqualTo(length - firstEnd);
            }
            assertThat(Files.size(file())).isEqualTo(firstEnd);
            assertThat(list("first", "second")).containsExactly(0L, 1L);
            assertThat(Files.readAllBytes(file())).isEqualTo(whole);
        }
    }

    @Test
    void shouldCutZerosWhenTheSystemLostTheTail() throws Exception {
        list("a");
        Files.write(file(), new byte[5000], StandardOpenOption.APPEND);
        try (Listing listing = open()) {
            assertThat(listing.size()).isEqualTo(1);
        }
        assertThat(folder.resolve("quarantine")).doesNotExist();
    }

    @Test
    void shouldKeepTheOriginalWhenMoreThanOneRecordIsLost() throws Exception {
        String[] many = new String[20_000];
        Arrays.setAll(many, i -> "item-" + i);
        list(many);
        byte[] bytes = Files.readAllBytes(file());
        bytes[1000] ^= 4;
        Files.write(file(), bytes);
        try (Listing listing = open()) {
            assertThat(listing.size()).isLessThan(100);
        }
        assertThat(Files.readAllBytes(folder.resolve("quarantine/listing"))).isEqualTo(bytes);
        list(many);
        assertThat(all()).hasSize(many.length);
    }

    @Test
    void shouldBeginAnewWhenFileIsNoListing() throws Exception {
        Files.writeString(file(), "something else entirely");
        assertThat(list("a")).containsExactly(0L);
        assertThat(folder.resolve("quarantine/listing")).hasContent("something else entirely");
        assertThat(all()).containsExactly("0 a a.mp4");
    }

    @Test
    void shouldKeepOrdinalsWhenOnlyTheHeadIsDamaged() throws Exception {
        list("a", "b");
        byte[] bytes = Files.readAllBytes(file());
        bytes[0] ^= 1;
        Files.write(file(), bytes);
        assertThat(all()).containsExactly("0 a a.mp4", "1 b b.mp4");
        assertThat(folder.resolve("quarantine/listing")).hasBinaryContent(bytes);
    }

    @Test
    void shouldWalkLargeListingWhenResumed() throws Exception {
        String[] many = new String[50_000];
        Arrays.setAll(many, i -> "some/folder/with/a/long/name/item-" + i);
        list(many);
        List<Long> ordinals = list(many);
        for (int i = 0; i < many.length; i++) {
            assertThat(ordinals.get(i)).isEqualTo(i);
        }
    }

    private List<Long> list(String... ids) throws Exception {
        List<Long> ordinals = new ArrayList<>();
        try (Listing listing = open()) {
            for (String id : ids) {
                ordinals.add(listing.ordinalOf(new ItemId(id), id + ".mp4"));
            }
        }
        return ordinals;
    }

    private List<String> all() throws Exception {
        List<String> all = new ArrayList<>();
        try (Listing listing = open()) {
            listing.forEach((ordinal, id, source) -> all.add(ordinal + " " + id + " " + source));
        }
        return all;
    }

    private Listing open() throws Exception {
        return Listing.open(file(), ListingSeal.NONE);
    }

    private Path file() {
        return folder.resolve("listing");
    }
}
