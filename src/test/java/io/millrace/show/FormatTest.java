package io.millrace.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

    @Test
    void shouldLookTheSameWhenTheSystemSpeaksAnotherLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Format.count(1_234_567)).isEqualTo("1,234,567");
            assertThat(Format.bytes(1_500)).isEqualTo("1.5 kB");
            assertThat(Format.clock(Duration.ofSeconds(61))).isEqualTo("00:01:01");
            assertThat(Format.progress(1, 2)).isEqualTo("50.0%");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,100.0%",
        "0,7,0.0%",
        "612,1000,61.2%",
        "999999,1000000,99.9%",
        "9999999999999,10000000000000,99.9%",
        "3,3,100.0%"
    })
    void shouldRoundProgressDown(long part, long whole, String text) {
        assertThat(Format.progress(part, whole)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"477,1000000,0.05%", "1,1000000,<0.01%", "0,5,0.00%", "1,8,12.50%", "0,0,0.00%"})
    void shouldNeverShowSomethingAsNothing(long part, long whole, String text) {
        assertThat(Format.share(part, whole)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0/s",
        "171.4,171/s",
        "99.96,100/s",
        "99.94,99.9/s",
        "4.25,4.3/s",
        "1,1.0/s",
        "0.2,12.0/min",
        "0.001,3.6/h",
        "123456,'123,456/s'"
    })
    void shouldChooseTheUnitOfARate(double perSecond, String text) {
        assertThat(Format.rate(perSecond)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.0s",
        "3140,3.1s",
        "9949,9.9s",
        "9950,10s",
        "59600,1m 00s",
        "245000,4m 05s",
        "4778000,1h 19m 38s",
        "360000000,100h 00m 00s"
    })
    void shouldWriteSpans(long millis, String text) {
        assertThat(Format.span(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 us",
        "850000,850 us",
        "999499,999 us",
        "999500,1.00 ms",
        "5990000,5.99 ms",
        "93040000,93.0 ms",
        "121000000,121 ms",
        "999600000,1.00 s",
        "5000000000000,'5,000 s'"
    })
    void shouldWriteShortTimes(long nanos, String text) {
        assertThat(Format.shortTime(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "999,999 B",
        "1000,1.0 kB",
        "999949,999.9 kB",
        "999950,1.0 MB",
        "990100000000,990.1 GB",
        "9223372036854775807,9.2 EB"
    })
    void shouldWriteBytes(long bytes, String text) {
        assertThat(Format.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void shouldKeepHoursBeyondADay() {
        assertThat(Format.clock(Duration.ofHours(112).plusMillis(999))).isEqualTo("112:00:00");
    }

    @Test
    void shouldBeBriefInColumns() {
        assertThat(List.of(
                        0.0, 0.004, 0.42, 4.21, 9.999, 10.0, 171.4, 9999.0, 9999.6, 12_345.0, 999_600.0, 1.23e6, 1e15))
                .extracting(Format::brief)
                .containsExactly(
                        "0", "0", "0.42", "4.2", "10", "10", "171", "9999", "10k", "12k", "1.0M", "1.2M", "1.0P");
        assertThat(List.of(0L, 999L, 1000L, 3_100_000_000L, 412_000_000_000L, Long.MAX_VALUE))
                .extracting(Format::briefBytes)
                .containsExactly("0B", "999B", "1.0k", "3.1G", "412G", "9.2E");
        assertThat(Format.briefBytes(1_100_000_000L, 4_000_000_000L)).isEqualTo("1.1/4.0G");
        assertThat(Format.briefBytes(512, 0)).isEqualTo("512/0B");
    }

    @Test
    void shouldWriteTimesInFiveColumnsOrLess() {
        assertThat(List.of(0L, 850_000L, 4_200_000L, 14_000_000L, 999_400_000L, 1_200_000_000L, 99_400_000_000L))
                .extracting(Format::briefTime)
                .containsExactly("0us", "850us", "4.2ms", "14ms", "999ms", "1.2s", "99s");
        assertThat(List.of(100_000_000_000L, 3_600_000_000_000L, 360_000_000_000_000L))
                .extracting(Format::briefTime)
                .containsExactly("2m", "1.0h", "4d");
    }

    @Test
    void shouldEstimateNoMoreExactlyThanOneCan() {
        assertThat(List.of(45L, 89L, 38 * 60L, 320 * 60L, 76 * 3600L))
                .extracting(seconds -> Format.estimate(Duration.ofSeconds(seconds)))
                .containsExactly("45 s", "89 s", "38 min", "5 h 20 min", "3 d 4 h");
        assertThat(Format.estimate(Duration.ofMinutes(34), Duration.ofMinutes(44)))
                .isEqualTo("34-44 min");
        assertThat(Format.estimate(Duration.ofSeconds(80), Duration.ofMinutes(2)))
                .isEqualTo("80 s-2 min");
    }

    @Test
    void shouldNeverShowMoreThanAll() {
        assertThat(Format.progress(1001, 1000)).isEqualTo("100.0%");
        assertThat(Format.progress(999_999_999, 1_000_000_000)).isEqualTo("99.9%");
    }
}
