package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.List;

/** What failed, by cause, stage and kind of file. */
final class FailureSection {

    private static final int NAME = 120;
    private static final int MESSAGE = 300;

    private final Report report;

    FailureSection(Report report) {
        this.report = report;
    }

    void write(StringBuilder html) {
        html.append("<section id=\"failures\">\n<h2>Failures by cause</h2>\n");
        if (report.failures().isEmpty()) {
            html.append("<p>")
                    .append(report.standing() > 0 ? "None in this run." : "None.")
                    .append("</p>\n");
        } else {
            table(html);
        }
        if (report.standing() > 0) {
            html.append("<p class=\"soft\">")
                    .append(Format.count(report.standing(), "item"))
                    .append(" that failed in earlier runs and stand as failed are not among these.</p>\n");
        }
        html.append("</section>\n");
    }

    private void table(StringBuilder html) {
        html.append("<div class=\"wide\"><table>\n<thead>")
                .append(Page.row(
                        List.of("items", "cause", "stage", "files", "first of them"), "<th scope=\"col\">", "</th>"))
                .append("</thead>\n<tbody>\n");
        for (FailureGroup group : report.failures()) {
            html.append("<tr><td class=\"n\">")
                    .append(Format.count(group.count()))
                    .append("</td><th scope=\"row\">")
                    .append(Html.foreign(group.type(), NAME))
                    .append("</th><td>")
                    .append(Html.foreign(group.stage(), NAME))
                    .append("</td><td>")
                    .append(group.extension().isEmpty() ? "-" : Html.foreign(group.extension(), NAME))
                    .append("</td><td>")
                    .append(Html.foreign(group.source(), NAME))
                    .append("<br><span class=\"soft\">")
                    .append(Html.foreign(group.message(), MESSAGE))
                    .append("</span></td></tr>\n");
        }
        html.append("</tbody></table></div>\n");
        if (report.moreFailures() > 0) {
            html.append("<p class=\"soft\">and ")
                    .append(Format.count(report.moreFailures(), "kind"))
                    .append(" more, less frequent</p>\n");
        }
    }
}
