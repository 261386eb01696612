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
    private final long endNs;

    LimitSection(List<ReportPoint> points) {
        this.points = Recording.atMost(MOST, points);
        ReportPoint last = points.get(points.size() - 1);
        this.spans = LimitTimes.between(Map.of(), last.limitNs());
        this.keys = new ArrayList<>(spans.keySet());
        this.endNs = last.elapsedNs();
    }

    String html() {
        if (keys.isEmpty() || keys.equals(List.of(LimitTimes.UNKNOWN))) {
            return "";
        }
        long all = spans.values().stream().mapToLong(Long::longValue).sum();
        List<String> shares = new ArrayList<>();
        for (String key : keys) {
            shares.add(HtmlPart.of("limit")
                    .with("colour", colour(key))
                    .with("label", Html.text(LimitTimes.label(key)))
                    .with("percent", Format.format("%.0f", 100.0 * spans.get(key) / all))
                    .toString());
        }
        HtmlPart body = HtmlPart.of("limits")
                .with("shares", String.join(" ", shares))
                .with("boxes", boxes())
                .with("ticks", HtmlPart.each(TimeAxis.ticks(endNs, 12), this::tick));
        return Page.section("limit", "What limited it", body);
    }

    /** Neighbours with the same limit are one. */
    private String boxes() {
        StringBuilder boxes = new StringBuilder();
        long from = 0;
        for (int i = 0; i < points.size(); i++) {
            boolean last = i == points.size() - 1;
            if (last || !limit(i).equals(limit(i + 1))) {
                long to = last ? endNs : points.get(i).elapsedNs();
                boxes.append(box(limit(i), from, to));
                from = to;
            }
        }
        return boxes.toString();
    }

    private HtmlPart box(String key, long from, long to) {
        return HtmlPart.of("limit-box")
                .with("colour", colour(key))
                .with("x", Format.format("%.1f", x(from)))
                .with("width", Format.format("%.1f", Math.max(0.5, x(to) - x(from))))
                .with("label", Html.text(LimitTimes.label(key)))
                .with("from", Format.span(from))
                .with("to", Format.span(to));
    }

    private HtmlPart tick(long ns) {
        return Page.tick(x(ns), HEIGHT - 3, ns == 0 ? "from" : ns > endNs / 20 * 19 ? "y" : "x", ns);
    }

    /** The one that held longest in the interval. */
    private String limit(int at) {
        Map<String, Long> before = at == 0 ? Map.of() : points.get(at - 1).limitNs();
        Map<String, Long> held = LimitTimes.between(before, points.get(at).limitNs());
        return held.isEmpty() ? LimitTimes.UNKNOWN : held.keySet().iterator().next();
    }

    private double x(long ns) {
        return endNs == 0 ? 0 : (double) WIDTH * ns / endNs;
    }

    private String colour(String key) {
        return key.equals(LimitTimes.UNKNOWN) || !keys.contains(key) ? "none" : "c" + keys.indexOf(key) % COLOURS;
    }
}
