package io.millrace.show.report;

import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A chart of a run over time, as inline SVG. A value stands at the end of the interval that it is of. Readable without
 * scripts: axes, a legend, and a sentence for those who do not see it.
 */
final class Chart {

    /** Of the interval between two points. */
    @FunctionalInterface
    interface Of {
        double value(ReportPoint before, ReportPoint now);
    }

    /**
     * @param name for the legend
     * @param style a class of the style sheet
     * @param values one for each point
     */
    private record Series(String name, String style, List<Double> values) {

        double most() {
            double most = 0;
            for (double value : values) {
                most = Math.max(most, value);
            }
            return most;
        }

        double leastAboveZero() {
            double least = Double.MAX_VALUE;
            for (double value : values) {
                least = value > 0 ? Math.min(least, value) : least;
            }
            return least == Double.MAX_VALUE ? 1 : least;
        }
    }

    private static final int LEFT = 62;
    private static final int BOTTOM = 20;
    private static final int TOP = 8;
    private static final int RIGHT = 10;
    private static final int PIXELS_PER_TICK = 70;

    private final String title;
    private final AxisUnit unit;
    private final List<ReportPoint> points;
    private final int width;
    private final int height;
    private final List<Series> series = new ArrayList<>();
    private boolean stacked;
    private boolean logarithmic;
    private double top = -1;

    private Chart(String title, AxisUnit unit, List<ReportPoint> points, int width, int height) {
        this.title = title;
        this.unit = unit;
        this.points = points;
        this.width = width;
        this.height = height;
    }

    /** As wide as the page. */
    static Chart wide(String title, AxisUnit unit, List<ReportPoint> points) {
        return new Chart(title, unit, points, 900, 190);
    }

    /** One of three in a row. */
    static Chart small(String title, AxisUnit unit, List<ReportPoint> points) {
        return new Chart(title, unit, points, 340, 130);
    }

    /** A line of what happened in each interval. */
    Chart rate(String name, String style, Of of) {
        List<Double> values = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            values.add(of.value(i == 0 ? null : points.get(i - 1), points.get(i)));
        }
        series.add(new Series(name, style, values));
        return this;
    }

    /** A line of what is at each point. */
    Chart line(String name, String style, ToDoubleFunction<ReportPoint> of) {
        return rate(name, style, (before, now) -> of.applyAsDouble(now));
    }

    /** The series are areas, each in front of the one before and part of it. */
    Chart stacked() {
        stacked = true;
        return this;
    }

    Chart logarithmic() {
        logarithmic = true;
        return this;
    }

    /** Where the axis ends whatever the values are. */
    Chart to(double highest) {
        top = highest;
        return this;
    }

    /** With its caption. */
    String html() {
        StringBuilder html = new StringBuilder(16 << 10);
        html.append("<figure><figcaption><b>").append(Html.text(title)).append("</b>");
        if (series.size() > 1) {
            series.forEach(one -> html.append(" <span class=\"key ")
                    .append(one.style())
                    .append("\">")
                    .append(Html.text(one.name()))
                    .append("</span>"));
        }
        html.append(" <output></output></figcaption>");
        svg(html);
        return html.append("</figure>\n").toString();
    }

    private void svg(StringBuilder html) {
        ChartAxis scale = scale();
        html.append(Format.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" data-plot=\"%d %d %d %d\" data-end=\"%.3f\" data-low=\"%s\""
                        + " data-high=\"%s\" data-unit=\"%s\"%s%s>",
                width,
                height,
                LEFT,
                TOP,
                width - RIGHT,
                height - BOTTOM,
                endNs() / 1e9,
                plain(scale.low()),
                plain(scale.high()),
                unit,
                stacked ? " data-stacked=\"1\"" : "",
                logarithmic ? " data-log=\"1\"" : ""));
        html.append("<title>").append(Html.text(title)).append("</title><desc>");
        html.append(Html.text(sentence())).append("</desc>");
        axes(html, scale);
        series.forEach(one -> path(html, one, scale));
        html.append("</svg>");
    }

    private ChartAxis scale() {
        double most =
                top >= 0 ? top : series.stream().mapToDouble(Series::most).max().orElse(0);
        double least = series.stream().mapToDouble(Series::leastAboveZero).min().orElse(1);
        if (logarithmic) {
            return ChartAxis.powers(least, most);
        }
        return top > 0 ? new ChartAxis(0, top, false) : ChartAxis.upTo(most);
    }

    private void axes(StringBuilder html, ChartAxis scale) {
        html.append("<g class=\"axis\" aria-hidden=\"true\">");
        for (double tick : scale.ticks()) {
            double y = y(scale.place(tick));
            html.append(Format.format(
                    "<path d=\"M%d,%.1fH%d\"/><text x=\"%d\" y=\"%.1f\" class=\"y\">%s</text>",
                    LEFT, y, width - RIGHT, LEFT - 6, y + 3.5, Html.text(unit.text(tick))));
        }
        for (long tick : TimeAxis.ticks(endNs(), (width - LEFT) / PIXELS_PER_TICK)) {
            html.append(Format.format(
                    "<text x=\"%.1f\" y=\"%d\" class=\"x\">%s</text>", x(tick), height - 5, TimeAxis.text(tick)));
        }
        html.append("</g>");
    }

    private void path(StringBuilder html, Series one, ChartAxis scale) {
        html.append("<path class=\"")
                .append(stacked ? "area " : "line ")
                .append(one.style())
                .append("\" data-name=\"")
                .append(Html.text(one.name()))
                .append("\" d=\"M");
        if (stacked) {
            html.append(Format.format("%d,%d", LEFT, height - BOTTOM)).append('L');
        }
        if (!one.values().isEmpty()) {
            html.append(place(0, one.values().get(0), scale));
        }
        for (int i = 0; i < one.values().size(); i++) {
            html.append(' ')
                    .append(place(points.get(i).elapsedNs(), one.values().get(i), scale));
        }
        if (stacked) {
            html.append(Format.format("V%dZ", height - BOTTOM));
        }
        html.append("\"/>");
    }

    private String place(long ns, double value, ChartAxis scale) {
        return number(x(ns)) + "," + number(y(scale.place(value)));
    }

    private double x(long ns) {
        return LEFT + (width - RIGHT - LEFT) * (endNs() == 0 ? 0 : (double) ns / endNs());
    }

    private double y(double place) {
        return TOP + (height - BOTTOM - TOP) * (1 - place);
    }

    private long endNs() {
        return points.isEmpty() ? 0 : points.get(points.size() - 1).elapsedNs();
    }

    /** For those who do not see it. */
    private String sentence() {
        StringBuilder said = new StringBuilder("Over " + Format.span(endNs()) + ".");
        for (Series one : series) {
            double sum = 0;
            for (double value : one.values()) {
                sum += value;
            }
            said.append(' ').append(one.name()).append(": at most ").append(unit.text(one.most()));
            said.append(", in the mean ")
                    .append(unit.text(
                            one.values().isEmpty() ? 0 : sum / one.values().size()))
                    .append('.');
        }
        return said.toString();
    }

    /** A decimal place is a fraction of a pixel. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
