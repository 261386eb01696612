package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;

/** The runs of an output, one a line. */
final class LineageTable {

    private static final int MOST = 100;

    private final Report report;

    LineageTable(Report report) {
        this.report = report;
    }

    void write(StringBuilder html) {
        List<LedgerLine> runs = report.lineage();
        List<LedgerLine> told = runs.subList(Math.max(0, runs.size() - MOST), runs.size());
        if (told.size() < runs.size()) {
            html.append("<p class=\"soft\">the last ")
                    .append(MOST)
                    .append(" of ")
                    .append(Format.count(runs.size()))
                    .append("</p>\n");
        }
        html.append("<div class=\"wide\"><table>\n<thead>")
                .append(Page.row(
                        List.of("run", "started", "time", "done", "empty", "failed", "ended", "version", "fingerprint"),
                        "<th scope=\"col\">",
                        "</th>"))
                .append("</thead>\n<tbody>\n");
        told.forEach(run -> line(html, run));
        html.append("</tbody></table></div>\n<p class=\"soft\">done, empty and failed in that run, of a "
                        + "killed one as of")
                .append(" its last record; bin/run runs says what of it stands now</p>\n");
    }

    private void line(StringBuilder html, LedgerLine run) {
        boolean self = run.run().equals(report.run().head().run());
        html.append(self ? "<tr class=\"own\"><th scope=\"row\">" : "<tr><th scope=\"row\">")
                .append(Html.text(run.run()))
                .append("</th><td>")
                .append(Page.time(run.startedMs(), report.zone()))
                .append("</td>");
        List<String> figures = new ArrayList<>();
        figures.add(run.elapsedNs() < 0 ? "-" : Format.span(run.elapsedNs()));
        List.of(run.done(), run.empty(), run.failed()).forEach(count -> figures.add(Format.count(count)));
        figures.forEach(figure -> html.append("<td class=\"n\">").append(figure).append("</td>"));
        html.append("<td>")
                .append(Html.text(run.ending()))
                .append(run.exit() == null ? "" : " (" + run.exit() + ")")
                .append("</td><td>")
                .append(Html.text(run.version()))
                .append("</td><td>")
                .append(Html.text(run.fingerprint()))
                .append(run.changed() ? " <b>changed</b>" : "")
                .append("</td></tr>\n");
    }
}
