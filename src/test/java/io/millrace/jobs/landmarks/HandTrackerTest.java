package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With models that see what the test puts there. */
class HandTrackerTest {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;

    private final BufferPool pool = new BufferPool(0);
    private final List<Palm> palms = new ArrayList<>();
    private final List<Hand> hands = new ArrayList<>();
    private final List<List<Region>> looked = new ArrayList<>();
    private int palmRuns;
    private boolean broken;
    private HandTracker tracker = tracker(2);

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldLookWhereTheHandWasInTheFrameBefore() throws Exception {
        Hand hand = see(100, 200);
        next();
        assertThat(looked.get(0)).containsExactly(palms.get(0).region());
        palms.clear();
        next();
        assertThat(looked.get(1)).containsExactly(hand.region(WIDTH, HEIGHT));
    }

    @Test
    void shouldLookForPalmsOnlyWhileAPlaceIsFree() throws Exception {
        tracker = tracker(1);
        see(100, 200);
        next();
        next();
        next();
        assertThat(palmRuns).isEqualTo(1);
        tracker = tracker(2);
        next();
        next();
        assertThat(palmRuns).isEqualTo(3);
    }

    @Test
    void shouldTakeAPalmOfAFollowedHandForThatHand() throws Exception {
        Hand hand = see(100, 200);
        next();
        next();
        assertThat(looked.get(1)).containsExactly(hand.region(WIDTH, HEIGHT));
    }

    @Test
    void shouldFollowAHandThatComesLater() throws Exception {
        Hand first = see(100, 200);
        next();
        Hand second = see(300, 200);
        next();
        assertThat(looked.get(1))
                .containsExactly(first.region(WIDTH, HEIGHT), palms.get(1).region());
        next();
        assertThat(looked.get(2)).containsExactly(first.region(WIDTH, HEIGHT), second.region(WIDTH, HEIGHT));
        assertThat(palmRuns).isEqualTo(2);
    }

    @Test
    void shouldForgetAHandThatIsNotFoundAgain() throws Exception {
        see(100, 200);
        next();
        hands.clear();
        palms.clear();
        assertThat(next().absence()).isEqualTo(Absence.LOW_PRESENCE);
        assertThat(next().absence()).isEqualTo(Absence.NO_PALM);
        assertThat(looked.get(2)).isEmpty();
        see(200, 200);
        assertThat(next().hands()).hasSize(1);
    }

    @Test
    void shouldTakeNoMoreHandsThanItMay() throws Exception {
        see(60, 200);
        see(180, 200);
        see(320, 200);
        next();
        assertThat(looked.get(0)).hasSize(2);
    }

    @Test
    void shouldFollowNothingAfterAFault() throws Exception {
        see(100, 200);
        next();
        broken = true;
        assertThatThrownBy(this::next).isInstanceOf(FaultException.class);
        broken = false;
        next();
        assertThat(looked.get(1)).containsExactly(palms.get(0).region());
    }

    /** A palm whose hand is there. */
    private Hand see(double x, double y) {
        Hand hand = Samples.hand(x, y, 40, WIDTH, HEIGHT, 1);
        palms.add(Samples.palm(0.9, x - 20, y - 40, 40, 40));
        hands.add(hand);
        return hand;
    }

    private FrameHands next() throws FaultException {
        try (Frame frame =
                new Frame(0, 0, new Picture(PixelLayout.RGB24, WIDTH, HEIGHT, pool.lease(3 * WIDTH * HEIGHT)))) {
            return tracker.next(frame);
        }
    }

    private HandTracker tracker(int most) {
        return new HandTracker(
                frame -> {
                    palmRuns++;
                    return palms;
                },
                this::look,
                new HandLimits(0.5, 0.3, 0.5, 0.5, most));
    }

    private FrameHands look(Frame frame, List<Region> regions) throws FaultException {
        if (broken) {
            throw new FaultException("ModelFailed", "broken");
        }
        looked.add(regions);
        List<Hand> found = hands.subList(0, Math.min(hands.size(), regions.size()));
        return FrameHands.of(
                new FrameCrops(
                        frame.reel().hold(), frame.index(), frame.ptsS(), frame.width(), frame.height(), regions, null),
                found);
    }
}
