package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.Choices;
import io.millrace.media.pixel.Reel;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandTest {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 200;

    /** The middle of the crop's right edge, in a region turned by a quarter, is the middle of its lower edge. */
    @Test
    void shouldProjectPointsThroughTheRegion() {
        float[] points = new float[Hand.NUMBERS];
        points[0] = 224;
        points[1] = 112;
        points[2] = 22.4f;
        Region region = new Region(100, 60, 50, 50, Math.PI / 2);
        Hand hand = Hand.of(region, 224, WIDTH, HEIGHT, 0.8, 0.3, points, null);
        assertThat(hand.landmarks()[0]).isCloseTo(100f / WIDTH, within(1e-6f));
        assertThat(hand.landmarks()[1]).isCloseTo(85f / HEIGHT, within(1e-6f));
        assertThat(hand.landmarks()[2]).isCloseTo(0.1f / 0.4f * 50 / WIDTH, within(1e-6f));
        assertThat(hand.score()).isEqualTo(0.8);
        assertThat(hand.rightness()).isEqualTo(0.3);
        assertThat(hand.world()).isNull();
    }

    @Test
    void shouldTurnTheMetresWithTheRegion() {
        float[] world = new float[Hand.NUMBERS];
        world[3] = 0.1f;
        world[4] = 0.02f;
        world[5] = 0.3f;
        Region region = new Region(100, 60, 50, 50, Math.PI / 2);
        Hand hand = Hand.of(region, 224, WIDTH, HEIGHT, 0.8, 0.3, new float[Hand.NUMBERS], world);
        assertThat(hand.world()[3]).isCloseTo(-0.02f, within(1e-6f));
        assertThat(hand.world()[4]).isCloseTo(0.1f, within(1e-6f));
        assertThat(hand.world()[5]).isEqualTo(0.3f);
        assertThat(world[3]).as("the model's answer").isEqualTo(0.1f);
    }

    /**
     * Wrist at 200, 150 and roots 40 higher; of the fingers the first joints count, those of the thumb up to the third.
     */
    @Test
    void shouldLookForTheHandWhereItWas() {
        Region region = Samples.hand(200, 150, 40, WIDTH, HEIGHT, 1).region(WIDTH, HEIGHT);
        double top = 150 - 40 * (1 + 2 / 3.0);
        double height = 150 - top;
        assertThat(region.rotation()).isCloseTo(0, within(1e-6));
        assertThat(region.x()).isCloseTo(200, within(1e-3));
        assertThat(region.y()).isCloseTo((150 + top) / 2 - 0.1 * height, within(1e-3));
        assertThat(region.width()).isCloseTo(2 * height, within(1e-3)).isEqualTo(region.height());
    }

    /** A hand in a turned region is looked for in the region of the upright one, turned. */
    @Test
    void shouldTurnTheNextRegionWithTheHand() {
        int side = 300;
        float[] points = Samples.hand(150, 200, 50, 1, 1, 1).landmarks();
        Region all = Region.letterbox(side, side);
        Region upright = Hand.of(all, side, side, side, 1, 1, points, null).region(side, side);
        for (double rotation : new double[] {0.4, -2.5, 3.1}) {
            Region turned = new Region(all.x(), all.y(), side, side, rotation);
            Region next = Hand.of(turned, side, side, side, 1, 1, points, null).region(side, side);
            Point centre = turned.at(upright.x() / side, upright.y() / side);
            assertThat(next.rotation()).isCloseTo(rotation, within(1e-4));
            assertThat(next.x()).isCloseTo(centre.x(), within(1e-2));
            assertThat(next.y()).isCloseTo(centre.y(), within(1e-2));
            assertThat(next.width()).isCloseTo(upright.width(), within(1e-2));
        }
    }

    @Test
    void shouldKnowAHandThatWasFoundTwice() {
        Hand hand = Samples.hand(200, 150, 40, WIDTH, HEIGHT, 1);
        Hand beside = Samples.hand(205, 150, 40, WIDTH, HEIGHT, 0);
        Hand far = Samples.hand(260, 150, 40, WIDTH, HEIGHT, 1);
        assertThat(hand.isSame(beside, WIDTH, HEIGHT)).isTrue();
        assertThat(hand.isSame(far, WIDTH, HEIGHT)).isFalse();
        FrameCrops crops = new FrameCrops(
                new Reel(null, Double.NaN),
                7,
                1.5,
                WIDTH,
                HEIGHT,
                List.of(Region.letterbox(1, 1), Region.letterbox(1, 1)),
                null);
        assertThat(FrameHands.of(crops, List.of(hand, beside, far)).hands()).containsExactly(hand, far);
    }

    @Test
    void shouldSayWhyThereIsNoHand() {
        FrameCrops none = new FrameCrops(new Reel(null, Double.NaN), 7, 1.5, WIDTH, HEIGHT, List.of(), null);
        assertThat(FrameHands.of(none, List.of()).absence().key()).isEqualTo("no_palm");
        FrameCrops some = new FrameCrops(
                new Reel(null, Double.NaN), 7, 1.5, WIDTH, HEIGHT, List.of(Region.letterbox(1, 1)), null);
        assertThat(FrameHands.of(some, List.of()).absence().key()).isEqualTo("low_presence");
        assertThatThrownBy(() -> new FrameHands(new Reel(null, Double.NaN), 0, 0, 1, 1, List.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameHandsByTheConvention() {
        Hand right = Samples.hand(0, 0, 1, 1, 1, 0.9);
        assertThat(Handedness.IMAGE.isRight(right)).isTrue();
        assertThat(Handedness.LEGACY_MIRRORED.isRight(right)).isFalse();
        assertThat(Choices.word(Handedness.LEGACY_MIRRORED)).isEqualTo("legacy-mirrored");
    }

    @Test
    void shouldDropNoHandWhenBothAreLeftOnes() {
        Hand left = Samples.hand(0, 0, 1, 1, 1, 0.3);
        Hand surelyLeft = Samples.hand(0, 0, 1, 1, 1, 0.1);
        Hand right = Samples.hand(0, 0, 1, 1, 1, 0.9);
        assertThat(Handedness.IMAGE.places(List.of())).containsExactly(null, null);
        assertThat(Handedness.IMAGE.places(List.of(right))).containsExactly(null, right);
        assertThat(Handedness.LEGACY_MIRRORED.places(List.of(right))).containsExactly(right, null);
        assertThat(Handedness.IMAGE.places(List.of(right, left))).containsExactly(left, right);
        assertThat(Handedness.IMAGE.places(List.of(left, surelyLeft))).containsExactly(surelyLeft, left);
        assertThat(Handedness.IMAGE.places(List.of(surelyLeft, left))).containsExactly(surelyLeft, left);
    }
}
