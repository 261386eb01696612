package io.millrace.show.report;

import io.millrace.engine.item.Sha256;
import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The page of a run. It has no address in it, and its policy would not let it follow one: no network, and no script but
 * its own.
 */
final class Page {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private static final int NAME = 120;

    private final Report report;
    private final RunRecord run;
    private final RunRecord.Head head;
    private final ReportPoint last;

    private Page(Report report) {
        this.report = report;
        this.run = report.run();
        this.head = run.head();
        this.last = run.last();
    }

    static String of(Report report) {
        return new Page(report).write();
    }

    private String write() {
        String script = HtmlPart.resource("report.js");
        return HtmlPart.of("page")
                .with(
                        "sha256",
                        Base64.getEncoder()
                                .encodeToString(Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8))))
                .with("title", Html.text(head.job() + " " + head.run() + " " + report.ending()))
                .with("style", HtmlPart.resource("report.css"))
                .with("header", header())
                .with("tiles", last == null ? "" : tiles())
                .with("measured", last == null ? HtmlPart.of("nothing") : measured())
                .with("runs", section("runs", "Runs of this output", new LineageTable(report).html()))
                .with("settings", section("settings", "Settings", settings()))
                .with("files", section("files", "Files", files()))
                .with("script", script)
                .toString();
    }

    private String measured() {
        return section("items", "Items", items())
                + phases()
                + new LimitSection(run.points()).html()
                + section("throughput", "Throughput", throughput())
                + new StageSection(run.points()).html()
                + section("memory", "Memory", memory())
                + new FailureSection(report).html();
    }

    private HtmlPart header() {
        return HtmlPart.of("header")
                .with("job", Html.text(head.job()))
                .with("run", Html.text(head.run()))
                .with("mood", mood())
                .with("ending", Html.text(report.ending()))
                .with("exit", run.end() == null ? "" : " (exit " + run.end().exit() + ")")
                .with("output", Html.foreign(head.output(), NAME))
                .with("started", time(head.startedMs(), report.zone()))
                .with("host", Html.foreign(head.host(), NAME))
                .with("version", Html.text(head.version()))
                .with("command", Html.cut(head.command(), 2000));
    }

    private String mood() {
        if (run.end() == null) {
            return "open";
        }
        return switch (run.end().exit()) {
            case 0 -> "good";
            case 3, 5, 75, 130, 143 -> "fair";
            default -> "bad";
        };
    }

    private HtmlPart tiles() {
        double seconds = last.elapsedNs() / 1e9;
        long ended = last.endedHere();
        Map<String, String> tiles = new LinkedHashMap<>();
        tiles.put("time", Format.span(last.elapsedNs()));
        if (ended > 0 && seconds > 0) {
            tiles.put("rate", AxisUnit.PER_SECOND.text(ended / seconds));
            tiles.put("average", AxisUnit.NS.text((double) last.elapsedNs() / ended) + " an item");
        }
        if (last.bytesRead() > 0 && seconds > 0) {
            String rate = AxisUnit.BYTES_PER_SECOND.text(last.bytesRead() / seconds);
            tiles.put("read", AxisUnit.BYTES.text(last.bytesRead()) + " at " + rate);
        }
        if (run.end() != null && run.end().files() > 0) {
            String bytes = AxisUnit.BYTES.text(run.end().bytes());
            tiles.put("output", Format.count(run.end().files(), "file") + ", " + bytes);
        }
        long peak = peakRss();
        if (peak >= 0) {
            tiles.put("peak rss", AxisUnit.BYTES.text(peak));
        }
        return HtmlPart.of("tiles").with("tiles", HtmlPart.each(tiles.entrySet(), Page::tile));
    }

    private static HtmlPart tile(Map.Entry<String, String> tile) {
        return HtmlPart.of("tile").with("name", tile.getKey()).with("value", Html.text(tile.getValue()));
    }

    private long peakRss() {
        return run.points().stream()
                .mapToLong(point -> point.memory().peakRss())
                .max()
                .orElse(-1);
    }

    private HtmlPart items() {
        var items = last.items();
        String resumed = Format.count(items.resumed());
        String failed = Html.text(Format.share(items.failed(), items.listed()));
        return HtmlPart.of("items")
                .with("listed", figure(items.listed(), items.listingComplete() ? "total" : "listed so far"))
                .with("done", figure(items.resumed() + items.done(), "done"))
                .with("resumed", items.resumed() > 0 ? HtmlPart.of("resumed").with("count", resumed) : "")
                .with("empty", figure(items.empty(), "empty"))
                .with("failed", figure(items.failed(), "failed"))
                .with("share", items.failed() > 0 ? HtmlPart.of("share").with("share", failed) : "")
                .with("quarantined", figure(items.quarantined(), "quarantined"))
                .with("left", figure(items.left(), "left"))
                .with("bars", bars(items));
    }

    /** Nothing where there is one only. */
    private String phases() {
        if (last.phase().isEmpty()) {
            return "";
        }
        Map<String, ReportPoint> ends = new LinkedHashMap<>();
        run.points().forEach(point -> ends.put(point.phase(), point));
        StringBuilder rows = new StringBuilder();
        long begunNs = 0;
        for (ReportPoint end : ends.values()) {
            rows.append(phase(end, end.elapsedNs() - begunNs));
            begunNs = end.elapsedNs();
        }
        return section("phases", "Phases", HtmlPart.of("phases").with("rows", rows));
    }

    private static HtmlPart phase(ReportPoint end, long ns) {
        var items = end.items();
        long failed = items.failed() + items.quarantined();
        List<String> figures = new ArrayList<>(List.of(Format.span(ns)));
        for (long count :
                new long[] {items.listed(), items.resumed() + items.done(), items.empty(), failed, items.left()}) {
            figures.add(Format.count(count));
        }
        return HtmlPart.of("stage").with("name", Html.text(end.phase())).with("cells", cells(figures));
    }

    private static HtmlPart figure(long count, String name) {
        return HtmlPart.of("figure").with("count", Format.count(count)).with("name", name);
    }

    private static String bars(Status.Items items) {
        return bar("resumed", items.resumed(), items)
                + bar("done", items.done(), items)
                + bar("empty", items.empty(), items)
                + bar("failed", items.failed(), items)
                + bar("quarantined", items.quarantined(), items);
    }

    private static String bar(String style, long count, Status.Items items) {
        String percent = Format.format("%.3f", 100.0 * count / items.listed());
        return count > 0
                ? HtmlPart.of("bar")
                        .with("style", style)
                        .with("percent", percent)
                        .toString()
                : "";
    }

    private String throughput() {
        Chart ended = Chart.wide("Items that ended", AxisUnit.PER_SECOND, run.points())
                .rate("items", "c0", (before, now) -> perSecond(ReportPoint::endedHere, before, now));
        Chart input = Chart.wide("Input taken in", AxisUnit.BYTES_PER_SECOND, run.points())
                .rate("input", "c1", (before, now) -> perSecond(ReportPoint::bytesRead, before, now));
        return ended.html().toString() + (last.bytesRead() > 0 ? input.html() : "");
    }

    private static double perSecond(ToLongFunction<ReportPoint> of, ReportPoint before, ReportPoint now) {
        long more = of.applyAsLong(now) - (now.follows(before) ? of.applyAsLong(before) : 0);
        long ns = now.elapsedNs() - (before == null ? 0 : before.elapsedNs());
        return ns <= 0 ? 0 : Math.max(0, more) * 1e9 / ns;
    }

    private HtmlPart memory() {
        return Chart.wide("Memory, the most in each interval", AxisUnit.BYTES, run.points())
                .line("process (rss)", "c0", point -> Math.max(0, point.memory().rss()))
                .line("Java heap", "c1", point -> point.memory().heapUsed())
                .line("reserved by items", "c2", point -> point.memory().reserved())
                .line("limit of that", "c3 dashed", point -> point.memory().limit())
                .html();
    }

    private HtmlPart settings() {
        return HtmlPart.of("settings")
                .with("fingerprint", Html.text(head.fingerprint()))
                .with("rows", HtmlPart.each(report.settings(), Page::setting));
    }

    private static HtmlPart setting(Report.Setting setting) {
        return HtmlPart.of("setting")
                .with("own", own(!setting.origin().startsWith("reference.conf")))
                .with("key", Html.text(setting.key()))
                .with("value", Html.foreign(setting.value(), 400))
                .with("origin", Html.foreign(setting.origin(), NAME));
    }

    private HtmlPart files() {
        return HtmlPart.of("files")
                .with("folder", Html.foreign(report.folder(), 300))
                .with("rows", HtmlPart.each(report.files(), Page::file));
    }

    private static HtmlPart file(Report.KeptFile file) {
        return HtmlPart.of("file")
                .with("name", Html.foreign(file.name(), NAME))
                .with("bytes", AxisUnit.BYTES.text(file.bytes()))
                .with("about", Html.text(file.about()));
    }

    static String section(String id, String title, Object body) {
        return HtmlPart.of("section")
                .with("id", id)
                .with("title", title)
                .with("body", body)
                .toString();
    }

    static String note(String text) {
        return HtmlPart.of("note").with("text", text).toString();
    }

    /** Marks a row of a table as the reader's own. */
    static String own(boolean own) {
        return own ? " class=\"own\"" : "";
    }

    /** Figures of a row. */
    static String cells(List<String> figures) {
        return HtmlPart.each(figures, figure -> HtmlPart.of("cell").with("text", figure));
    }

    /** A moment on an axis. */
    static HtmlPart tick(double x, int y, String style, long ns) {
        return HtmlPart.of("time-tick")
                .with("x", Format.format("%.1f", x))
                .with("y", y)
                .with("style", style)
                .with("text", TimeAxis.text(ns));
    }

    static String time(long epochMs, ZoneId zone) {
        return epochMs < 0 ? "-" : TIME.format(Instant.ofEpochMilli(epochMs).atZone(zone));
    }
}
