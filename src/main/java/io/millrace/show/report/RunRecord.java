package io.millrace.show.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.show.FailureGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a run has left of itself.
 *
 * @param head said at its start
 * @param points at most {@link Recording#MOST}, oldest first; may be empty
 * @param end said at its end; null for one that was killed, or goes on
 */
public record RunRecord(Head head, List<ReportPoint> points, End end) {

    /** In the run's folder. */
    public static final String FILE = "samples.jsonl";

    /**
     * @param v version of the format, 1
     * @param run its id
     * @param job its name
     * @param output as a user would type it
     * @param startedMs wall clock, since the epoch
     * @param host it runs on
     * @param pid of its process
     * @param processStartedMs when that began; 0 where the system does not tell: with the number it names a process for
     *     good
     * @param version of the program
     * @param fingerprint of the settings that change results
     * @param command as one would type it again
     */
    public record Head(
            int v,
            String run,
            String job,
            String output,
            long startedMs,
            String host,
            long pid,
            long processStartedMs,
            String version,
            String fingerprint,
            String command) {}

    /**
     * @param exit the exit code
     * @param outcome in words
     * @param files made in the output by all runs
     * @param bytes in them
     * @param failures that stand among the items of this run, most frequent first
     * @param moreKinds of failures that are not among them
     */
    public record End(int exit, String outcome, long files, long bytes, List<FailureGroup> failures, int moreKinds) {

        /** Kinds of failures that are told one by one. */
        public static final int MOST_FAILURES = 60;

        public End {
            failures = List.copyOf(failures);
        }

        /** The most frequent of {@code all}. */
        public static End of(int exit, String outcome, long files, long bytes, List<FailureGroup> all) {
            List<FailureGroup> told = all.subList(0, Math.min(MOST_FAILURES, all.size()));
            return new End(exit, outcome, files, bytes, told, all.size() - told.size());
        }
    }

    public RunRecord {
        points = List.copyOf(points);
    }

    /** The last point, or null. */
    public ReportPoint last() {
        return points.isEmpty() ? null : points.get(points.size() - 1);
    }

    /** Of a run's folder; null if it has left none. What a kill has torn at its end is passed over. */
    public static RunRecord read(Path folder) throws IOException {
        return read(folder, false);
    }

    /** As {@link #read(Path)}, of the points only the last. */
    public static RunRecord brief(Path folder) throws IOException {
        return read(folder, true);
    }

    private static RunRecord read(Path folder, boolean brief) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
            RunRecord run = read(brief ? brief(lines) : lines.lines().toList());
            boolean several = brief && run != null && run.points().size() > 1;
            return several ? new RunRecord(run.head(), List.of(run.last()), run.end()) : run;
        }
    }

    /** The first line, the last two samples, of which the last may be torn, and what comes behind them. */
    private static List<String> brief(BufferedReader lines) throws IOException {
        String first = null;
        String before = "";
        String sample = "";
        String end = "";
        for (String line; (line = lines.readLine()) != null; ) {
            first = first == null ? line : first;
            boolean one = RecordLines.isSample(line);
            before = one ? sample : before;
            sample = one ? line : sample;
            end = one ? end : line;
        }
        return first == null ? List.of() : List.of(first, before, sample, end);
    }

    private static RunRecord read(List<String> lines) {
        Head head = null;
        End end = null;
        List<ReportPoint> points = new ArrayList<>();
        for (String line : lines) {
            Object read = RecordLines.read(line);
            if (read instanceof Head first) {
                head = first;
            } else if (read instanceof ReportPoint point && points.size() < Recording.MOST) {
                points.add(point);
            } else if (read instanceof End last) {
                end = last;
            }
        }
        return head == null ? null : new RunRecord(head, points, end);
    }
}
