package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Each stage: its figures over the whole run, and how its workers' time, its queue and its service times went. */
final class StageSection {

    /** Of a small chart; more would be finer than its pixels. */
    private static final int MOST = 200;

    private final List<ReportPoint> points;
    private final List<StagePoint> stages;

    StageSection(List<ReportPoint> points) {
        this.points = Recording.atMost(MOST, points);
        Map<String, StagePoint> latest = new LinkedHashMap<>();
        points.forEach(point -> point.stages().forEach(stage -> latest.put(stage.name(), stage)));
        this.stages = List.copyOf(latest.values());
    }

    String html() {
        HtmlPart table = HtmlPart.of("stages").with("rows", HtmlPart.each(stages, StageSection::row));
        return Page.section("stages", "Stages", table + HtmlPart.each(stages, this::charts));
    }

    private static HtmlPart row(StagePoint stage) {
        return HtmlPart.of("stage").with("name", Html.text(stage.name())).with("cells", Page.cells(shares(stage)));
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

    private HtmlPart charts(StagePoint stage) {
        String name = stage.name();
        List<Chart> charts = new ArrayList<>();
        charts.add(Chart.small("Time of its workers", AxisUnit.PERCENT, points)
                .stacked()
                .to(100)
                .line("idle", "idle", point -> point.stage(name) == null ? 0 : 100)
                .rate("blocked", "blocked", (before, now) -> share(name, before, now, StagePoint::takenNs))
                .rate("busy", "busy", (before, now) -> share(name, before, now, StagePoint::busyNs)));
        if (stage.queueCapacity() > 0) {
            charts.add(Chart.small("Queue before it, of " + stage.queueCapacity(), AxisUnit.PARTS, points)
                    .to(stage.queueCapacity())
                    .rate("waiting", "c0", (before, now) -> queue(name, before, now)));
        }
        if (stage.parts() > 0) {
            charts.add(Chart.small("Time of a part, since the start", AxisUnit.NS, points)
                    .logarithmic()
                    .line("p50", "c2", point -> time(point.stage(name), StagePoint::p50Ns))
                    .line("p99", "c5", point -> time(point.stage(name), StagePoint::p99Ns)));
        }
        return HtmlPart.of("stage-charts")
                .with("name", Html.text(name))
                .with("charts", HtmlPart.each(charts, Chart::html));
    }

    private static double time(StagePoint stage, ToDoubleFunction<StagePoint> of) {
        return stage == null ? 0 : of.applyAsDouble(stage);
    }

    /** Percent of the workers' time in the interval that went into what is summed up. */
    private static double share(String name, ReportPoint before, ReportPoint now, ToLongFunction<StagePoint> of) {
        long all = grown(name, before, now, StagePoint::timeNs);
        return all <= 0 ? 0 : Math.min(100, Math.max(0, 100.0 * grown(name, before, now, of) / all));
    }

    private static double queue(String name, ReportPoint before, ReportPoint now) {
        long ns = now.elapsedNs() - (before == null ? 0 : before.elapsedNs());
        return ns <= 0 ? 0 : (double) grown(name, before, now, StagePoint::queueNs) / ns;
    }

    /** By how much a sum of a stage has grown in the interval. */
    private static long grown(String name, ReportPoint before, ReportPoint now, ToLongFunction<StagePoint> of) {
        StagePoint to = now.stage(name);
        StagePoint from = before == null ? null : before.stage(name);
        return to == null ? 0 : of.applyAsLong(to) - (from == null ? 0 : of.applyAsLong(from));
    }
}
