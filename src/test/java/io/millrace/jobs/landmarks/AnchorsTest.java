package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorsTest {

    @Test
    void shouldHaveTwoToEachFineCellAndSixToEachCoarseOne() {
        Anchors newer = Anchors.ofPalms(192);
        assertThat(newer.count()).isEqualTo(24 * 24 * 2 + 12 * 12 * 6).isEqualTo(2016);
        assertThat(newer.centre(0)).isEqualTo(newer.centre(1)).isEqualTo(new Point(0.5 / 24, 0.5 / 24));
        assertThat(newer.centre(2)).isEqualTo(new Point(1.5 / 24, 0.5 / 24));
        assertThat(newer.centre(48)).isEqualTo(new Point(0.5 / 24, 1.5 / 24));
        assertThat(newer.centre(1152)).isEqualTo(newer.centre(1157)).isEqualTo(new Point(0.5 / 12, 0.5 / 12));
        assertThat(newer.centre(2015)).isEqualTo(new Point(11.5 / 12, 11.5 / 12));
        Anchors older = Anchors.ofPalms(128);
        assertThat(older.count()).isEqualTo(896);
        assertThat(older.centre(511)).isEqualTo(new Point(15.5 / 16, 15.5 / 16));
        assertThat(older.centre(512)).isEqualTo(new Point(0.5 / 8, 0.5 / 8));
    }

    /** The same generator makes those of another detector, which somebody else has written down. */
    @Test
    void shouldBeThoseOfMediaPipe() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode golden = mapper.readTree(
                        Fixtures.path("hands/golden_anchors.json").toFile())
                .get("cases")
                .get(0);
        int[] strides = mapper.convertValue(golden.get("strides"), int[].class);
        Anchors anchors = Anchors.of(golden.get("input_width").asInt(), strides);
        JsonNode expected = mapper.readTree(
                Fixtures.path("hands/" + golden.get("file").asText()).toFile());
        assertThat(anchors.count()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(anchors.centre(i).x()).isCloseTo(expected.get(i).get(0).asDouble(), within(1e-5));
            assertThat(anchors.centre(i).y()).isCloseTo(expected.get(i).get(1).asDouble(), within(1e-5));
        }
    }

    @Test
    void shouldReadAPalmFromWhatIsSaidOfItsAnchor() {
        Anchors anchors = Anchors.ofPalms(16);
        assertThat(anchors.count()).isEqualTo(14);
        float[] boxes = new float[2 * 14 * 18];
        float[] logits = new float[2 * 14];
        java.util.Arrays.fill(logits, -200);
        int at = 14 + 3;
        logits[at] = 0.1f;
        for (int i = 0; i < 18; i++) {
            boxes[at * 18 + i] = i + 1;
        }
        assertThat(anchors.palms(boxes, logits, 0, 0.5)).isEmpty();
        assertThat(anchors.palms(boxes, logits, 1, 0.6)).isEmpty();
        Palm palm = anchors.palms(boxes, logits, 1, 0.5).get(0);
        // Anchor 3 is the second of the cell at 0.75, 0.25.
        assertThat(palm.score()).isCloseTo(0.524979, within(1e-6));
        assertThat(palm.box())
                .isEqualTo(new Box(0.75 + 1 / 16.0 - 1.5 / 16, 0.25 + 2 / 16.0 - 2 / 16.0, 3 / 16.0, 0.25));
        assertThat(palm.points().get(0)).isEqualTo(new Point(0.75 + 5 / 16.0, 0.25 + 6 / 16.0));
        assertThat(palm.points().get(6)).isEqualTo(new Point(0.75 + 17 / 16.0, 0.25 + 18 / 16.0));
    }

    @Test
    void shouldTakeNoPalmFromAScoreThatIsNone() {
        float[] logits = new float[14];
        java.util.Arrays.fill(logits, Float.NaN);
        assertThat(Anchors.ofPalms(16).palms(new float[14 * 18], logits, 0, 0)).isEqualTo(List.of());
    }
}
