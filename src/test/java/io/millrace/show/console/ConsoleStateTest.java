package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.State;
import io.millrace.show.console.View.Pane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleStateTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();
    private long nowNs;
    private ConsoleState desk;

    private final Controls controls = new Controls() {

        @Override
        public String scale(String stage, int workers) {
            if (workers < 1) {
                throw new IllegalArgumentException(stage + " needs a worker");
            }
            asked.add(stage + "=" + workers);
            return stage + " has " + workers;
        }

        @Override
        public void pause() {
            asked.add("pause");
        }

        @Override
        public void resume() {
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
    };

    @BeforeEach
    void openRun() throws Exception {
        Files.write(folder.resolve("run.log"), Collections.nCopies(100, "a WARN line"));
        Files.writeString(folder.resolve("config.conf"), "job = clips\n");
        desk = desk(false);
        desk.look(Screens.base());
    }

    private ConsoleState desk(boolean attached) {
        RunFiles files = new RunFiles(folder.resolve("run.log"), folder.resolve("config.conf"), List.of("run r"));
        return new ConsoleState(controls, new PaneFiles(files), attached, () -> nowNs);
    }

    @Test
    void shouldSelectTheLimitAtFirstAndWhatTheUserWantsThen() {
        assertThat(view().stage()).isEqualTo("infer");
        press("kk");
        assertThat(view().stage()).isEqualTo("decode");
        desk.look(Screens.base());
        assertThat(view().stage()).isEqualTo("decode");
        press("jjjjjjjj");
        assertThat(view().stage()).isEqualTo("write");
    }

    @Test
    void shouldCountWorkersOnFromTheKeyBefore() {
        press("++");
        assertThat(asked).containsExactly("infer=2", "infer=3");
        assertThat(view().message()).isEqualTo("infer has 3");
        nowNs += 3 * SECOND;
        press("+");
        assertThat(asked).endsWith("infer=2");
    }

    @Test
    void shouldSayWhyWhenARunRefuses() {
        press("-");
        assertThat(asked).isEmpty();
        assertThat(view().message()).isEqualTo("infer needs a worker");
    }

    @Test
    void shouldPauseAndGoOn() {
        press("p");
        Status paused = Screens.with(
                Screens.base(),
                Screens.base().items(),
                Screens.base().stages(),
                State.RUNNING,
                true,
                Screens.base().outlook());
        desk.press("p", paused);
        assertThat(asked).containsExactly("pause", "proceed");
    }

    @Test
    void shouldDrainWhenQuittingIsConfirmedAndStopWhenItIsAskedForAgain() {
        press("q");
        assertThat(asked).isEmpty();
        assertThat(view().message()).startsWith("finish 96 items in flight, and end?");
        press("y");
        assertThat(asked).containsExactly("drain");

        Status draining = Screens.with(
                Screens.base(),
                Screens.base().items(),
                Screens.base().stages(),
                State.DRAINING,
                false,
                Screens.base().outlook());
        desk.press("q", draining);
        assertThat(view().message()).startsWith("stop now, and leave 96 items");
        desk.press("q", draining);
        assertThat(asked).containsExactly("drain", "stop");
    }

    @Test
    void shouldGoOnWhenQuittingIsNotConfirmed() {
        press("dj");
        assertThat(asked).isEmpty();
        assertThat(view().message()).isEqualTo("going on");
        assertThat(view().stage()).isEqualTo("infer");
    }

    @Test
    void shouldOnlyLeaveARunOfAnotherProcess() {
        desk = desk(true);
        press("q");
        assertThat(asked).isEmpty();
        assertThat(desk.left()).isTrue();
    }

    @Test
    void shouldOpenScrollAndClosePanes() {
        press("l");
        assertThat(view().pane()).isEqualTo(Pane.LOG);
        assertThat(view().paper()).hasSize(100);
        press("kk");
        assertThat(view().scroll()).isEqualTo(-2);
        press("e");
        assertThat(view().pane()).isEqualTo(Pane.ERRORS);
        assertThat(view().scroll()).isZero();
        press("e");
        assertThat(view().pane()).isEqualTo(Pane.NONE);
        press("c");
        assertThat(view().paper()).containsExactly("job = clips");
        press("r");
        assertThat(view().paper()).containsExactly("run r");
        desk.press(Keys.ESCAPE, Screens.base());
        assertThat(view().pane()).isEqualTo(Pane.NONE);
    }

    @Test
    void shouldForgetMessagesAfterAWhile() {
        desk.say("something");
        assertThat(view().message()).isEqualTo("something");
        nowNs += 11 * SECOND;
        assertThat(view().message()).isEmpty();
    }

    private void press(String keys) {
        keys.chars().forEach(key -> desk.press(String.valueOf((char) key), Screens.base()));
    }

    private View view() {
        return desk.view(80, 24, new Theme(true, false, ZoneOffset.UTC));
    }
}
