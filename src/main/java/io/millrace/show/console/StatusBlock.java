package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import java.time.ZoneId;
import java.util.List;

/** A snapshot as lines of text, for logs and those who asked once: what the console shows, without colours and keys. */
public final class StatusBlock {

    private static final int WIDTH = 80;

    /** Enough for every stage and the latest failures; what stays empty is left out. */
    private static final int HEIGHT = 31;

    /** A rule and the keys. */
    private static final int KEYS = 2;

    private StatusBlock() {}

    /** @param unicode whether more than ASCII can be read */
    public static String of(Status status, boolean unicode) {
        Theme look = new Theme(unicode, false, ZoneId.systemDefault());
        View view = new View(WIDTH, HEIGHT, look, null, View.Pane.NONE, 0, "", List.of(), true);
        StringBuilder text = new StringBuilder();
        Screen.of(status, view).stream()
                .limit(HEIGHT - KEYS)
                .map(row -> row.toString().stripTrailing())
                .filter(row -> !row.isEmpty())
                .forEach(row -> text.append(row).append('\n'));
        return text.toString();
    }
}
