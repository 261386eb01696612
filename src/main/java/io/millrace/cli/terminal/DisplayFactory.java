package io.millrace.cli.terminal;

import io.millrace.run.RunSettings;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Supervisor;
import io.millrace.show.console.BarProgress;
import io.millrace.show.console.Controls;
import io.millrace.show.console.Display;
import io.millrace.show.console.FullScreen;
import io.millrace.show.console.PlainProgress;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.Terminals;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses how a run is shown, from what is asked for and what the terminal can do. What cannot be done is said, and the
 * run goes on with plain lines: a run's work is worth more than its looks (src/docs/decisions/console.md).
 */
record DisplayFactory(RunSettings.Console console, Controls controls, RunFiles files, Terminals terminals) {

    private static final Logger LOG = LoggerFactory.getLogger(DisplayFactory.class);

    /** Takes the terminal, if it comes to that. Null where nothing is to be shown. */
    Display open() {
        return switch (console.progress()) {
            case AUTO -> fitting();
            case FULL -> full();
            case BAR -> terminals.obstacle() == null ? bar() : instead("bar", terminals.obstacle());
            case PLAIN -> plain();
            case JSON, NONE -> null;
        };
    }

    private Display fitting() {
        if (terminals.obstacle() != null || FullScreen.inBackground()) {
            return plain();
        }
        return terminals.obstacleToKeys() == null && FullScreen.hasRoom() ? full() : bar();
    }

    private Display full() {
        if (terminals.obstacleToKeys() != null) {
            return instead("full", terminals.obstacleToKeys());
        }
        if (FullScreen.inBackground()) {
            return instead("full", "the run is in the background");
        }
        try {
            boolean colour = console.color() != RunSettings.Colour.NEVER && terminals.colour();
            FullScreen screen =
                    FullScreen.open(terminals, colour, files, controls, Installation.isTerminal(1), plain());
            Supervisor.tellConsole(screen::close);
            return screen;
        } catch (IOException | RuntimeException e) {
            LOG.warn("no live console", e);
            return instead("full", e.getMessage());
        }
    }

    private Display bar() {
        return new BarProgress(System.err, terminals, FullScreen::columns);
    }

    private Display plain() {
        return new PlainProgress(System.err, console.interval());
    }

    private Display instead(String wanted, String reason) {
        System.err.println("--progress " + wanted + " is not possible: " + reason + "; plain lines instead");
        return plain();
    }
}
