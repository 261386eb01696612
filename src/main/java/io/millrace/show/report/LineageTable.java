package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.List;

/** The runs of an output, one a line. */
record LineageTable(Report report) {

    private static final int MOST = 100;

    String html() {
        List<LedgerLine> runs = report.lineage();
        List<LedgerLine> told = runs.subList(Math.max(0, runs.size() - MOST), runs.size());
        boolean cut = told.size() < runs.size();
        return HtmlPart.of("runs")
                .with("cut", cut ? Page.note("the last " + MOST + " of " + Format.count(runs.size())) : "")
                .with("rows", HtmlPart.each(told, this::line))
                .toString();
    }

    private HtmlPart line(LedgerLine run) {
        List<String> figures = List.of(
                run.elapsedNs() < 0 ? "-" : Format.span(run.elapsedNs()),
                Format.count(run.done()),
                Format.count(run.empty()),
                Format.count(run.failed()));
        return HtmlPart.of("run")
                .with("own", Page.own(run.run().equals(report.run().head().run())))
                .with("run", Html.text(run.run()))
                .with("started", Page.time(run.startedMs(), report.zone()))
                .with("figures", Page.cells(figures))
                .with("ending", Html.text(run.ending()))
                .with("exit", run.exit() == null ? "" : " (" + run.exit() + ")")
                .with("version", Html.text(run.version()))
                .with("fingerprint", Html.text(run.fingerprint()))
                .with("changed", run.changed() ? " <b>changed</b>" : "");
    }
}
