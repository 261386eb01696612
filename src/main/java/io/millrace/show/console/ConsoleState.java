package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.show.Format;
import io.millrace.show.console.View.Pane;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user has before him: which stage is selected, which pane is open, what is asked of him. Keys change it, or the
 * run.
 */
final class ConsoleState {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleState.class);

    private static final long MESSAGE_NS = 10_000_000_000L;

    /** Presses of + that follow one another count from the one before, not from a snapshot that is older than both. */
    private static final long IN_A_ROW_NS = 1_500_000_000L;

    private static final Map<String, Pane> PANES =
            Map.of("?", Pane.HELP, "h", Pane.HELP, "e", Pane.ERRORS, "l", Pane.LOG, "c", Pane.CONFIG, "r", Pane.REPORT);

    private static final Set<String> YES = Set.of("y", "Y", "\n", "\r");

    private final Controls controls;
    private final PaneFiles papers;
    private final boolean attached;
    private final LongSupplier clock;

    private String stage;
    private Pane pane = Pane.NONE;
    private int scroll;
    private String message = "";
    private long messageNs;
    private Question question;
    private Wanted wanted;
    private boolean left;

    /**
     * @param attached whether the run is another process's, which quitting leaves alone
     * @param clock nanoseconds
     */
    ConsoleState(Controls controls, PaneFiles papers, boolean attached, LongSupplier clock) {
        this.controls = controls;
        this.papers = papers;
        this.attached = attached;
        this.clock = clock;
    }

    /** Something that has to be confirmed by the key that asked for it, or by y. */
    private record Question(String key, String sentence, Runnable then) {}

    private record Wanted(String stage, int workers, long atNs) {}

    /** Shown for some seconds. */
    void say(String sentence) {
        message = sentence;
        messageNs = clock.getAsLong();
    }

    /** Whether the user has gone, and the run goes on. */
    boolean left() {
        return left;
    }

    View view(int width, int height, Theme look) {
        boolean over = clock.getAsLong() - messageNs > MESSAGE_NS;
        String shown = question != null ? question.sentence() : over ? "" : message;
        return new View(width, height, look, stage, pane, scroll, shown, papers.of(pane), attached);
    }

    /** @param now the snapshot that the user sees */
    void press(String key, Status now) {
        if (question != null) {
            answer(key);
        } else if (pane != Pane.NONE && scrolled(key)) {
            papers.hold(scroll != 0);
        } else if (PANES.containsKey(key)) {
            open(PANES.get(key) == pane ? Pane.NONE : PANES.get(key));
        } else if (key.equals(Keys.ESCAPE)) {
            open(Pane.NONE);
        } else {
            try {
                act(key, now);
            } catch (IllegalArgumentException e) {
                say(e.getMessage());
            }
        }
    }

    /** At first what limits the run is selected, so that + is at hand. */
    void look(Status now) {
        List<StageStatus> stages = now.stages();
        boolean known = stages.stream().anyMatch(one -> one.name().equals(stage));
        if (!known && !stages.isEmpty()) {
            stage = stages.get(Math.min(1, stages.size() - 1)).name();
        }
        Outlook.Limit limit = now.outlook().limit();
        boolean limited = stages.stream().anyMatch(one -> one.name().equals(limit.stage()));
        if (!known && limited) {
            stage = limit.stage();
        }
    }

    private void answer(String key) {
        Question asked = question;
        question = null;
        if (YES.contains(key) || key.equals(asked.key())) {
            asked.then().run();
        } else {
            say("going on");
        }
    }

    private void open(Pane next) {
        pane = next;
        scroll = 0;
        papers.hold(false);
    }

    private boolean scrolled(String key) {
        switch (key) {
            case "j" -> scroll++;
            case "k" -> scroll--;
            case "page down", " " -> scroll += 15;
            case "page up", "b" -> scroll -= 15;
            case "g" -> scroll = pane == Pane.LOG ? -PaneFiles.MOST_LINES : 0;
            case "G" -> scroll = pane == Pane.LOG ? 0 : PaneFiles.MOST_LINES;
            default -> {
                return false;
            }
        }
        int least = pane == Pane.LOG ? -PaneFiles.MOST_LINES : 0;
        scroll = Math.max(least, Math.min(least + PaneFiles.MOST_LINES, scroll));
        return true;
    }

    private void act(String key, Status now) {
        switch (key) {
            case "j" -> select(now, 1);
            case "k" -> select(now, -1);
            case "g" -> select(now, -now.stages().size());
            case "G" -> select(now, now.stages().size());
            case "+", "=" -> scale(now, 1);
            case "-", "_" -> scale(now, -1);
            case "p" -> pause(now);
            case "d" -> drain(key, now);
            case "q" -> quit(now);
            default -> {}
        }
    }

    private void select(Status now, int by) {
        List<String> names = now.stages().stream().map(StageStatus::name).toList();
        if (!names.isEmpty()) {
            int next = names.indexOf(stage) + by;
            stage = names.get(Math.max(0, Math.min(names.size() - 1, next)));
        }
    }

    private void scale(Status now, int by) {
        for (StageStatus one : now.stages()) {
            if (one.name().equals(stage)) {
                say(controls.scale(stage, workers(one) + by));
                wanted = new Wanted(stage, workers(one) + by, clock.getAsLong());
                return;
            }
        }
    }

    private int workers(StageStatus one) {
        boolean inARow =
                wanted != null && wanted.stage().equals(one.name()) && clock.getAsLong() - wanted.atNs() < IN_A_ROW_NS;
        return inARow ? wanted.workers() : one.workers();
    }

    private void pause(Status now) {
        if (now.state() != Status.State.RUNNING) {
            say("it comes to its end: there is nothing to pause");
        } else if (now.paused()) {
            controls.resume();
            say("going on");
        } else {
            controls.pause();
            say("paused: takes no new items; p goes on");
        }
    }

    private void drain(String key, Status now) {
        if (now.state() == Status.State.RUNNING) {
            ask(
                    key,
                    "finish " + Format.count(now.inFlight(), "item") + " in flight, and end? y or " + key
                            + ": yes, any other key: go on",
                    controls::drain);
        } else if (now.state() == Status.State.DRAINING) {
            String left = Format.count(now.inFlight(), "item");
            ask(
                    key,
                    "stop now, and leave " + left + " in flight to the next run? y or " + key + ": yes",
                    controls::stop);
        } else {
            say("it is ending");
        }
    }

    private void quit(Status now) {
        if (attached) {
            left = true;
        } else {
            drain("q", now);
        }
    }

    private void ask(String key, String sentence, Runnable then) {
        question = new Question(key, sentence, () -> {
            LOG.info("asked for at the console: {}", sentence);
            then.run();
        });
    }
}
