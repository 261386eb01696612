package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.show.FailureGroup;
import io.millrace.show.Format;
import io.millrace.text.ForeignText;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/** The summary as text: a heading, then one labelled block per subject. */
final class SummaryText {

    private static final String GAP = "   ";
    private static final String INDENT = "             ";

    private final Summary summary;
    private final StringBuilder text = new StringBuilder(1024);

    private SummaryText(Summary summary) {
        this.summary = summary;
    }

    static String of(Summary summary) {
        return new SummaryText(summary).write();
    }

    private String write() {
        String ending = ending(summary.exit()) + " (exit " + summary.exit() + ")";
        text.append(summary.job() + "  run " + summary.run() + "  " + ending + "\n");
        block("items", List.of(items(summary.items())));
        block("phases", summary.phases().stream().map(this::phase).toList());
        block("time", List.of(time()));
        block("limit", limits());
        block("stages", stages());
        block("output", List.of(output(summary.output())));
        block("failures", summary.failures().stream().map(this::failure).toList());
        block("next", summary.next() == null ? List.of() : List.of(summary.next()));
        block("report", List.of(report()));
        return text.toString();
    }

    static String ending(int exit) {
        return switch (exit) {
            case 0 -> "COMPLETED";
            case 3 -> "COMPLETED WITH FAILURES";
            case 4 -> "TOO MANY FAILURES";
            case 5 -> "NOTHING TO DO";
            case 75 -> "STOPPED EARLY";
            case 130, 143 -> "INTERRUPTED";
            default -> "STOPPED BY AN ERROR";
        };
    }

    private static String items(Status.Items items) {
        String earlier = items.resumed() == 0 ? "" : " (" + Format.count(items.resumed()) + " in earlier runs)";
        String share = items.failed() == 0 ? "" : " (" + Format.share(items.failed(), items.listed()) + ")";
        return Format.count(items.listed()) + (items.listingComplete() ? " total = " : " listed so far = ")
                + Format.count(items.resumed() + items.done()) + " done" + earlier
                + " + " + Format.count(items.empty()) + " empty + "
                + Format.count(items.failed()) + " failed" + share + " + "
                + Format.count(items.quarantined()) + " quarantined + "
                + Format.count(items.left()) + " left";
    }

    /** Of the first one the counts stand above. */
    private String phase(Summary.Phase phase) {
        int width = width(summary.phases(), Summary.Phase::name);
        String name = Format.format("%-" + width + "s   %s", phase.name(), Format.span(phase.elapsed()));
        return name + GAP + items(phase.items());
    }

    private String time() {
        StringJoiner time = new StringJoiner(GAP).add(Format.span(summary.elapsed()));
        if (summary.endedHere() > 0) {
            long averageNs = summary.elapsed().toNanos() / summary.endedHere();
            time.add("rate " + Format.rate(summary.itemsPerSecond()));
            time.add("average " + Format.shortTime(averageNs) + "/item");
        }
        if (summary.bytesRead() > 0 && !summary.elapsed().isZero()) {
            long perSecond = Math.round(summary.bytesPerSecond());
            time.add("read " + Format.bytes(summary.bytesRead()) + " at " + Format.bytes(perSecond) + "/s");
        }
        if (summary.peakRssBytes() >= 0) {
            time.add("peak rss " + Format.bytes(summary.peakRssBytes()));
        }
        return time.toString();
    }

    /** {@code infer 94% of the time, decode 4%, memory 2%} */
    private List<String> limits() {
        StringBuilder limits = new StringBuilder();
        for (Summary.LimitShare limit : summary.limits()) {
            long percent = Math.round(limit.share() * 100);
            if (percent > 0) {
                limits.append(limits.isEmpty() ? "" : ", ").append(limit.name()).append(' ');
                limits.append(percent).append(limits.indexOf("%") < 0 ? "% of the time" : "%");
            }
        }
        return limits.isEmpty() ? List.of() : List.of(limits.toString());
    }

    private List<String> stages() {
        int width = width(summary.stages(), StageStatus::name);
        return summary.stages().stream().map(stage -> stage(stage, width)).toList();
    }

    private static <T> int width(List<T> rows, Function<T, String> name) {
        return rows.stream().mapToInt(row -> name.apply(row).length()).max().orElse(1);
    }

    /** A stage without a part has only opened its libraries: how busy it was says nothing. */
    private static String stage(StageStatus stage, int width) {
        String name = Format.format("%-" + width + "s   x%-3d ", stage.name(), stage.workers());
        return name + (stage.parts() == 0 ? "no parts" : work(stage));
    }

    private static String work(StageStatus stage) {
        Shares shares = Shares.of(stage);
        return Format.format(
                "%3d%% busy %3d%% blocked %3d%% idle   %s   p50 %s   p99 %s   %s",
                shares.busyPercent(),
                shares.blockedPercent(),
                shares.idlePercent(),
                Format.count(stage.parts(), "part"),
                Format.shortTime(stage.p50Ns()),
                Format.shortTime(stage.p99Ns()),
                Format.count(stage.errors(), "error"));
    }

    private static String output(Summary.Output output) {
        return output.path() + GAP + Format.count(output.files(), "file") + ", " + Format.bytes(output.bytes());
    }

    private String failure(FailureGroup failure) {
        return Format.count(failure.count()) + " " + failure.type() + GAP + failure.stage() + GAP
                + ForeignText.line(failure.source()) + GAP + ForeignText.line(failure.message());
    }

    private String report() {
        Status.Items items = summary.items();
        long failures = summary.endedHere() - items.done() - items.empty(); // the file is of this run
        String first = summary.report() == null ? summary.folder() + "/summary.json" : summary.report();
        String listed = failures == 0 ? "" : "     failures.jsonl (" + Format.count(failures) + ")";
        return first + listed + "     run.log";
    }

    private void block(String label, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? Format.format("  %-11s", label) : INDENT);
            text.append(lines.get(i)).append('\n');
        }
    }
}
