package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.show.console.View.Pane;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a run that panes show. They are read when they are looked at, the log's end only. */
final class PaneFiles {

    /** More of a file is nobody's to read in a pane. */
    static final int MOST_LINES = 2000;

    private static final int LOG_TAIL_BYTES = 256 * 1024;

    private final RunFiles files;

    /** While somebody scrolls, the log stands still under him. */
    private List<String> held;

    private boolean hold;

    PaneFiles(RunFiles files) {
        this.files = files;
    }

    List<String> of(Pane pane) {
        return switch (pane) {
            case LOG -> log();
            case CONFIG -> config();
            case REPORT -> files.about();
            default -> List.of();
        };
    }

    /** @param still whether the log is to stay as it was read last */
    void hold(boolean still) {
        hold = still;
    }

    private List<String> log() {
        if (!hold || held == null) {
            held = tail(files.log());
        }
        return held;
    }

    private List<String> config() {
        try {
            List<String> lines = Files.readAllLines(files.config(), UTF_8);
            return lines.subList(0, Math.min(MOST_LINES, lines.size()));
        } catch (IOException e) {
            return List.of(unreadable(files.config(), e));
        }
    }

    private static List<String> tail(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - LOG_TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> lines = new String(bytes, UTF_8).lines().toList();
            int first = Math.max(from == 0 ? 0 : 1, lines.size() - MOST_LINES);
            return lines.subList(Math.min(first, lines.size()), lines.size());
        } catch (IOException e) {
            return List.of(unreadable(log, e));
        }
    }

    private static String unreadable(Path file, IOException e) {
        return "cannot read " + file + ": " + e.getMessage();
    }
}
