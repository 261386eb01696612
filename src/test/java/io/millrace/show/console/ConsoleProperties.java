package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever the numbers are, those shown agree with one another. */
class ConsoleProperties {

    private static final long MANY = 1_000_000_000_000L;

    @Property(tries = 300)
    void plainLinesAddUpAndMoveNoCursor(
            @ForAll @Size(6) List<@LongRange(max = MANY) Long> counts,
            @ForAll boolean complete,
            @ForAll @LongRange(max = 10_000_000) long seconds) {
        Status.Items items = items(counts, complete);
        Status status = Snapshots.at(seconds, items, counts.get(3));

        String line = PlainProgress.line(status);

        assertThat(US_ASCII.newEncoder().canEncode(line)).isTrue();
        assertThat(line.chars().allMatch(c -> c >= ' ')).isTrue();
        long shown = number(line, "ok ") + number(line, "failed ") + number(line, "resumed ");
        shown += line.contains("empty ") ? number(line, "empty ") : 0;
        shown += line.contains("quarantined ") ? number(line, "quarantined ") : 0;
        assertThat(number(line, "(?:%  |\\d  )(?=[0-9,]+ of )")).isEqualTo(shown);
        assertThat(line.contains("100.0%")).isEqualTo(complete && items.left() == 0);
    }

    @Property(tries = 300)
    void summaryTextAndJsonShowTheSameItemsAndAddUp(
            @ForAll @Size(6) List<@LongRange(max = MANY) Long> counts, @ForAll @LongRange(max = MANY) long nanos)
            throws Exception {
        Summary summary = Summaries.of(items(counts, true), Duration.ofNanos(nanos));

        String line = summary.text().lines().skip(1).findFirst().orElseThrow();
        JsonNode json = new ObjectMapper().readTree(summary.json());

        long done = number(line, "= ");
        assertThat(number(line, "items      "))
                .isEqualTo(done
                        + number(line, "done.* \\+ (?=[0-9,]+ empty)")
                        + number(line, "empty \\+ ")
                        + number(line, "\\+ (?=[0-9,]+ quarantined)")
                        + number(line, "quarantined \\+ "));
        JsonNode items = json.get("items");
        long sum = 0;
        for (String name : List.of("resumed", "done", "empty", "failed", "quarantined", "left")) {
            sum += items.get(name).asLong();
        }
        assertThat(items.get("total").asLong()).isEqualTo(sum);
        assertThat(items.get("done").asLong() + items.get("resumed").asLong()).isEqualTo(done);
        long failures = 0;
        for (JsonNode count : json.get("failures")) {
            failures += count.asLong();
        }
        assertThat(failures)
                .isEqualTo(
                        items.get("failed").asLong() + items.get("quarantined").asLong());
    }

    @Property
    void aSummaryThatDoesNotAddUpCannotBeMade(
            @ForAll @Size(6) List<@LongRange(max = MANY) Long> counts,
            @ForAll @LongRange(min = 1, max = MANY) long off) {
        Status.Items items = items(counts, true);
        Status.Items fewer = new Status.Items(
                items.listed() - items.left() - off,
                true,
                items.resumed(),
                items.done(),
                items.empty(),
                items.failed(),
                items.quarantined());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summaries.of(fewer, Duration.ofSeconds(1)))
                .withMessageContaining("add up");
    }

    @Property
    void sharesOfAStageAlwaysComeToAHundred(
            @ForAll @LongRange(max = MANY) long busy,
            @ForAll @LongRange(max = MANY) long blocked,
            @ForAll @LongRange(max = MANY) long idle) {
        Shares shares = Shares.of(new StageStatus("s", 1, 1, busy, blocked, idle, 0, 0, 1, 0, 0, 0, 0, 0, 0, -1));
        boolean any = busy + blocked + idle > 0;

        assertThat(shares.busyPercent() + shares.blockedPercent() + shares.idlePercent())
                .isEqualTo(any ? 100 : 0);
        assertThat(List.of(shares.busyPercent(), shares.blockedPercent(), shares.idlePercent()))
                .allMatch(percent -> percent >= 0);
        assertThat((double) shares.idlePercent()).isCloseTo(shares.idle() * 100, within(1.0));
    }

    /** resumed, done, empty, failed, quarantined and left, as the list has them. */
    private static Status.Items items(List<Long> counts, boolean complete) {
        long listed = counts.stream().mapToLong(Long::longValue).sum();
        return new Status.Items(
                listed, complete, counts.get(0), counts.get(1), counts.get(2), counts.get(3), counts.get(4));
    }

    private static long number(String line, String after) {
        Matcher matcher = Pattern.compile(after + "([0-9,]+)").matcher(line);
        List<Long> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(Long.parseLong(matcher.group(1).replace(",", "")));
        }
        assertThat(found).as("number after '%s' in: %s", after, line).isNotEmpty();
        return found.get(0);
    }
}
