package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What limited the run: for how long each, and when. Left out where nobody has ever concluded anything. */
final class LimitSection {

    private static final int MOST = 300;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 34;
    private static final int COLOURS = 8;

    private final List<ReportPoint> points;
    private final Map<String, Long> spans;
    private final List<String> keys;

    LimitSection(List<ReportPoint> points) {
        this.points = Recording.atMost(MOST, points);
        ReportPoint last = points.get(points.size() - 1);
        this.spans = LimitTimes.between(Map.of(), last.limitNs());
        this.keys = new ArrayList<>(spans.keySet());
    }

    void write(StringBuilder html) {
        if (keys.isEmpty() || keys.equals(List.of(LimitTimes.UNKNOWN))) {
            return;
        }
        html.append("<section id=\"limit\">\n<h2>What limited it</h2>\n<p class=\"equation\">");
        long all = spans.values().stream().mapToLong(Long::longValue).sum();
        List<String> shares = new ArrayList<>();
        for (String key : keys) {
            shares.add("<span class=\"key box " + colour(key) + "\">" + Html.text(LimitTimes.label(key)) + " <b>"
                    + Format.format("%.0f%%", 100.0 * spans.get(key) / all) + "</b></span>");
        }
        html.append(String.join(" ", shares)).append(" <small>of the time</small></p>\n");
        strip(html);
        html.append("</section>\n");
    }

    /** Neighbours with the same limit are one. */
    private void strip(StringBuilder html) {
        long endNs = points.get(points.size() - 1).elapsedNs();
        html.append(Format.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>What limited it when</title>", WIDTH, HEIGHT));
        long from = 0;
        String before = null;
        for (int i = 0; i < points.size(); i++) {
            String key = limit(i);
            if (before != null && !key.equals(before)) {
                from = box(html, before, from, points.get(i - 1).elapsedNs(), endNs);
            }
            before = key;
        }
        box(html, before, from, endNs, endNs);
        html.append("<g class=\"axis\" aria-hidden=\"true\">");
        for (long tick : TimeAxis.ticks(endNs, 12)) {
            html.append(Format.format(
                    "<text x=\"%.1f\" y=\"%d\" class=\"%s\">%s</text>",
                    x(tick, endNs),
                    HEIGHT - 3,
                    tick == 0 ? "from" : tick > endNs / 20 * 19 ? "y" : "x",
                    TimeAxis.text(tick)));
        }
        html.append("</g></svg>\n");
    }

    private long box(StringBuilder html, String key, long from, long to, long endNs) {
        html.append(Format.format(
                "<rect class=\"box %s\" x=\"%.1f\" width=\"%.1f\" height=\"16\"><title>%s, %s to %s</title></rect>",
                colour(key),
                x(from, endNs),
                Math.max(0.5, x(to, endNs) - x(from, endNs)),
                Html.text(LimitTimes.label(key)),
                Format.span(from),
                Format.span(to)));
        return to;
    }

    /** The one that held longest in the interval. */
    private String limit(int at) {
        Map<String, Long> before = at == 0 ? Map.of() : points.get(at - 1).limitNs();
        Map<String, Long> held = LimitTimes.between(before, points.get(at).limitNs());
        return held.isEmpty() ? LimitTimes.UNKNOWN : held.keySet().iterator().next();
    }

    private static double x(long ns, long endNs) {
        return endNs == 0 ? 0 : (double) WIDTH * ns / endNs;
    }

    private String colour(String key) {
        return key.equals(LimitTimes.UNKNOWN) || !keys.contains(key) ? "none" : "c" + keys.indexOf(key) % COLOURS;
    }
}
