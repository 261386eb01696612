package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTest {

    private static final double NEAR = 1e-9;

    @Test
    void shouldLieAboveAPalmWhoseFingersPointUpwards() {
        Region region = Samples.palm(1, 100, 200, 40, 60).region();
        check(region, 120, 200, 60 * 2.6, 60 * 2.6, 0);
    }

    /** Fingers to the right: turned by a quarter clockwise, and moved to the right. */
    @Test
    void shouldTurnWithThePalm() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < Palm.POINTS; i++) {
            points.add(new Point(100 + 10 * i, 230));
        }
        Region region = new Palm(1, new Box(100, 200, 40, 60), points).region();
        check(region, 120 + 30, 230, 156, 156, Math.PI / 2);
    }

    @Test
    void shouldKeepRotationsWithinATurn() {
        Point wrist = new Point(0, 0);
        assertThat(Region.upright(wrist, new Point(0, -1))).isZero();
        assertThat(Region.upright(wrist, new Point(1, 0))).isCloseTo(Math.PI / 2, within(NEAR));
        assertThat(Region.upright(wrist, new Point(-1, 0))).isCloseTo(-Math.PI / 2, within(NEAR));
        assertThat(Math.abs(Region.upright(wrist, new Point(0, 1)))).isCloseTo(Math.PI, within(NEAR));
        assertThat(Region.upright(wrist, new Point(-1, 0.001))).isBetween(-Math.PI, 0.0);
    }

    @Test
    void shouldFindPlacesInATurnedRegion() {
        Region region = new Region(100, 50, 20, 40, Math.PI / 2);
        near(region.at(0.5, 0.5), 100, 50);
        near(region.at(0, 0), 120, 40);
        near(region.at(1, 0), 120, 60);
        near(region.at(0, 1), 80, 40);
    }

    @Test
    void shouldGrowItsShorterSideOnly() {
        check(new Region(0, 0, 10, 20, 0.3).withAspect(1), 0, 0, 20, 20, 0.3);
        check(new Region(0, 0, 20, 10, 0.3).withAspect(1), 0, 0, 20, 20, 0.3);
        check(new Region(0, 0, 10, 10, 0.3).withAspect(0.5), 0, 0, 10, 20, 0.3);
        check(Region.letterbox(30, 20), 15, 10, 30, 30, 0);
    }

    @Test
    void shouldCompareRegionsAsIfNoneWereTurned() {
        Region one = new Region(10, 10, 10, 10, 1);
        assertThat(one.overlap(new Region(10, 10, 10, 10, -1))).isEqualTo(1);
        assertThat(one.overlap(new Region(15, 10, 10, 10, 0))).isCloseTo(1 / 3.0, within(NEAR));
        assertThat(one.overlap(new Region(30, 10, 10, 10, 0))).isZero();
    }

    @Test
    void shouldPutAPalmIntoThePicture() {
        Palm palm = Samples.palm(0.7, 0.25, 0.5, 0.1, 0.2).in(Region.letterbox(200, 100));
        assertThat(palm.score()).isEqualTo(0.7);
        assertThat(palm.box().x()).isCloseTo(50, within(NEAR));
        assertThat(palm.box().y()).isCloseTo(50, within(NEAR)); // 50 pixels of black are above the picture
        assertThat(palm.box().width()).isCloseTo(20, within(NEAR));
        assertThat(palm.box().height()).isCloseTo(40, within(NEAR));
        near(palm.points().get(0), 60, 90);
    }

    private static void check(Region region, double x, double y, double width, double height, double rotation) {
        near(new Point(region.x(), region.y()), x, y);
        near(new Point(region.width(), region.height()), width, height);
        assertThat(region.rotation()).isCloseTo(rotation, within(NEAR));
    }

    private static void near(Point point, double x, double y) {
        assertThat(point.x()).isCloseTo(x, within(NEAR));
        assertThat(point.y()).isCloseTo(y, within(NEAR));
    }
}
