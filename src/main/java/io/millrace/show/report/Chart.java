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
            return values.stream().mapToDouble(Double::doubleValue).reduce(0, Math::max);
        }

        double leastAboveZero() {
            return values.stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(value -> value > 0)
                    .min()
                    .orElse(1);
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
    HtmlPart html() {
        ChartAxis scale = scale();
        String kind = (stacked ? " data-stacked=\"1\"" : "") + (logarithmic ? " data-log=\"1\"" : "");
        return HtmlPart.of("chart")
                .with("title", Html.text(title))
                .with("keys", series.size() > 1 ? HtmlPart.each(series, Chart::key) : "")
                .with("width", width)
                .with("height", height)
                .with("plot", LEFT + " " + TOP + " " + (width - RIGHT) + " " + (height - BOTTOM))
                .with("end", Format.format("%.3f", endNs() / 1e9))
                .with("low", plain(scale.low()))
                .with("high", plain(scale.high()))
                .with("unit", unit)
                .with("kind", kind)
                .with("sentence", Html.text(sentence()))
                .with("values", HtmlPart.each(scale.ticks(), tick -> valueTick(tick, y(scale.place(tick)))))
                .with("times", HtmlPart.each(TimeAxis.ticks(endNs(), (width - LEFT) / PIXELS_PER_TICK), this::timeTick))
                .with("series", HtmlPart.each(series, one -> drawn(one, scale)));
    }

    private static HtmlPart key(Series one) {
        return HtmlPart.of("key").with("style", one.style()).with("name", Html.text(one.name()));
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

    private HtmlPart valueTick(double value, double y) {
        return HtmlPart.of("value-tick")
                .with("left", LEFT)
                .with("y", Format.format("%.1f", y))
                .with("right", width - RIGHT)
                .with("x", LEFT - 6)
                .with("base", Format.format("%.1f", y + 3.5))
                .with("text", Html.text(unit.text(value)));
    }

    private HtmlPart timeTick(long ns) {
        return Page.tick(x(ns), height - 5, "x", ns);
    }

    private HtmlPart drawn(Series one, ChartAxis scale) {
        return HtmlPart.of("series")
                .with("kind", stacked ? "area" : "line")
                .with("style", one.style())
                .with("name", Html.text(one.name()))
                .with("path", path(one.values(), scale));
    }

    private String path(List<Double> values, ChartAxis scale) {
        StringBuilder path = new StringBuilder("M");
        if (stacked) {
            path.append(LEFT).append(',').append(height - BOTTOM).append('L');
        }
        if (!values.isEmpty()) {
            path.append(place(0, values.get(0), scale));
        }
        for (int i = 0; i < values.size(); i++) {
            path.append(' ').append(place(points.get(i).elapsedNs(), values.get(i), scale));
        }
        return stacked ? path.append('V').append(height - BOTTOM).append('Z').toString() : path.toString();
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
