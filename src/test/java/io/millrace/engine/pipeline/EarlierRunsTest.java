package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What stands, what is stale and what is to do, of one item that an earlier run has left. */
class EarlierRunsTest {

    private static final ItemId ID = new ItemId("a");
    private static final Identity INPUT = new Identity(10, 20, 30);
    private static final Identity OTHER = new Identity(10, 20, 31);
    private static final Outcome DONE = Outcome.done(List.of(new Artifact("a/x", 1, 2)));
    private static final Outcome FAILED = Outcome.failed(Fault.of("CorruptVideo", "no moov"));

    @Test
    void shouldLeaveWhatWasMadeOfTheSame() throws Exception {
        for (StalePolicy policy : StalePolicy.values()) {
            assertThat(settled(DONE, INPUT, "settings", policy, false)).isEqualTo(DONE);
            assertThat(settled(FAILED, INPUT, "settings", policy, false)).isEqualTo(FAILED);
        }
    }

    @Test
    void shouldMakeAgainWhatIsStaleOnlyWhenToldTo() throws Exception {
        assertThat(settled(DONE, OTHER, "settings", StalePolicy.REDO, false)).isNull();
        assertThat(settled(DONE, INPUT, "others", StalePolicy.REDO, false)).isNull();
        assertThat(settled(DONE, OTHER, "others", StalePolicy.KEEP, true)).isEqualTo(DONE);
        assertThat(survey(DONE, OTHER, "settings").stale()).isEqualTo(1);
        assertThat(survey(DONE, INPUT, "others").stale()).isEqualTo(1);
    }

    /** The video that was missing is there now, or the limit that it broke is higher: nothing in the output is lost. */
    @Test
    void shouldTryAgainWhatFailedWithAnotherInputOrOtherSettings() throws Exception {
        for (StalePolicy policy : StalePolicy.values()) {
            assertThat(settled(FAILED, OTHER, "settings", policy, false)).isNull();
            assertThat(settled(FAILED, INPUT, "others", policy, false)).isNull();
        }
        Survey survey = survey(FAILED, OTHER, "others");
        assertThat(survey.stale()).isZero();
        assertThat(survey.toDo()).isEqualTo(1);
        assertThat(survey.bytesToDo()).isEqualTo(10);
        assertThat(survey(DONE, INPUT, "settings").bytesToDo()).isZero();
        assertThat(survey(FAILED, Identity.NONE, "others").bytesToDo()).isEqualTo(-1);
    }

    @Test
    void shouldTryAgainWhatFailedWhenAsked() throws Exception {
        assertThat(settled(FAILED, INPUT, "settings", StalePolicy.FAIL, true)).isNull();
        assertThat(settled(DONE, INPUT, "settings", StalePolicy.FAIL, true)).isEqualTo(DONE);
    }

    /** An input without size and date says nothing about its version. */
    @Test
    void shouldNotCallStaleWhatHasNoIdentity() throws Exception {
        assertThat(settled(DONE, Identity.NONE, "settings", StalePolicy.REDO, false))
                .isEqualTo(DONE);
    }

    /** Another date alone says nothing where the content is known, and everything where it is not. */
    @Test
    void shouldLookAtTheContentOfAnInputThatHasAnotherDateOnly() throws Exception {
        Identity touched = new Identity(10, 21, 30);
        long same = 77;

        assertThat(changed(INPUT.with(same), touched, same)).isFalse();
        assertThat(changed(INPUT.with(same), touched, 78)).isTrue();
        assertThat(changed(INPUT.with(same), touched, Identity.NO_CONTENT)).isTrue();
        assertThat(changed(INPUT, touched, Identity.NO_CONTENT)).isTrue();
        assertThat(changed(INPUT.with(same), new Identity(11, 21, 30), same)).isTrue();
        assertThat(changed(INPUT.with(same), new Identity(10, 21, 31), same)).isTrue();
    }

    @Test
    void shouldNotReadAnInputThatLooksTheSame() throws Exception {
        Content unreadable = new Content(() -> {
            throw new AssertionError("nobody needs to read it");
        });
        for (Identity now : List.of(INPUT, new Identity(11, 20, 30), OTHER)) {
            Item<String> item = new Item<>(ID, "a.mp4", now, "a", null, unreadable);
            assertThat(earlier(DONE, INPUT.with(5)).hasOtherInput(entry(DONE, INPUT.with(5)), item))
                    .isEqualTo(!now.equals(INPUT));
        }
    }

    private static boolean changed(Identity then, Identity now, long content) {
        Item<String> item = new Item<>(ID, "a.mp4", now, "a", null, new Content(() -> content));
        return earlier(DONE, then).hasOtherInput(entry(DONE, then), item);
    }

    private static EarlierRuns earlier(Outcome left, Identity then) {
        return new EarlierRuns(id -> entry(left, then), "settings", StalePolicy.FAIL, false);
    }

    private static Entry entry(Outcome left, Identity then) {
        return new Entry(ID, left, 1, then, "settings", 0);
    }

    private static Outcome settled(
            Outcome left, Identity now, String fingerprint, StalePolicy policy, boolean retryFailed)
            throws IOException {
        return earlier(left, fingerprint, policy, retryFailed).settled(item(now));
    }

    private static Survey survey(Outcome left, Identity now, String fingerprint) throws IOException {
        Source<String> source = () -> Flux.just(item(now));
        return Survey.of(source, earlier(left, fingerprint, StalePolicy.FAIL, false));
    }

    private static EarlierRuns earlier(Outcome left, String fingerprint, StalePolicy policy, boolean retryFailed) {
        Entry entry = new Entry(ID, left, 1, INPUT, "settings", 0);
        return new EarlierRuns(id -> entry, fingerprint, policy, retryFailed);
    }

    private static Item<String> item(Identity identity) {
        return new Item<>(ID, "a.mp4", identity, "a", null);
    }
}
