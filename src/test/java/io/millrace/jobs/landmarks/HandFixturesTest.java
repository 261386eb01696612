package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Fixtures;
import io.millrace.media.pixel.BufferPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What MediaPipe itself said of pictures and videos; {@code perf/run HandFigures} prints every figure. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class HandFixturesTest {

    private final BufferPool pool = new BufferPool(64 << 20);

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldFindBothLeftHands() throws Exception {
        assertThat(newer().twoLeftHands()).isLessThanOrEqualTo(16);
        assertThat(newer().rightness("two_left_hands")).hasSize(2).allMatch(rightness -> rightness < 0.2);
    }

    /** MediaPipe's word for it is Left, its older interface having taken the picture to be mirrored. */
    @Test
    void shouldTakeARightHandForARightOne() throws Exception {
        assertThat(newer().rightness("thumbs_handedness").get(0)).isGreaterThan(0.9);
    }

    @Test
    void shouldMeetTheLandmarksOfAFixedRegion() throws Exception {
        assertThat(newer().fixedRegion()).isLessThanOrEqualTo(0.016);
    }

    @Test
    void shouldMeetTheBoxesOfPalms() throws Exception {
        assertThat(newer().palmBoxes()).isLessThanOrEqualTo(0.001);
        assertThat(older().palmBoxes()).isLessThanOrEqualTo(0.036);
    }

    @Test
    void shouldMeetAVideoWhenEachFrameIsByItself() throws Exception {
        HandTruth.VideoError error = newer().video(false);
        assertThat(error.found()).isEqualTo(205);
        assertThat(error.meanPixels()).isLessThanOrEqualTo(4.9);
        assertThat(error.nearShare()).isGreaterThanOrEqualTo(0.83);
        assertThat(error.mostMetres()).isLessThan(0.06);
    }

    @Test
    void shouldMeetAVideoWhenHandsAreFollowed() throws Exception {
        HandTruth.VideoError error = newer().video(true);
        assertThat(error.found()).isEqualTo(205);
        assertThat(error.meanPixels()).isLessThanOrEqualTo(4.9);
        assertThat(error.nearShare()).isGreaterThanOrEqualTo(0.91);
        assertThat(error.mostMetres()).isLessThan(0.05);
    }

    @Test
    void shouldFindEveryHandWithTheOlderModelsAsWell() throws Exception {
        HandTruth.VideoError error = older().video(false);
        assertThat(error.found()).isEqualTo(205);
        assertThat(error.meanPixels()).isLessThanOrEqualTo(6.5);
        assertThat(error.nearShare()).isGreaterThanOrEqualTo(0.58);
        assertThat(error.mostMetres()).isNaN();
    }

    private HandTruth newer() {
        return new HandTruth(Fixtures.path("."), HandModels::newer, pool);
    }

    private HandTruth older() {
        return new HandTruth(Fixtures.path("."), HandModels::older, pool);
    }
}
