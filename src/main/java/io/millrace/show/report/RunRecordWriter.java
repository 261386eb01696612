package io.millrace.show.report;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Keeps the record of a run on the disk while it goes: appends what is new, and writes it anew when the recording was
 * thinned. Never forced: it has to survive the process, not the machine. One thread.
 */
public final class RunRecordWriter implements Closeable {

    private final Path file;
    private final RunRecord.Head head;
    private final Recording recording;
    private Writer out;
    private int written;
    private int thinnings;

    /** @param folder the run's */
    public RunRecordWriter(Path folder, RunRecord.Head head, Recording recording) throws IOException {
        this.file = folder.resolve(RunRecord.FILE);
        this.head = head;
        this.recording = recording;
        out = Files.newBufferedWriter(file);
        out.write(RecordLines.write(head));
        out.flush();
    }

    /** What the recording has by now is handed to the system. */
    public void update() throws IOException {
        List<ReportPoint> points = recording.points();
        if (recording.thinnings() != thinnings) {
            rewrite(points);
        } else {
            append(points.subList(written, points.size()));
        }
        written = points.size();
    }

    /** The last words. */
    public void end(RunRecord.End end) throws IOException {
        update();
        out.write(RecordLines.write(end));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void append(List<ReportPoint> points) throws IOException {
        for (ReportPoint point : points) {
            out.write(RecordLines.write(point));
        }
        out.flush();
    }

    /** Beside it first: a kill leaves the one or the other, whole. */
    private void rewrite(List<ReportPoint> points) throws IOException {
        Path temporary = file.resolveSibling(RunRecord.FILE + ".tmp");
        try (BufferedWriter anew = Files.newBufferedWriter(temporary)) {
            anew.write(RecordLines.write(head));
            for (ReportPoint point : points) {
                anew.write(RecordLines.write(point));
            }
        }
        out.close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        thinnings = recording.thinnings();
    }
}
