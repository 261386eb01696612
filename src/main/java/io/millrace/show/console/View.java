package io.millrace.show.console;

import java.util.List;

/**
 * What a user has chosen to see of a snapshot, and through what.
 *
 * @param width columns of the terminal
 * @param height rows of it
 * @param look characters and colours
 * @param stage selected; null for none
 * @param pane opened over the lower part
 * @param scroll lines that the pane has been moved
 * @param message to the user, in place of the last rule; empty for none
 * @param paper lines of the file that the pane shows
 * @param attached whether the run is another process's
 */
record View(
        int width,
        int height,
        Theme look,
        String stage,
        Pane pane,
        int scroll,
        String message,
        List<String> paper,
        boolean attached) {

    /** Below this there is no room for all of it, and one line has to do. */
    static final int LEAST_WIDTH = 80;

    static final int LEAST_HEIGHT = 20;

    /** From here on each stage has more columns. */
    private static final int WIDE = 120;

    /** What may lie over the lower part. */
    enum Pane {
        NONE,
        HELP,
        ERRORS,
        LOG,
        CONFIG,
        REPORT
    }

    View {
        paper = List.copyOf(paper);
    }

    /** One line of it, from the left. */
    TextRow row() {
        return new TextRow(width);
    }

    boolean small() {
        return width < LEAST_WIDTH || height < LEAST_HEIGHT;
    }

    boolean wide() {
        return width >= WIDE;
    }
}
