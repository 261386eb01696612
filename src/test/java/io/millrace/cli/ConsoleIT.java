package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.output.RunFolder;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live console as a user has it: {@code bin/run} in a terminal, keys, other sizes, and what tries to break it. */
@Timeout(300)
class ConsoleIT {

    private static final String RUN = Path.of("bin", "run").toAbsolutePath().toString();
    private static final Map<String, String> UTF8 = Map.of("LANG", "C.UTF-8");

    /** Enough to be looked at for as long as a test takes, on any machine; no test waits for the end of it. */
    private static final int MANY = 100_000;

    private static final String PROMPT = "$ ";

    @TempDir
    private static Path folder;

    private static int outputs;

    private final String output = "out-" + ++outputs;

    @BeforeAll
    static void makeVideos() throws Exception {
        assumeTrue(Tmux.installed(), "there is no tmux on this machine");
        Path video = SampleVideos.write(folder.resolve("a.mkv"), Coding.H264_MKV, 320, 240, 60)
                .file();
        Path broken = SampleVideos.truncated(
                        SampleVideos.write(folder.resolve("b.mp4"), Coding.MPEG4_MP4, 320, 240, 60)
                                .file(),
                        folder.resolve("broken.mp4"))
                .file();
        Pairs many = new Pairs();
        for (int i = 0; i < MANY; i++) {
            if (i % 50 == 7) {
                many.addBad("bad-" + i, broken);
            } else {
                many.add("clip-" + i, video);
            }
        }
        many.write(folder.resolve("many.json"));
        Pairs few = new Pairs();
        for (int i = 0; i < 150; i++) {
            few.add("clip-" + i, video);
        }
        few.write(folder.resolve("few.json"));
        // built once, before a test looks at how long anything takes
        assertThat(BinRun.of("version").run().exit()).isZero();
    }

