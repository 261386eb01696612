package io.millrace.show.report;

import io.millrace.show.FailureGroup;
import io.millrace.show.Format;

/** What failed, by cause, stage and kind of file. */
record FailureSection(Report report) {

    private static final int NAME = 120;
    private static final int MESSAGE = 300;

    String html() {
        String body = report.failures().isEmpty()
                ? HtmlPart.of("paragraph")
                        .with("text", report.standing() > 0 ? "None in this run." : "None.")
                        .toString()
                : table();
        if (report.standing() > 0) {
            body += Page.note(Format.count(report.standing(), "item")
                    + " that failed in earlier runs and stand as failed are not among these.");
        }
        return Page.section("failures", "Failures by cause", body);
    }

    private String table() {
        String table = HtmlPart.of("failures")
                .with("rows", HtmlPart.each(report.failures(), FailureSection::row))
                .toString();
        return report.moreFailures() > 0
                ? table + Page.note("and " + Format.count(report.moreFailures(), "kind") + " more, less frequent")
                : table;
    }

    private static HtmlPart row(FailureGroup group) {
        return HtmlPart.of("failure")
                .with("count", Format.count(group.count()))
                .with("type", Html.foreign(group.type(), NAME))
                .with("stage", Html.foreign(group.stage(), NAME))
                .with("files", group.extension().isEmpty() ? "-" : Html.foreign(group.extension(), NAME))
                .with("source", Html.foreign(group.source(), NAME))
                .with("message", Html.foreign(group.message(), MESSAGE));
    }
}
