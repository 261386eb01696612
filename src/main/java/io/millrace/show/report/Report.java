package io.millrace.show.report;

import io.millrace.show.FailureGroup;
import java.time.ZoneId;
import java.util.List;

/**
 * Everything that the page of a run shows.
 *
 * @param run its record
 * @param ending how it ended, in words; for one without an end whether it goes on
 * @param settings effective, secrets redacted
 * @param lineage the runs of the output, oldest first, this one among them
 * @param failures that stand among the items of the run, most frequent first
 * @param moreFailures kinds of failures beside these
 * @param standing failed items among those that {@code items} counts, which {@code failures} does not: they failed in
 *     earlier runs; -1 if {@code failures} has them
 * @param files of the run's folder, and how long they are
 * @param folder of the run, as a user would type it
 * @param zone of the times
 */
public record Report(
        RunRecord run,
        String ending,
        List<Setting> settings,
        List<LedgerLine> lineage,
        List<FailureGroup> failures,
        int moreFailures,
        long standing,
        List<KeptFile> files,
        String folder,
        ZoneId zone) {

    /** What it is called in the folder of its run. */
    public static final String FILE = "report.html";

    /**
     * @param key such as {@code stages.decode.workers}
     * @param value as HOCON
     * @param origin where it was written
     */
    public record Setting(String key, String value, String origin) {}

    /** A file of the run. */
    public record KeptFile(String name, long bytes, String about) {}

    public Report {
        settings = List.copyOf(settings);
        lineage = List.copyOf(lineage);
        failures = List.copyOf(failures);
        files = List.copyOf(files);
    }

    /** The page: one file of less than 300 KB. */
    public String html() {
        return Page.of(this);
    }
}
