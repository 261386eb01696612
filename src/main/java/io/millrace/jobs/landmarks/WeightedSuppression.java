package io.millrace.jobs.landmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One palm out of the many that a detector finds of each. The best takes all that overlap it, itself included, and
 * becomes their mean, weighted by their scores, with its own score; then the best of the rest. Where scores are equal
 * the earlier is the better.
 *
 * @param mostOverlap up to which two palms are two
 */
record WeightedSuppression(double mostOverlap) {

    /** Best first. */
    public List<Palm> of(List<Palm> found) {
        List<Palm> rest = new ArrayList<>(found);
        rest.sort(Comparator.comparingDouble(Palm::score).reversed());
        List<Palm> palms = new ArrayList<>();
        while (!rest.isEmpty()) {
            Palm best = rest.remove(0);
            List<Palm> same = new ArrayList<>(List.of(best));
            rest.removeIf(other -> best.box().overlap(other.box()) > mostOverlap && same.add(other));
            palms.add(mean(best.score(), same));
        }
        return palms;
    }

    private static Palm mean(double score, List<Palm> same) {
        double weight = 0;
        double[] sums = new double[4 + 2 * Palm.POINTS];
        for (Palm palm : same) {
            weight += palm.score();
            add(palm, sums);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= weight;
        }
        List<Point> points = new ArrayList<>(Palm.POINTS);
        for (int i = 4; i < sums.length; i += 2) {
            points.add(new Point(sums[i], sums[i + 1]));
        }
        return new Palm(score, new Box(sums[0], sums[1], sums[2], sums[3]), points);
    }

    private static void add(Palm palm, double[] sums) {
        int at = 0;
        sums[at++] += palm.score() * palm.box().x();
        sums[at++] += palm.score() * palm.box().y();
        sums[at++] += palm.score() * palm.box().width();
        sums[at++] += palm.score() * palm.box().height();
        for (Point point : palm.points()) {
            sums[at++] += palm.score() * point.x();
            sums[at++] += palm.score() * point.y();
        }
    }
}
