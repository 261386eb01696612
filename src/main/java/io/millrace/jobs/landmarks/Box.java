package io.millrace.jobs.landmarks;

import java.util.List;

/** An upright rectangle from its upper left corner on. */
record Box(double x, double y, double width, double height) {

    /** The smallest around {@code points}, of which there is one at least. */
    static Box around(List<Point> points) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Point point : points) {
            left = Math.min(left, point.x());
            top = Math.min(top, point.y());
            right = Math.max(right, point.x());
            bottom = Math.max(bottom, point.y());
        }
        return new Box(left, top, right - left, bottom - top);
    }

    Point centre() {
        return new Point(x + width / 2, y + height / 2);
    }

    /** Area of the intersection to that of the union: 0 to 1; 0 where one of them has none. */
    double overlap(Box other) {
        double common = common(x, width, other.x, other.width) * common(y, height, other.y, other.height);
        double union = area() + other.area() - common;
        return common > 0 && union > 0 ? common / union : 0;
    }

    private double area() {
        return Math.max(0, width) * Math.max(0, height);
    }

    private static double common(double from, double length, double otherFrom, double otherLength) {
        return Math.max(0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom));
    }
}
