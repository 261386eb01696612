package io.millrace.cli.terminal;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.metrics.Status;
import io.millrace.run.RunListener;
import io.millrace.run.RunSettings;
import io.millrace.run.RunSettings.Progress;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Supervisor;
import io.millrace.show.console.Display;
import io.millrace.show.console.FullScreen;
import io.millrace.show.console.ResumeLine;
import io.millrace.show.console.StatusBlock;
import io.millrace.text.ForeignText;
import java.time.Clock;
import java.time.Duration;

/**
 * Tells people: sentences and a display of the run on stderr, the summary on stdout. Safe for any threads, of which
 * only one draws, because a terminal that has been stopped holds up whoever writes to it.
 */
public final class TerminalListener implements RunListener {

    /** Preparations that take longer are told, so that silence does not look like a hang. */
    private static final Duration LONG = Duration.ofSeconds(2);

    /** A run shorter than this never opens the full screen. */
    private static final Duration SHORT = Duration.ofMillis(400);

    private final RunSettings.Console console;

    /** Null before there is one, and where there is none. */
    private volatile Display display;

    private TerminalListener(RunSettings.Console console) {
        this.console = console;
    }

    /** The listener that {@code console.progress} asks for. */
    public static RunListener of(RunSettings.Console console) {
        return console.progress() == Progress.JSON
                ? new JsonListener(System.out, System.err, console.interval(), Clock.systemUTC())
                : new TerminalListener(console);
    }

    @Override
    public Span busy(String sentence) {
        Looks looks = new Looks();
        if (!quiet()) {
            looks.after(LONG, () -> System.err.println(sentence));
        }
        return looks;
    }

    @Override
    public void resumed(ResumeLine found) {
        System.err.println(found.text());
    }

    @Override
    public void said(String sentence) {
        Display to = display;
        if (to == null) {
            System.err.println(ForeignText.lines(sentence));
        } else {
            to.say(ForeignText.lines(sentence));
        }
    }

    @Override
    public void remarked(String sentence) {
        if (!quiet()) {
            said(sentence);
        }
    }

    /** The full screen has a place of its own for failures. */
    @Override
    public void failed(Item<?> item, Fault fault, String line) {
        if (line != null && !(display instanceof FullScreen)) {
            said(line);
        }
    }

    @Override
    public Span live(Live run) {
        DisplayFactory displays = new DisplayFactory(console, run.controls(), run.files(), Installation.terminals());
        Looks looks = new Looks();
        Duration before = SHORT.compareTo(console.interval()) < 0 ? SHORT : console.interval();
        looks.after(before, () -> {
            Display opened = displays.open();
            if (opened != null) {
                display = opened;
                looks.every(opened.pulse(), () -> opened.tick(run.status()));
            }
        });
        return () -> close(looks);
    }

    private void close(Looks looks) {
        looks.close();
        Display open = display;
        display = null;
        if (open != null) {
            open.close();
            Supervisor.tellConsoleGone();
        }
    }

    /** The full screen is before his eyes anyway. */
    @Override
    public void asked(Status now) {
        if (!(display instanceof FullScreen)) {
            System.err.print(StatusBlock.of(now, Installation.terminals().unicode()));
        }
    }

    @Override
    public void draining(String sentence, Status now, Duration timeout) {
        said(sentence);
    }

    @Override
    public void error(String sentence, int exit) {
        System.err.println(ForeignText.lines(sentence));
    }

    @Override
    public void ended(Ended end) {
        System.out.print(end.summary().text());
        end.closing().forEach(System.out::println);
        System.out.flush();
    }

    private boolean quiet() {
        return console.progress() == Progress.NONE;
    }
}
