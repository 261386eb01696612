package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Status;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.AttributedString;

/**
 * Whatever the snapshot and the terminal: the screen has its size, its numbers are whole and agree with one another.
 */
class ScreenProperties {

    private static final String LETTERS = "abcdefghijkl mnop/-";
    private static final String NASTY = "ab /\u001b\r\n\t\u0000\u0085\u0301\u200d\u202e東京äß\uD83D\uDE00\uFFFF12";

    private static final Pattern SHARES = Pattern.compile(" +(\\d+)% +(\\d+)% +(\\d+)%  ");

    @Property(tries = 400)
    void rowsAreAsManyAndAsWideAsTheTerminal(
            @ForAll long seed,
            @ForAll @IntRange(min = 20, max = 260) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll boolean unicode,
            @ForAll View.Pane pane) {
        List<AttributedString> rows = draw(RandomStatus.of(seed, NASTY), width, height, unicode, pane);

        assertThat(rows).hasSize(height).allSatisfy(row -> {
            assertThat(row.columnLength()).isEqualTo(width);
            assertThat(row.toString().chars()).allMatch(c -> c >= ' ' && c != 0x7f && (unicode || c < 0x7f));
        });
    }

    /** Nothing reaches the last column, and next to where something was cut there is no digit: names here have none. */
    @Property(tries = 400)
    void numbersAreNeverCut(
            @ForAll long seed,
            @ForAll @IntRange(min = 80, max = 200) int width,
            @ForAll @IntRange(min = 20, max = 60) int height) {
        Status status = RandomStatus.of(seed, LETTERS);

        for (AttributedString row : draw(status, width, height, true, View.Pane.NONE)) {
            String text = row.toString();
            assertThat(text).endsWith(" ").doesNotContainPattern("[0-9]…|…[0-9]");
        }
    }

    @Property(tries = 400)
    void countsAndSharesAddUp(
            @ForAll long seed,
            @ForAll @IntRange(min = 80, max = 200) int width,
            @ForAll @IntRange(min = 20, max = 60) int height) {
        Status status = RandomStatus.of(seed, LETTERS);
        List<String> rows = draw(status, width, height, false, View.Pane.NONE).stream()
                .map(AttributedString::toString)
                .toList();

        checkCounts(status, rows.get(2));
        rows.forEach(row -> checkShares(status, row));
        checkProgress(status, rows.get(1));
    }

    @Property(tries = 400)
    void barLinesFitAndNeverGoBeyondAHundred(
            @ForAll long seed, @ForAll @IntRange(min = 30, max = 120) int width, @ForAll boolean unicode) {
        Status status = RandomStatus.of(seed, LETTERS);

        String line = BarLine.of(status, width, new Theme(unicode, false, ZoneOffset.UTC));

        assertThat(Label.columns(line)).isBetween(1, width);
        checkProgress(status, line);
    }

    private static void checkCounts(Status status, String row) {
        Matcher matcher = Pattern.compile(
                        " ([0-9,]+) of ([0-9,]+)(?:\\+ \\(scanning\\))?   ([0-9,]+) resumed   ([0-9,]+) ok"
                                + "   ([0-9,]+) failed   ([0-9,]+) empty(?:   ([0-9,]+) quarantined)?(?:   .*)?")
                .matcher(row.stripTrailing());
        if (!matcher.matches()) {
            assertThat(row).as("in brief").containsPattern("[0-9][kMGT]");
            return;
        }
        long sum = 0;
        for (int group = 3; group <= 7; group++) {
            sum += matcher.group(group) == null ? 0 : number(matcher.group(group));
        }
        assertThat(number(matcher.group(1))).isEqualTo(sum);
        assertThat(number(matcher.group(2)) - sum).isEqualTo(status.items().left());
    }

    private static void checkShares(Status status, String row) {
        Matcher matcher = SHARES.matcher(row);
        if (!status.stages().isEmpty() && matcher.find()) {
            long sum = number(matcher.group(1)) + number(matcher.group(2)) + number(matcher.group(3));
            assertThat(sum).as(row).isIn(0L, 100L);
        }
    }

    private static void checkProgress(Status status, String row) {
        Matcher matcher = Pattern.compile("([0-9.]+)%").matcher(row);
        if (matcher.find()) {
            assertThat(status.items().listingComplete()).isTrue();
            double percent = Double.parseDouble(matcher.group(1));
            assertThat(percent).isBetween(0.0, 100.0);
            assertThat(percent == 100).isEqualTo(status.items().left() == 0);
        } else {
            assertThat(status.items().listingComplete()).isFalse();
        }
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    private static List<AttributedString> draw(Status status, int width, int height, boolean unicode, View.Pane pane) {
        Theme look = new Theme(unicode, true, ZoneOffset.UTC);
        String stage = status.stages().isEmpty()
                ? null
                : status.stages().get(status.stages().size() / 2).name();
        return Screen.of(status, new View(width, height, look, stage, pane, 3, "", List.of("a\tb", "c"), false));
    }
}
