package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;

/** Each stage: its figures over the whole run, and how its workers' time, its queue and its service times went. */
final class StageSection {

    /** Of a small chart; more would be finer than its pixels. */
    private static final int MOST = 200;

    private final List<ReportPoint> points;
    private final List<StagePoint> stages;

    StageSection(List<ReportPoint> points) {
        this.points = Recording.atMost(MOST, points);
        this.stages = points.get(points.size() - 1).stages();
    }

    void write(StringBuilder html) {
        html.append("<section id=\"stages\">\n<h2>Stages</h2>\n<div class=\"wide\"><table>\n<thead>");
        html.append(Page.row(
                List.of("stage", "workers", "busy", "blocked", "idle", "parts", "p50", "p99", "longest", "errors"),
                "<th scope=\"col\">",
                "</th>"));
        html.append("</thead>\n<tbody>\n");
        stages.forEach(stage -> row(html, stage));
        html.append("</tbody></table></div>\n");
        stages.forEach(stage -> charts(html, stage));
        html.append("</section>\n");
    }

    private static void row(StringBuilder html, StagePoint stage) {
        html.append("<tr><th scope=\"row\">").append(Html.text(stage.name())).append("</th>");
        cells(html, shares(stage));
        html.append("</tr>\n");
    }

    /** Of a stage without parts its shares say nothing. */
    private static List<String> shares(StagePoint stage) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(stage.workers()));
        if (stage.parts() == 0 || stage.timeNs() == 0) {
            cells.addAll(List.of("-", "-", "-", "0", "-", "-", "-"));
        } else {
            double time = stage.timeNs();
            long busy = Math.round(100 * stage.busyNs() / time);
            long blocked = Math.round(100 * (stage.busyNs() + stage.blockedNs()) / time) - busy;
            cells.add(busy + "%");
            cells.add(blocked + "%");
            cells.add(100 - busy - blocked + "%");
            cells.add(Format.count(stage.parts()));
            cells.add(AxisUnit.NS.text(stage.p50Ns()));
            cells.add(AxisUnit.NS.text(stage.p99Ns()));
            cells.add(AxisUnit.NS.text(stage.maxNs()));
        }
        cells.add(Format.count(stage.errors()));
        return cells;
    }

    private static void cells(StringBuilder html, List<String> cells) {
        cells.forEach(cell -> html.append("<td class=\"n\">").append(cell).append("</td>"));
    }

    private void charts(StringBuilder html, StagePoint stage) {
        String name = stage.name();
        html.append("<h3>").append(Html.text(name)).append("</h3>\n<div class=\"trio\">\n");
        html.append(Chart.small("Time of its workers", AxisUnit.PERCENT, points)
                .stacked()
                .to(100)
                .line("idle", "idle", point -> point.stage(name) == null ? 0 : 100)
                .rate("blocked", "blocked", (before, now) -> share(name, before, now, true))
                .rate("busy", "busy", (before, now) -> share(name, before, now, false))
                .html());
        if (stage.queueCapacity() > 0) {
            html.append(Chart.small("Queue before it, of " + stage.queueCapacity(), AxisUnit.PARTS, points)
                    .to(stage.queueCapacity())
                    .rate("waiting", "c0", (before, now) -> queue(name, before, now))
                    .html());
        }
        if (stage.parts() > 0) {
            html.append(Chart.small("Time of a part, since the start", AxisUnit.NS, points)
                    .logarithmic()
                    .line(
                            "p50",
                            "c2",
                            point -> point.stage(name) == null
                                    ? 0
                                    : point.stage(name).p50Ns())
                    .line(
                            "p99",
                            "c5",
                            point -> point.stage(name) == null
                                    ? 0
                                    : point.stage(name).p99Ns())
                    .html());
        }
        html.append("</div>\n");
    }

    /** Percent of the workers' time in the interval: busy, or busy and blocked. */
    private static double share(String name, ReportPoint before, ReportPoint now, boolean blockedToo) {
        StagePoint to = now.stage(name);
        StagePoint from = before == null ? null : before.stage(name);
        if (to == null) {
            return 0;
        }
        long all = to.timeNs() - (from == null ? 0 : from.timeNs());
        long busy = to.busyNs() - (from == null ? 0 : from.busyNs());
        long blocked = to.blockedNs() - (from == null ? 0 : from.blockedNs());
        return all <= 0 ? 0 : Math.min(100, Math.max(0, 100.0 * (blockedToo ? busy + blocked : busy) / all));
    }

    private static double queue(String name, ReportPoint before, ReportPoint now) {
        StagePoint to = now.stage(name);
        StagePoint from = before == null ? null : before.stage(name);
        long ns = now.elapsedNs() - (before == null ? 0 : before.elapsedNs());
        return to == null || ns <= 0 ? 0 : (double) (to.queueNs() - (from == null ? 0 : from.queueNs())) / ns;
    }
}
