package io.millrace.jobs.landmarks;

/**
 * A turned rectangle of a picture, which may reach beyond it.
 *
 * @param x of its centre
 * @param y of its centre
 * @param width before it is turned
 * @param height before it is turned
 * @param rotation clockwise as seen: of the content, if the region is thought of as upright
 */
public record Region(double x, double y, double width, double height, double rotation) {

    /** The smallest square around a whole picture, in its middle. */
    public static Region letterbox(int width, int height) {
        double side = Math.max(width, height);
        return new Region(width / 2.0, height / 2.0, side, side, 0);
    }

    /** The rotation that has {@code to} right above {@code from}, -pi to pi. */
    static double upright(Point from, Point to) {
        double angle = Math.PI / 2 - StrictMath.atan2(-(to.y() - from.y()), to.x() - from.x());
        return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
    }

    /** The place at a fraction of its width and height, counted from its upper left corner. */
    public Point at(double right, double down) {
        return beside((right - 0.5) * width, (down - 0.5) * height);
    }

    /** Grown along its shorter side until width is to height as given. */
    public Region withAspect(double toHeight) {
        return width > height * toHeight
                ? new Region(x, y, width, width / toHeight, rotation)
                : new Region(x, y, height * toHeight, height, rotation);
    }

    /** Moved along its own height by {@code share} of it; a negative one is upwards. */
    Region shifted(double share) {
        Point centre = beside(0, share * height);
        return new Region(centre.x(), centre.y(), width, height, rotation);
    }

    Region square() {
        double side = Math.max(width, height);
        return new Region(x, y, side, side, rotation);
    }

    Region scaled(double factor) {
        return new Region(x, y, width * factor, height * factor, rotation);
    }

    /** Of both as if neither were turned, as MediaPipe compares them. */
    public double overlap(Region other) {
        return box().overlap(other.box());
    }

    /** Whether every number is one. */
    public boolean isFinite() {
        return Double.isFinite(x + y + width + height + rotation);
    }

    /** The place so far from the centre, along its own sides. */
    Point beside(double right, double down) {
        double cos = StrictMath.cos(rotation);
        double sin = StrictMath.sin(rotation);
        return new Point(x + cos * right - sin * down, y + sin * right + cos * down);
    }

    private Box box() {
        return new Box(x - width / 2, y - height / 2, width, height);
    }
}
