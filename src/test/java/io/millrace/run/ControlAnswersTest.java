package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Items;
import io.millrace.engine.metrics.Status.Machine;
import io.millrace.engine.metrics.Status.Memory;
import io.millrace.engine.metrics.Status.Output;
import io.millrace.engine.metrics.Status.State;
import io.millrace.run.process.Refusal;
import io.millrace.show.console.Controls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlAnswersTest {

    private final List<String> asked = new ArrayList<>();
    private State state = State.RUNNING;
    private final ControlAnswers answers = new ControlAnswers(this::status, new Noted());

    private final class Noted implements Controls {

        @Override
        public String scale(String stage, int workers) {
            if (workers > 8) {
                throw new IllegalArgumentException(stage + " can have 8 workers");
            }
            asked.add(stage + "=" + workers);
            return stage + ": " + workers + " workers";
        }

        @Override
        public void pause() {
            asked.add("pause");
        }

        @Override
        public void resume() {
            asked.add("continue");
        }

        @Override
        public void drain() {
            asked.add("drain");
            state = state == State.RUNNING ? State.DRAINING : State.STOPPING;
        }

        @Override
        public void stop() {
            asked.add("stop");
        }
    }

    private Status status() {
        return new Status(
                "clips",
                "1",
                Status.Phase.ONLY,
                state,
                false,
                Instant.EPOCH,
                Duration.ofSeconds(1),
                new Items(10, true, 0, 1, 0, 0, 0),
                0,
                List.of(),
                new Memory(0, 1, 0, 1, -1, -1, 0),
                new Machine("here", 1, 0, 0),
                new Output("out", -1, 0, -1, 0, null),
                Map.of(),
                List.of(),
                1,
                Outlook.NONE);
    }

    @Test
    void shouldTellOfEachStageWhenOneOfThemIsRefused() throws Exception {
        ControlAnswer answer = ControlAnswer.of(answers.apply("scale decode=3,infer=99,align=2"));

        assertThat(answer.ok()).isFalse();
        assertThat(answer.message()).isEqualTo("decode: 3 workers; infer can have 8 workers; align: 2 workers");
        assertThat(asked).containsExactly("decode=3", "align=2");
    }

    @Test
    void shouldChangeNothingWhenAWordIsNotUnderstood() throws Exception {
        ControlAnswer answer = ControlAnswer.of(answers.apply("scale decode=3,infer"));

        assertThat(answer.ok()).isFalse();
        assertThat(answer.message()).contains("not 'infer'");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldSayWhatBecomesOfADrainThatIsAskedForTwice() throws Exception {
        assertThat(ControlAnswer.of(answers.apply("drain")).message())
                .isEqualTo("finishing 1 item in flight, then it ends");
        assertThat(ControlAnswer.of(answers.apply("pause")).ok()).isFalse();
        assertThat(ControlAnswer.of(answers.apply("drain")).message()).isEqualTo("it stops now");
        assertThat(asked).containsExactly("drain", "drain");
    }

    @Test
    void shouldSayWhatItCannotBeAsked() throws Exception {
        assertThat(ControlAnswer.of(answers.apply("dance")))
                .isEqualTo(new ControlAnswer(false, "'dance' is nothing that a run can be asked", null));
        assertThat(ControlAnswer.of(answers.apply("")).ok()).isFalse();
    }

    /** Before anything is changed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "decode", "decode=", "=3", "decode=x", "decode=-1", "decode=1,", "decode=1=2", "decode=10000"
            })
    void shouldRefuseWhatIsNoNumberOfWorkers(String stages) throws Exception {
        ControlAnswer answer = ControlAnswer.of(answers.apply("scale transform=2," + stages));
        assertThat(answer.ok()).isFalse();
        assertThat(answer.message()).contains("like decode=6,infer=2");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldNotTakeJustAnythingForAnAnswer() {
        assertThatThrownBy(() -> ControlAnswer.of("hello"))
                .isInstanceOf(Refusal.class)
                .hasMessage("the process answers what this version does not understand");
    }
}
