package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.console.Controls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlAnswersTest {

    private final List<String> asked = new ArrayList<>();
    private final ControlAnswers answers = new ControlAnswers(() -> null, new Recorded());

    @Test
    void shouldAskForEachStage() throws Exception {
        ControlAnswer answer = ControlAnswer.of(answers.apply("scale decode=6, infer=2"));
        assertThat(answer).isEqualTo(new ControlAnswer(true, "decode is 6; infer is 2", null));
        assertThat(asked).containsExactly("decode 6", "infer 2");
    }

    @Test
    void shouldSayWhatCannotBe() throws Exception {
        assertThat(ControlAnswer.of(answers.apply("scale write=2")))
                .isEqualTo(new ControlAnswer(false, "write has \"one\" worker", null));
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

    private final class Recorded implements Controls {

        @Override
        public String scale(String stage, int workers) {
            if (stage.equals("write")) {
                throw new IllegalArgumentException("write has \"one\" worker");
            }
            asked.add(stage + " " + workers);
            return stage + " is " + workers;
        }

        @Override
        public void pause() {
            asked.add("pause");
        }

        @Override
        public void proceed() {
            asked.add("proceed");
        }

        @Override
        public void drain() {
            asked.add("drain");
        }

        @Override
        public void stop() {
            asked.add("stop");
        }
    }
}
