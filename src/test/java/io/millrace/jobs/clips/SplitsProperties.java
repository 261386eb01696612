package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.engine.item.ItemId;
import io.millrace.store.shards.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SplitsProperties {

    private static final int MANY = 5000;

    @Property(tries = 200)
    void shouldMoveNoItemWhenOthersAreAdded(
            @ForAll @Size(max = 50) List<@NotEmpty @StringLength(max = 40) String> ids, @ForAll long seed) {
        Splits before = random(seed, "0.5", "0.25", "0.25");
        List<Split> first = ids.stream().map(ItemId::new).map(before::of).toList();
        Splits after = random(seed, "0.5", "0.25", "0.25");
        List<Split> second = new ArrayList<>();
        for (String id : ids) {
            after.of(new ItemId("new before " + id));
            second.add(after.of(new ItemId(id)));
        }

        assertThat(second).isEqualTo(first);
    }

    /** Of 5000 items a share is off by less than 0.05 with seven standard deviations to spare. */
    @Property(tries = 20)
    void shouldComeNearToTheRatiosWhenThereAreManyItems(
            @ForAll @IntRange(max = 100) int train, @ForAll @IntRange(max = 100) int val, @ForAll long seed) {
        int ofRest = Math.min(val, 100 - train);
        int test = 100 - train - ofRest;
        Map<Split, Integer> counts = counts(random(seed, percent(train), percent(ofRest), percent(test)));

        assertNear(counts.get(Split.TRAIN), train);
        assertNear(counts.get(Split.VAL), ofRest);
        assertNear(counts.get(Split.TEST), test);
    }

    /** As a seed in configuration is: another one gives another data set. */
    @Property(tries = 50)
    void shouldShareOutDifferentlyWhenTheSeedIsAnother(@ForAll long seed) {
        assertThat(all(random(seed, "0.5", "0.5", "0"))).isNotEqualTo(all(random(seed + 1, "0.5", "0.5", "0")));
    }

    @Property(tries = 20)
    void shouldGiveNothingToASplitWithoutAShare(@ForAll long seed) {
        assertThat(counts(random(seed, "0.333333333", "0.666666667", "0"))).doesNotContainKey(Split.TEST);
        assertThat(counts(random(seed, "0", "0.9999999999", "0"))).containsOnlyKeys(Split.VAL);
        assertThat(counts(random(seed, "0", "0", "1"))).containsOnlyKeys(Split.TEST);
    }

    /** {@code (int.from_bytes(sha256(b"0:clip-0").digest()[:8], "big") >> 11) / 2**53}, and so on, in Python. */
    @Example
    void shouldFollowTheDocumentedFormula() {
        Splits splits = random(0, "0.8", "0.1", "0.1");

        assertThat(List.of("clip-0", "clip-2", "clip-14", "a/b", "Größe").stream()
                        .map(id -> splits.of(new ItemId(id))))
                .containsExactly(Split.TRAIN, Split.TEST, Split.VAL, Split.VAL, Split.TRAIN);
    }

    @Example
    void shouldGiveEverythingToOneWhenAllIsAsked() {
        assertThat(counts(Clips.splits(SplitSettings.Mode.ALL_TRAIN, 3, "0", "0", "1")))
                .containsOnlyKeys(Split.TRAIN);
        assertThat(counts(Clips.splits(SplitSettings.Mode.ALL_TEST, 3, "1", "0", "0")))
                .containsOnlyKeys(Split.TEST);
    }

    @Example
    void shouldRefuseRatiosThatAreNone() {
        assertRefused("must be three numbers, of train, val and test", "0.9", "0.1");
        assertRefused("must be three numbers", "0.25", "0.25", "0.25", "0.25");
        assertRefused("must be 1 together, not 0.9", "0.8", "0.1", "0");
        assertRefused("must be 1 together", "0.8", "0.1", "0.100000002");
        assertRefused("'-0.1' must be a number from 0 to 1", "1", "-0.1", "0.1");
        assertRefused("'NaN' must be a number from 0 to 1", "NaN", "0", "1");
        assertRefused("'most' must be a number from 0 to 1", "most", "0", "1");
        random(0, "0.8", "0.1", "0.1000000009");
    }

    private static void assertRefused(String why, String... ratios) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> random(0, ratios))
                .withMessageStartingWith("ratios")
                .withMessageContaining(why);
    }

    private static Splits random(long seed, String... ratios) {
        return Clips.splits(SplitSettings.Mode.RANDOM, seed, ratios);
    }

    private static void assertNear(Integer items, int percent) {
        double share = items == null ? 0 : items / (double) MANY;
        assertThat(share).isBetween(percent / 100.0 - 0.05, percent / 100.0 + 0.05);
    }

    private static String percent(int percent) {
        return String.format(Locale.ROOT, "%.2f", percent / 100.0);
    }

    private static List<Split> all(Splits splits) {
        List<Split> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(splits.of(new ItemId("item-" + i)));
        }
        return all;
    }

    private static Map<Split, Integer> counts(Splits splits) {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        for (int i = 0; i < MANY; i++) {
            counts.merge(splits.of(new ItemId("item-" + i)), 1, Integer::sum);
        }
        return counts;
    }
}
