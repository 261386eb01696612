package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.image.Scale;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecodeScaleTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeAutomaticWhereAModelIsShownMeans(Filter filter) {
        DecodeScale smaller = DecodeScale.forModel(Scale.AUTO, seeing(filter));

        assertThat(smaller.scale()).isEqualTo(filter == Filter.AREA ? Scale.FAST : Scale.EXACT);
        assertThat(smaller.canonical()).isEqualTo(filter == Filter.AREA ? "fast 320" : "exact");
    }

    @Test
    void shouldKeepTwiceTheLongerSideThatAModelNeeds() {
        assertThat(DecodeScale.forModel(Scale.AUTO, seeing(Filter.AREA)).shorterSide())
                .isEqualTo(2 * 160);
        assertThat(DecodeScale.forStatistics(Scale.FAST, 64).shorterSide()).isEqualTo(2 * 64);
    }

    @Test
    void shouldDoAsItIsTold() {
        assertThat(DecodeScale.forModel(Scale.EXACT, seeing(Filter.AREA))).isEqualTo(DecodeScale.EXACT);
        assertThat(DecodeScale.forModel(Scale.FAST, seeing(Filter.LINEAR)).canonical())
                .isEqualTo("fast 320");
    }

    @Test
    void shouldCountEveryPixelForStatisticsUnlessToldOtherwise() {
        assertThat(DecodeScale.forStatistics(Scale.AUTO, 64)).isEqualTo(DecodeScale.EXACT);
        assertThat(DecodeScale.forStatistics(Scale.EXACT, 64)).isEqualTo(DecodeScale.EXACT);
    }

    private static Alignment seeing(Filter filter) {
        return new Alignment(112, 160, Fit.STRETCH, filter);
    }
}
