package io.millrace.run;

import io.millrace.run.process.Home;
import io.millrace.run.process.Supervisor;
import io.millrace.show.console.BarProgress;
import io.millrace.show.console.Controls;
import io.millrace.show.console.FullScreen;
import io.millrace.show.console.PlainProgress;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.Show;
import io.millrace.show.console.Terminals;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses how a run is shown, from what is asked for and what the terminal can do. What cannot be done is said, and the run
 * goes on with plain lines: a run's work is worth more than its looks (src/docs/decisions/console.md).
 */
final class Shows {

    private static final Logger LOG = LoggerFactory.getLogger(Shows.class);

    private final RunSettings.Console console;
    private final Controls controls;
    private final RunFiles files;
    private final Terminals terminals = Home.terminals();

    Shows(RunSettings.Console console, Controls controls, RunFiles files) {
        this.console = console;
        this.controls = controls;
        this.files = files;
    }

    /** Takes the terminal, if it comes to that. Null where nothing is to be shown. */
    Show open() {
        return switch (console.progress()) {
            case AUTO -> fitting();
            case FULL -> full();
            case BAR -> terminals.obstacle() == null ? bar() : instead("bar", terminals.obstacle());
            case PLAIN -> plain();
            case JSON, NONE -> null;
        };
    }

    private Show fitting() {
        if (terminals.obstacle() != null || FullScreen.inBackground()) {
            return plain();
        }
        return terminals.obstacleToKeys() == null && FullScreen.hasRoom() ? full() : bar();
    }

    private Show full() {
        if (terminals.obstacleToKeys() != null) {
            return instead("full", terminals.obstacleToKeys());
        }
        if (FullScreen.inBackground()) {
            return instead("full", "the run is in the background");
        }
        try {
            boolean colour = console.color() != RunSettings.Colour.NEVER && terminals.colour();
            FullScreen screen = FullScreen.open(terminals, colour, files, controls, Home.isTerminal(1), plain());
            Supervisor.tellConsole(screen::close);
            return screen;
        } catch (IOException | RuntimeException e) {
            LOG.warn("no live console", e);
            return instead("full", e.getMessage());
        }
    }

    private Show bar() {
        return new BarProgress(System.err, terminals, FullScreen::columns);
    }

    private Show plain() {
        return new PlainProgress(System.err, console.interval());
    }

    private Show instead(String wanted, String reason) {
        System.err.println("--progress " + wanted + " is not possible: " + reason + "; plain lines instead");
        return plain();
    }
}