    @Test
    void shouldShowPanesAnswerKeysAndDrainOnQuit() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 80, 24, UTF8)) {
            String screen = begin(tmux, "many.json");
            assertThat(screen.lines().toList().get(0)).contains("clips   run ", "RUNNING", "? help");
            assertThat(screen).contains("STAGE", "decode", "write", "LIMIT", "heap ", "q quit");
            checkCounts(screen);

            tmux.key("?");
            tmux.await(help -> help.contains("one worker more or less"));
            tmux.key("Escape");
            tmux.await(table -> table.contains("QUEUE IN"));
            tmux.key("l");
            tmux.await(log -> log.contains(" LOG ") && log.contains("INFO"));
            tmux.key("c");
            tmux.await(config -> config.contains("CONFIG") && config.contains("pairs"));
            tmux.key("r");
            tmux.await(report -> report.contains("failures.jsonl"));
            tmux.key("e");
            tmux.await(errors -> errors.contains("CorruptVideo"));
            tmux.key("e");
            String first = tmux.await(table -> table.contains("> "));
            move(tmux, first, stages(first).indexOf(name(selected(first))) == 0 ? 1 : 0);

            tmux.key("q");
            tmux.await(asked -> asked.contains("in flight, and end?"));
            tmux.key("n");
            tmux.await(on -> on.contains("going on"));
            tmux.key("q");
            tmux.await(asked -> asked.contains("in flight, and end?"));
            tmux.key("y");
            String end = ended(tmux, 75);
            assertThat(end).contains("STOPPED EARLY (exit 75)");
            checkRestored(tmux);
        }
    }

    @Test
    void shouldChangeWorkersAndPauseHereAndFromAnotherTerminal() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 80, 24, UTF8);
                Tmux other = Tmux.open(folder, 120, 40, UTF8)) {
            begin(tmux, "many.json -w 1");
            select(tmux, "decode");
            tmux.key("+");
            tmux.await(screen -> workers(screen, "decode") == 2);

            other.type(RUN + " top " + output);
            other.await(screen -> screen.contains("QUEUE") && workers(screen, "decode") == 2);
            select(other, "decode");
            other.key("+");
            checkCounts(tmux.await(screen -> workers(screen, "decode") == 3));
            tmux.key("-");
            checkCounts(other.await(screen -> workers(screen, "decode") == 2));
            other.key("p");
            tmux.await(screen -> screen.contains("PAUSED"));
            tmux.key("p");
            other.await(screen -> screen.contains("RUNNING"));
            other.key("q");
            other.await(shell -> shell.strip().endsWith("$"));
            checkRestored(other);
            other.type(RUN + " top " + output);
            other.await(screen -> screen.contains("QUEUE"));
            BinRun.Going.signal("KILL", pid("top"));
            other.await(shell -> shell.stripTrailing().endsWith("$"));
            checkRestored(other);

            tmux.key("C-c");
            String end = ended(tmux, 130);
            assertThat(end).contains(" 0 quarantined + ");
        }
    }

    private static void select(Tmux tmux, String stage) throws Exception {
        String screen = tmux.await(table -> stages(table).contains(stage));
        for (int tries = 0; !name(selected(screen)).equals(stage); tries++) {
            assertThat(tries).as(screen).isLessThan(20);
            screen = move(tmux, screen, stages(screen).indexOf(stage));
        }
    }

    /** One row towards the stage at {@code wanted}; the screen that shows it. */
    private static String move(Tmux tmux, String screen, int wanted) throws Exception {
        String before = name(selected(screen));
        tmux.key(stages(screen).indexOf(before) < wanted ? "j" : "k");
        return tmux.await(table -> !List.of("", before).contains(name(selected(table))));
    }

    /** Those of the table, from the top. */
    private static List<String> stages(String screen) {
        return Pattern.compile("(?m)^[> ] (\\w+) +\\d+/\\d+ ")
                .matcher(screen)
                .results()
                .map(row -> row.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** As the table has it: wanted or running, of the most there may be. */
    private static int workers(String screen, String stage) {
        Matcher row = Pattern.compile("(?im)^[> ] " + stage + " +(\\d+)/\\d+ ").matcher(screen);
        return row.find() ? Integer.parseInt(row.group(1)) : -1;
    }

    @Test
    void shouldStayWholeWhateverIsWrittenToStandardErrorAndInWhicheverSize() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 80, 24, UTF8)) {
            begin(tmux, "many.json");
            long pid = pid();
            for (int descriptor = 1; descriptor <= 2; descriptor++) {
                try (OutputStream native2 = new FileOutputStream("/proc/" + pid + "/fd/" + descriptor, true)) {
                    native2.write(
                            "native noise\r\n\u001b[2J\u001b[Hon the screen\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
            tmux.await(screen -> screen.lines().findFirst().orElse("").contains("RUNNING") && logged("on the screen"));
            assertThat(tmux.screen()).doesNotContain("noise", "on the screen");
            assertThat(logged("native noise")).isTrue();

            tmux.resize(120, 40);
            String large = tmux.await(wide -> wide.contains("BATCH") && wide.contains("? help"));
            assertThat(large.lines().toList().get(0)).hasSizeGreaterThan(100);
            checkCounts(large);
            tmux.resize(60, 15);
            String small = tmux.await(bar -> bar.strip().lines().count() == 1 && bar.contains("%"));
            assertThat(small).doesNotContain("STAGE");
            tmux.resize(80, 24);
            tmux.await(again -> again.contains("QUEUE IN"));
            tmux.key("C-c");
            tmux.await(draining -> draining.contains("DRAINING") || draining.contains("exit 130"));
            ended(tmux, 130);
            checkRestored(tmux);
        }
    }

    @Test
    void shouldLeaveTheTerminalAsItWasWhenJavaIsKilled() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 80, 24, UTF8)) {
            begin(tmux, "many.json");
            BinRun.Going.signal("KILL", pid());
            tmux.await(prompt -> prompt.stripTrailing().endsWith("$"));
            checkRestored(tmux);
        }
    }

    @Test
    void shouldGiveTheTerminalAwayOnCtrlZAndTakeItBack() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 80, 24, UTF8)) {
            begin(tmux, "many.json");
            tmux.key("C-z");
            tmux.await(shell -> shell.contains("Stopped"));
            checkRestored(tmux);
            tmux.type("fg");
            tmux.await(screen -> screen.contains("QUEUE IN"));
            tmux.key("C-c");
            tmux.key("C-c");
            ended(tmux, 130);
            checkRestored(tmux);
        }
    }

    @Test
    void shouldEndWithTheSummaryOnTheFirstScreen() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 100, 30, UTF8)) {
            tmux.type(command("few.json", "--progress full"));
            String end = ended(tmux, 0);
            assertThat(end).contains("COMPLETED (exit 0)", "150 total = 150 done");
            checkRestored(tmux);
        }
    }

    @Test
    void shouldUseOneLineWhereThereIsLittleRoom() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 60, 15, Map.of("LC_ALL", "C"))) {
            tmux.type(command("many.json", ""));
            String screen = tmux.await(bar -> bar.contains(" ok  "));
            assertThat(screen).containsPattern("\\d\\.\\d%.* ok .* failed").doesNotContain("STAGE", "█");
            assertThat(tmux.modes()).isEqualTo("alternate 0 cursor 1");
            tmux.key("C-c");
            ended(tmux, 130);
        }
    }

    @Test
    void shouldSayWhyThereIsNoScreenAndRunAllTheSame() throws Exception {
        try (Tmux tmux = Tmux.open(folder, 80, 24, UTF8)) {
            tmux.type("TERM=dumb " + command("few.json", "--progress full"));
            String end = ended(tmux, 0);
            assertThat(end).contains("150 total = 150 done");
            assertThat(tmux.modes()).isEqualTo("alternate 0 cursor 1");
        }
    }

    /** Starts it, and waits until items have come out. */
    private String begin(Tmux tmux, String pairs) throws Exception {
        tmux.type(command(pairs, ""));
        return tmux.await(screen -> screen.contains("QUEUE IN")
                && Pattern.compile("[1-9][0-9,]* ok").matcher(screen).find());
    }

    private String command(String pairs, String more) {
        return RUN + " clips " + pairs + " --output " + output + " " + more;
    }

    private String ended(Tmux tmux, int code) throws Exception {
        return tmux.awaitAll(screen ->
                screen.contains("(exit " + code + ")") && screen.strip().endsWith("$"));
    }

    /** Neither the screen nor the modes are the console's any more: what is typed is echoed. */
    private static void checkRestored(Tmux tmux) throws Exception {
        assertThat(tmux.modes()).isEqualTo("alternate 0 cursor 1");
        tmux.type("stty -a | tr ' ;' '\\n\\n' | grep -cx -e icanon -e echo -e ixon");
        tmux.await(screen -> screen.contains("\n3\n" + PROMPT.strip()));
    }

    private static void checkCounts(String screen) {
        Matcher counts = Pattern.compile(
                        " ([0-9,]+) of [0-9,+]+ .*  ([0-9,]+) resumed   ([0-9,]+) ok   ([0-9,]+) failed   ([0-9,]+) empty")
                .matcher(screen);
        assertThat(counts.find()).as(screen).isTrue();
        assertThat(number(counts, 1))
                .isEqualTo(number(counts, 2) + number(counts, 3) + number(counts, 4) + number(counts, 5));
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group).replace(",", ""));
    }

    private static String selected(String screen) {
        return screen.lines().filter(line -> line.startsWith("> ")).findFirst().orElse("");
    }

    /** Of the stage in a row of the table; empty without a row. */
    private static String name(String row) {
        return row.replaceFirst("^> ", "").strip().split(" ")[0].toLowerCase(Locale.ROOT);
    }

    private boolean logged(String words) {
        try {
            return new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() throws IOException {
        return RunFolder.latest(folder.resolve(output)).resolve("run.log");
    }

    /** Of the JVM, which is the only one that has this output among its words. */
    private long pid() {
        return pid("clips");
    }

    /** Of the JVM that does that for this output. */
    private long pid(String verb) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .containsAll(List.of(verb, output)))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseThrow();
    }
}
