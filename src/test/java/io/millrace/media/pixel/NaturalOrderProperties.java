package io.millrace.media.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class NaturalOrderProperties {

    @Example
    void shouldCountAsPeopleDo() {
        List<String> ordered = List.of(
                "-1.png",
                "0.png",
                "00.png",
                "1.png",
                "01a.png",
                "2.png",
                "010.png",
                "10.png",
                "99999999999999999999.png",
                "100000000000000000000.png",
                "frame-1.png",
                "frame-10.png",
                "frame.png",
                "frame0009.png",
                "frame10.png",
                "frame10b.png",
                "frame11.png",
                "img1_2.png",
                "img1_10.png",
                "img02_1.png",
                "\u00e4.png",
                "\uff11.png",
                "\ud83d\ude00.png");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));

        shuffled.sort(NaturalOrder.NAMES);

        assertThat(shuffled).isEqualTo(ordered);
    }

    /** By value, and of equal values by characters. */
    @Property
    void shouldOrderNumbersByValue(@ForAll("digits") String a, @ForAll("digits") String b) {
        int byValue = new BigInteger(a).compareTo(new BigInteger(b));

        assertThat(compare("x" + a + "y", "x" + b + "y"))
                .isEqualTo(byValue != 0 ? byValue : Integer.signum((a + "y").compareTo(b + "y")));
    }

    @Property
    void shouldBeATotalOrder(@ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
        assertThat(compare(a, b)).isEqualTo(-compare(b, a));
        assertThat(compare(a, b) == 0).isEqualTo(a.equals(b));
        if (compare(a, b) <= 0 && compare(b, c) <= 0) {
            assertThat(compare(a, c)).isNotPositive();
        }
    }

    @Property
    void shouldSortTheSameWhateverCameFirst(@ForAll @Size(max = 20) List<@From("names") String> names) {
        List<String> once = new ArrayList<>(names);
        once.sort(NaturalOrder.NAMES);
        List<String> again = new ArrayList<>(names);
        Collections.reverse(again);
        again.sort(NaturalOrder.NAMES);

        assertThat(again).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> digits() {
        return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("019a.-\u00e9").ofMaxLength(8);
    }

    private static int compare(String a, String b) {
        return Integer.signum(NaturalOrder.NAMES.compare(a, b));
    }
}
