package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture with the hands that were found in it drawn over it: left ones in orange, right ones in blue. */
final class HandSketch {

    /** The bones, by the points at their ends [MediaPipe's HAND_CONNECTIONS]. */
    private static final int[][] BONES = {
        {0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 5}, {5, 6}, {6, 7}, {7, 8}, {5, 9}, {9, 10}, {10, 11}, {11, 12}, {9, 13},
        {13, 14}, {14, 15}, {15, 16}, {13, 17}, {0, 17}, {17, 18}, {18, 19}, {19, 20}
    };

    private static final Color LEFT = new Color(0xff8c1a);
    private static final Color RIGHT = new Color(0x2f9bff);

    /** Of the shorter side of the picture, so that lines can be seen in a large one. */
    private static final double LINE = 1 / 240.0;

    private final BufferedImage image;
    private final Graphics2D paper;
    private final double line;

    private HandSketch(Picture picture) {
        this.image = copy(picture);
        this.paper = image.createGraphics();
        this.line = Math.max(1.5, LINE * Math.min(image.getWidth(), image.getHeight()));
        paper.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    /** @param picture upright RGB, stays the caller's */
    static void write(Picture picture, List<Hand> hands, Handedness names, Path png) throws IOException {
        HandSketch sketch = new HandSketch(picture);
        hands.forEach(hand -> sketch.draw(hand, names.isRight(hand) ? RIGHT : LEFT));
        sketch.paper.dispose();
        if (!ImageIO.write(sketch.image, "png", png.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    private static BufferedImage copy(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        ByteBuffer rgb = picture.pixels().buffer();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int red = rgb.get() & 0xff;
                int green = rgb.get() & 0xff;
                image.setRGB(x, y, red << 16 | green << 8 | (rgb.get() & 0xff));
            }
        }
        return image;
    }

    private void draw(Hand hand, Color colour) {
        paper.setColor(colour);
        paper.setStroke(new BasicStroke((float) line, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int[] bone : BONES) {
            paper.draw(new Line2D.Double(x(hand, bone[0]), y(hand, bone[0]), x(hand, bone[1]), y(hand, bone[1])));
        }
        for (int point = 0; point < Hand.POINTS; point++) {
            paper.setColor(Color.WHITE);
            dot(hand, point, 2 * line);
            paper.setColor(colour);
            dot(hand, point, 1.4 * line);
        }
    }

    private void dot(Hand hand, int point, double radius) {
        paper.fill(new Ellipse2D.Double(x(hand, point) - radius, y(hand, point) - radius, 2 * radius, 2 * radius));
    }

    private double x(Hand hand, int point) {
        return (double) hand.landmarks()[3 * point] * image.getWidth();
    }

    private double y(Hand hand, int point) {
        return (double) hand.landmarks()[3 * point + 1] * image.getHeight();
    }
}
