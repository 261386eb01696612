package io.millrace.show.report;

import io.millrace.show.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

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
    private final StringBuilder html = new StringBuilder(128 << 10);

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
        String script = resource("report.js");
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;")
                .append(" style-src 'unsafe-inline'; script-src 'sha256-")
                .append(sha256(script))
                .append("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<link rel=\"icon\" href=\"data:,\">\n<title>")
                .append(Html.text(head.job() + " " + head.run() + " " + report.ending()))
                .append("</title>\n<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n");
        headline();
        if (last == null) {
            html.append("<p>Nothing was recorded of this run: it ended within its first moments.</p>\n");
        } else {
            items();
            new LimitSection(run.points()).write(html);
            throughput();
            new StageSection(run.points()).write(html);
            memory();
            new FailureSection(report).write(html);
        }
        lineage();
        settings();
        files();
        html.append("</main>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void headline() {
        html.append("<header>\n<p class=\"over\">Millrace report</p>\n<h1>")
                .append(Html.text(head.job()))
                .append(" <small>run ")
                .append(Html.text(head.run()))
                .append("</small></h1>\n<p><span class=\"badge ")
                .append(mood())
                .append("\">")
                .append(Html.text(report.ending()))
                .append(run.end() == null ? "" : " (exit " + run.end().exit() + ")")
                .append("</span> ")
                .append(Html.foreign(head.output(), NAME))
                .append("</p>\n<p class=\"soft\">started ")
                .append(time(head.startedMs(), report.zone()))
                .append(" on ")
                .append(Html.foreign(head.host(), NAME))
                .append(", Millrace ")
                .append(Html.text(head.version()))
                .append("</p>\n<pre class=\"command\">")
                .append(Html.cut(head.command(), 2000))
                .append("</pre>\n</header>\n");
        if (last != null) {
            tiles();
        }
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

    private void tiles() {
        double seconds = last.elapsedNs() / 1e9;
        long ended = last.endedHere();
        html.append("<dl class=\"tiles\">\n");
        tile("time", Format.span(last.elapsedNs()));
        if (ended > 0 && seconds > 0) {
            tile("rate", AxisUnit.PER_SECOND.text(ended / seconds));
            tile("average", AxisUnit.NS.text((double) last.elapsedNs() / ended) + " an item");
        }
        if (last.bytesRead() > 0 && seconds > 0) {
            tile(
                    "read",
                    AxisUnit.BYTES.text(last.bytesRead()) + " at "
                            + AxisUnit.BYTES_PER_SECOND.text(last.bytesRead() / seconds));
        }
        if (run.end() != null && run.end().files() > 0) {
            tile(
                    "output",
                    Format.count(run.end().files(), "file") + ", "
                            + AxisUnit.BYTES.text(run.end().bytes()));
        }
        long peak = peakRss();
        if (peak >= 0) {
            tile("peak rss", AxisUnit.BYTES.text(peak));
        }
        html.append("</dl>\n");
    }

    private void tile(String name, String value) {
        html.append("<div><dt>")
                .append(name)
                .append("</dt><dd>")
                .append(Html.text(value))
                .append("</dd></div>\n");
    }

    private long peakRss() {
        return run.points().stream()
                .mapToLong(point -> point.memory().peakRss())
                .max()
                .orElse(-1);
    }

    private void items() {
        var items = last.items();
        begin("items", "Items");
        html.append("<p class=\"equation\">")
                .append(figure(items.listed(), items.listingComplete() ? "total" : "listed so far"))
                .append(" = ")
                .append(figure(items.resumed() + items.done(), "done"));
        if (items.resumed() > 0) {
            html.append(" <small>(").append(Format.count(items.resumed())).append(" in earlier runs)</small>");
        }
        html.append(" + ")
                .append(figure(items.empty(), "empty"))
                .append(" + ")
                .append(figure(items.failed(), "failed"));
        if (items.failed() > 0) {
            html.append(" <small>(")
                    .append(Html.text(Format.share(items.failed(), items.listed())))
                    .append(")</small>");
        }
        html.append(" + ")
                .append(figure(items.quarantined(), "quarantined"))
                .append(" + ")
                .append(figure(items.left(), "left"))
                .append("</p>\n<div class=\"bar\" aria-hidden=\"true\">");
        bar("resumed", items.resumed());
        bar("done", items.done());
        bar("empty", items.empty());
        bar("failed", items.failed());
        bar("quarantined", items.quarantined());
        html.append("</div>\n");
        end();
    }

    private static String figure(long count, String name) {
        return "<span><b>" + Format.count(count) + "</b> " + name + "</span>";
    }

    private void bar(String style, long count) {
        if (count > 0) {
            html.append(Format.format(
                    "<i class=\"%s\" style=\"width:%.3f%%\"></i>",
                    style, 100.0 * count / last.items().listed()));
        }
    }

    private void throughput() {
        begin("throughput", "Throughput");
        html.append(Chart.wide("Items that ended", AxisUnit.PER_SECOND, run.points())
                .rate(
                        "items",
                        "c0",
                        (before, now) ->
                                perSecond(now.endedHere() - (before == null ? 0 : before.endedHere()), before, now))
                .html());
        if (last.bytesRead() > 0) {
            html.append(Chart.wide("Input taken in", AxisUnit.BYTES_PER_SECOND, run.points())
                    .rate(
                            "input",
                            "c1",
                            (before, now) ->
                                    perSecond(now.bytesRead() - (before == null ? 0 : before.bytesRead()), before, now))
                    .html());
        }
        end();
    }

    private static double perSecond(long more, ReportPoint before, ReportPoint now) {
        long ns = now.elapsedNs() - (before == null ? 0 : before.elapsedNs());
        return ns <= 0 ? 0 : Math.max(0, more) * 1e9 / ns;
    }

    private void memory() {
        begin("memory", "Memory");
        Chart chart = Chart.wide("Memory, the most in each interval", AxisUnit.BYTES, run.points())
                .line("process (rss)", "c0", point -> Math.max(0, point.memory().rss()))
                .line("Java heap", "c1", point -> point.memory().heapUsed())
                .line("reserved by items", "c2", point -> point.memory().reserved())
                .line("limit of that", "c3 dashed", point -> point.memory().limit());
        html.append(chart.html());
        end();
    }

    private void lineage() {
        begin("runs", "Runs of this output");
        new LineageTable(report).write(html);
        end();
    }

    private void settings() {
        begin("settings", "Settings");
        html.append("<p class=\"soft\">fingerprint ")
                .append(Html.text(head.fingerprint()))
                .append(": of those that change results, and of the steps' versions</p>\n<div class=\"wide\"><table>")
                .append("<thead><tr><th scope=\"col\">key</th><th scope=\"col\">value</th>")
                .append("<th scope=\"col\">where it was set</th></tr></thead>\n<tbody>\n");
        for (Report.Setting setting : report.settings()) {
            boolean own = !setting.origin().startsWith("reference.conf");
            html.append(own ? "<tr class=\"own\"><th scope=\"row\">" : "<tr><th scope=\"row\">")
                    .append(Html.text(setting.key()))
                    .append("</th><td><code>")
                    .append(Html.foreign(setting.value(), 400))
                    .append("</code></td><td>")
                    .append(Html.foreign(setting.origin(), NAME))
                    .append("</td></tr>\n");
        }
        html.append("</tbody></table></div>\n");
        end();
    }

    private void files() {
        begin("files", "Files");
        html.append("<p class=\"soft\">in ")
                .append(Html.foreign(report.folder(), 300))
                .append("</p>\n<table><tbody>\n");
        for (Report.KeptFile file : report.files()) {
            html.append("<tr><th scope=\"row\">")
                    .append(Html.foreign(file.name(), NAME))
                    .append("</th><td class=\"n\">")
                    .append(AxisUnit.BYTES.text(file.bytes()))
                    .append("</td><td>")
                    .append(Html.text(file.about()))
                    .append("</td></tr>\n");
        }
        html.append("</tbody></table>\n");
        end();
    }

    private void begin(String id, String title) {
        html.append("<section id=\"")
                .append(id)
                .append("\">\n<h2>")
                .append(title)
                .append("</h2>\n");
    }

    private void end() {
        html.append("</section>\n");
    }

    static String time(long epochMs, ZoneId zone) {
        return epochMs < 0 ? "-" : TIME.format(Instant.ofEpochMilli(epochMs).atZone(zone));
    }

    static String row(List<String> cells, String open, String close) {
        return "<tr>" + open + String.join(close + open, cells) + close + "</tr>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the class path", e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
