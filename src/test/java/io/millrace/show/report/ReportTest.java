package io.millrace.show.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.show.FailureGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    private static final int MOST_BYTES = 300_000;

    /** A million items, and ten of them a day: neither many nor long makes it larger. */
    @ParameterizedTest
    @ValueSource(ints = {90, 6 * 3600, 40 * 24 * 3600})
    void shouldStayBelow300KilobytesHoweverLongTheRun(int seconds) throws Exception {
        List<FailureGroup> failures = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            failures.add(
                    new FailureGroup("Cause" + i, "decode", ".mp" + i, 500 - i, "a/".repeat(300), "x".repeat(4000)));
        }

        String html = Reports.of(Reports.points(1_000_000, Duration.ofSeconds(seconds), 20_000), failures)
                .html();

        Files.writeString(Path.of("target", "report-" + seconds + ".html"), html);
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        Matcher line = Pattern.compile(" d=\"([^\"]*)\"").matcher(html);
        while (line.find()) {
            assertThat(line.group(1).split("[, MLVZ]+").length / 2).isLessThanOrEqualTo(Recording.MOST + 3);
        }
        assertThat(html).contains("and 440 kinds more, less frequent");
    }

    @Test
    void shouldNameNothingOutside() {
        String html = page("a.mp4", "see http://example.org/?a=1&b=2");

        assertThat(html.replace("see http://example.org/", "")).doesNotContainPattern("(?i)https?://|url\\(|@import");
        assertThat(html).doesNotContainPattern("(?i)\\s(src|srcset|action|data)=");
        assertThat(html).containsPattern("default-src 'none'");
        Matcher link = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
        assertThat(link.results().map(found -> found.group(1))).containsExactly("data:,");
    }

    @Test
    void shouldShowTextFromOutsideAsItIs() {
        String html =
                page("<script>alert(1)</script>\u202e4pm.\u0000\u001b[31m\ud800", "\"'&<img onerror=x>\r\n\u2066");

        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u202e4pm.\\u0000\\u001b[31m\\ud800")
                .contains("&quot;&#39;&amp;&lt;img onerror=x&gt;\\u000d\\u000a\\u2066")
                .doesNotContain("<script>alert", "<img", "\u202e", "\u0000", "\u001b");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(html)).isTrue();
    }

    @Test
    void shouldShowTheEquationThatTheSummaryHas() {
        String html = Reports.of(Reports.points(1_000_000, Duration.ofHours(1), 2000), List.of(Reports.corrupt(5)))
                .html();

        String text = html.replaceAll("<[^>]*>", "");
        Matcher equation = Pattern.compile(
                        "([\\d,]+) total = ([\\d,]+) done \\(200,000 in earlier runs\\) \\+ 0 empty \\+"
                                + " ([\\d,]+) failed \\([^)]*%\\) \\+ 0 quarantined \\+ 0 left")
                .matcher(text);
        assertThat(equation.find()).isTrue();
        assertThat(number(equation.group(2)) + number(equation.group(3))).isEqualTo(number(equation.group(1)));
    }

    @Test
    void shouldBeAPageOfARunThatLeftNoPoint() {
        assertThat(Reports.of(List.of(), List.of()).html()).contains("Nothing was recorded of this run");
    }

    /** Of a run of half a second there is one point, at which nothing has been concluded. */
    @Test
    void shouldBeAPageOfTheShortestRun() {
        String html = Reports.of(Reports.points(3, Duration.ofMillis(600), 1), List.of())
                .html();

        assertThat(html).contains(">None.<").doesNotContain("NaN", "Infinity", "What limited it");
    }

    private static String page(String source, String message) {
        FailureGroup failure = new FailureGroup("Odd<b>", "decode", ".mp4", 1, source, message);
        return Reports.of(Reports.points(1000, Duration.ofSeconds(60), 120), List.of(failure))
                .html();
    }

    private static long number(String figure) {
        return Long.parseLong(figure.replace(",", ""));
    }
}
