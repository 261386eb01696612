package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.image.Scale;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallerTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeAutomaticWhereAModelIsShownMeans(Filter filter) {
        Smaller smaller = Smaller.forModel(Scale.AUTO, seeing(filter));

        assertThat(smaller.scale()).isEqualTo(filter == Filter.AREA ? Scale.FAST : Scale.EXACT);
        assertThat(smaller.canonical()).isEqualTo(filter == Filter.AREA ? "fast 320" : "exact");
    }

    @Test
    void shouldKeepTwiceTheLongerSideThatAModelNeeds() {
        assertThat(Smaller.forModel(Scale.AUTO, seeing(Filter.AREA)).shorterSide())
                .isEqualTo(2 * 160);
        assertThat(Smaller.forStatistics(Scale.FAST, 64).shorterSide()).isEqualTo(2 * 64);
    }

    @Test
    void shouldDoAsItIsTold() {
        assertThat(Smaller.forModel(Scale.EXACT, seeing(Filter.AREA))).isEqualTo(Smaller.EXACT);
        assertThat(Smaller.forModel(Scale.FAST, seeing(Filter.LINEAR)).canonical())
                .isEqualTo("fast 320");
    }

    @Test
    void shouldCountEveryPixelForStatisticsUnlessToldOtherwise() {
        assertThat(Smaller.forStatistics(Scale.AUTO, 64)).isEqualTo(Smaller.EXACT);
        assertThat(Smaller.forStatistics(Scale.EXACT, 64)).isEqualTo(Smaller.EXACT);
    }

    private static Alignment seeing(Filter filter) {
        return new Alignment(112, 160, Fit.STRETCH, filter);
    }
}
