package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.engine.pipeline.Survey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

class StaleItemsTest {

    private static final Identity INPUT = new Identity(1, 1, 0);
    private static final Identity OTHER_INPUT = new Identity(1, 1, 2);
    private static final Fingerprint NOW =
            new Fingerprint("now", "stages.transform.size = 224x224\nstep decode 2\noutput.format = npy\n");
    private static final Map<String, String> SETTINGS =
            Map.of("before", "stages.transform.size = 160x256\nstep decode 1\noutput.format = npy\n");

    @Test
    void shouldNameEachSettingThatDiffers() {
        assertThat(StaleItems.changes("a = 1\nb = 2\nc = x = y\n", "a = 1\nb = 3\nc = x = z\n"))
                .isEqualTo("  b 2 -> 3\n  c x = y -> x = z\n");
    }

    @Test
    void shouldNameSettingsAndStepsThatOneSideLacks() {
        assertThat(StaleItems.changes("old = 1\nstep decode 1\n", "new = 1\nstep decode 2\n"))
                .isEqualTo("  new (none) -> 1\n  old 1 -> (none)\n  step decode 1 -> 2\n");
    }

    @Test
    void shouldSayNothingWhenNothingDiffers() {
        assertThat(StaleItems.changes("a = 1\n", "a = 1\n")).isEmpty();
    }

    @Test
    void shouldSayHowManyAreStaleAndWhy() throws Exception {
        assertThat(refusal(entry("a", INPUT, "before"), entry("b", OTHER_INPUT, "now"), entry("c", INPUT, "now")))
                .isEqualTo(
                        """
                        2 items in out/a are stale: 1 made from a file or manifest entry that has changed since, 1 made with other settings
                          stages.transform.size 160x256 -> 224x224
                          step decode 1 -> 2
                        Say --stale redo to make them again, --stale keep to leave them, or use another --output""");
    }

    @Test
    void shouldSayThatSettingsAreNotKnownWhenTheirRunLeftNone() throws Exception {
        assertThat(refusal(entry("a", INPUT, "lost")))
                .startsWith("1 item in out/a is stale: 0 made from a file or manifest entry")
                .contains("\n  (those of an earlier run are not known)\n");
    }

    private static Entry entry(String id, Identity identity, String fingerprint) {
        return new Entry(new ItemId(id), Outcome.done(List.of()), 1, identity, fingerprint, 0);
    }

    /** What is said when these are recorded and all of them are listed with the same input as ever. */
    private static String refusal(Entry... recorded) throws Exception {
        EarlierRuns earlier = new EarlierRuns(id -> find(id, recorded), NOW.value(), StalePolicy.FAIL, false);
        return StaleItems.refusal(Path.of("out", "a"), Survey.of(listing(recorded), earlier), NOW, SETTINGS::get);
    }

    private static Entry find(ItemId id, Entry... recorded) {
        return List.of(recorded).stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static Source<String> listing(Entry... recorded) {
        return new Source<>() {
            @Override
            public Publisher<Item<String>> items() {
                return Flux.just(recorded)
                        .map(entry -> new Item<>(entry.id(), entry.id().value(), INPUT, "", null));
            }
        };
    }
}
