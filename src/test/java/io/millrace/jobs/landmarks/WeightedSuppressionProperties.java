package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class WeightedSuppressionProperties {

    /** A matrix of all overlaps, worked out by counting cells, and one round after the other over all that are left. */
    @Property(tries = 300)
    void shouldGiveWhatABruteForceGives(
            @ForAll long seed, @ForAll @IntRange(max = 25) int count, @ForAll @DoubleRange(max = 0.95) double most) {
        List<Palm> found = palms(new Random(seed), count);
        List<Palm> expected = bruteForce(found, most);
        List<Palm> seen = new WeightedSuppression(most).of(found);
        assertThat(seen).hasSameSizeAs(expected);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(numbers(seen.get(i))).containsExactly(numbers(expected.get(i)), within(1e-9));
        }
    }

    @Property(tries = 100)
    void shouldLeaveNoBestThatOverlapsABetterOne(@ForAll long seed) {
        List<Palm> found = palms(new Random(seed), 20);
        List<Palm> all = new WeightedSuppression(1).of(found);
        assertThat(all).as("nothing overlaps by more than all").hasSameSizeAs(found);
        assertThat(all).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }

    /** Whole numbers, so that cells can be counted; some boxes are empty, some scores the same. */
    private static List<Palm> palms(Random random, int count) {
        List<Palm> palms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double score = (1 + random.nextInt(20)) / 20.0;
            palms.add(
                    Samples.palm(score, random.nextInt(12), random.nextInt(12), random.nextInt(9), random.nextInt(9)));
        }
        return palms;
    }

    private static List<Palm> bruteForce(List<Palm> found, double most) {
        List<Palm> kept = new ArrayList<>();
        boolean[] gone = new boolean[found.size()];
        while (true) {
            int best = -1;
            for (int i = 0; i < gone.length; i++) {
                if (!gone[i]
                        && (best < 0 || found.get(i).score() > found.get(best).score())) {
                    best = i;
                }
            }
            if (best < 0) {
                return kept;
            }
            double[] sum = new double[4 + 2 * Palm.POINTS];
            double weight = 0;
            for (int i = 0; i < gone.length; i++) {
                if (!gone[i]
                        && (i == best
                                || overlap(found.get(best).box(), found.get(i).box()) > most)) {
                    gone[i] = true;
                    weight += found.get(i).score();
                    double[] numbers = numbers(found.get(i));
                    for (int n = 0; n < sum.length; n++) {
                        sum[n] += found.get(i).score() * numbers[n + 1];
                    }
                }
            }
            kept.add(palm(found.get(best).score(), sum, weight));
        }
    }

    private static Palm palm(double score, double[] sum, double weight) {
        List<Point> points = new ArrayList<>();
        for (int i = 4; i < sum.length; i += 2) {
            points.add(new Point(sum[i] / weight, sum[i + 1] / weight));
        }
        return new Palm(score, new Box(sum[0] / weight, sum[1] / weight, sum[2] / weight, sum[3] / weight), points);
    }

    private static double overlap(Box one, Box other) {
        int both = 0;
        int any = 0;
        for (int x = 0; x < 24; x++) {
            for (int y = 0; y < 24; y++) {
                boolean a = holds(one, x, y);
                boolean b = holds(other, x, y);
                both += a && b ? 1 : 0;
                any += a || b ? 1 : 0;
            }
        }
        return any == 0 ? 0 : (double) both / any;
    }

    private static boolean holds(Box box, int x, int y) {
        return x >= box.x() && x < box.x() + box.width() && y >= box.y() && y < box.y() + box.height();
    }

    private static double[] numbers(Palm palm) {
        double[] numbers = new double[5 + 2 * Palm.POINTS];
        numbers[0] = palm.score();
        numbers[1] = palm.box().x();
        numbers[2] = palm.box().y();
        numbers[3] = palm.box().width();
        numbers[4] = palm.box().height();
        for (int i = 0; i < Palm.POINTS; i++) {
            numbers[5 + 2 * i] = palm.points().get(i).x();
            numbers[6 + 2 * i] = palm.points().get(i).y();
        }
        return numbers;
    }
}
