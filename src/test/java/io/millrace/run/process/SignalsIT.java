package io.millrace.run.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.BinRun;
import io.millrace.cli.Gate;
import io.millrace.cli.Pairs;
import io.millrace.cli.Produced;
import io.millrace.cli.Said;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However a run is asked to end before its time, it says what it does, and the next one leaves what an uninterrupted
 * one leaves.
 */
@Timeout(300)
class SignalsIT {

    private static final int EARLY = 75;
    private static final int INTERRUPTED = 130;
    private static final int ENTRIES = 150;
    private static final int IN_FLIGHT = 8;

    /** Nearly all there are: to finish them takes nearly as long as the whole run. */
    private static final int MANY_IN_FLIGHT = 120;

    /** More than can be left when all that were in flight are finished. */
    private static final int LEFT_BY_A_DRAIN = ENTRIES - MANY_IN_FLIGHT;

    private static final long WAIT_NS = 60_000_000_000L;

    /** Done before any signal comes: with one decoder, all before the item that waits. */
    private static final int FIRST = 20;

    @TempDir
    private static Path folder;

    private static final Pairs PAIRS = new Pairs();
    private static Path manifest;
    private static Produced uninterrupted;

    private Gate gate;

    @BeforeEach
    void closeGate() throws IOException {
        gate = Gate.before("item-" + FIRST);
    }

    /** One video many times. */
    @BeforeAll
    static void runUninterrupted() throws Exception {
        Path video = SampleVideos.write(folder.resolve("video.mp4"), Coding.MPEG4_MP4, 320, 240, 300)
                .file();
        for (int i = 0; i < ENTRIES; i++) {
            PAIRS.add("item-" + i, video);
        }
        manifest = PAIRS.write(folder.resolve("pairs.json"));
        uninterrupted = new Produced(folder.resolve("uninterrupted"));
        finish(uninterrupted);
    }

    @Test
    void shouldGoOnWhereItWasInterrupted() throws Exception {
        Produced produced = new Produced(folder.resolve("INT"));

        BinRun.Ended ended = signalledOnce(produced, "INT", 2, 130);

        checkResumed(finish(produced), doneIn(ended));
        produced.checkSameAs(uninterrupted);
    }

    /** A terminal that closes is as good as a request to end. */
    @ParameterizedTest
    @CsvSource({"TERM, 15, 143", "HUP, 1, 143"})
    void shouldFinishWhatIsInFlightWhenSignalledOnce(String signal, int number, int exit) throws Exception {
        signalledOnce(new Produced(folder.resolve(signal)), signal, number, exit);
    }

    private BinRun.Ended signalledOnce(Produced produced, String signal, int number, int exit) throws Exception {
        assumeHeard(signal, number);
        BinRun.Going going = begin(produced, IN_FLIGHT);

        going.signal(signal);
        BinRun.Ended ended = finishInFlight(going, signal);

        checkInFlightSaid(ended, signal, IN_FLIGHT);
        checkInterrupted(ended, produced, exit);
        assertThat(count(produced, "done")).isEqualTo(sealed(produced));
        return ended;
    }

    /** Ctrl-C goes to the launcher and to java: it is one request, not two. */
    @Test
    void shouldCountASignalOnceThatReachesLauncherAndJava() throws Exception {
        assumeHeard("TERM", 15);
        Produced produced = new Produced(folder.resolve("both"));
        BinRun.Going going = begin(produced, IN_FLIGHT);

        BinRun.Going.signal("TERM", going.process().pid(), going.pid());
        BinRun.Ended ended = finishInFlight(going, "TERM");

        checkInFlightSaid(ended, "TERM", IN_FLIGHT);
        assertThat(ended.err()).doesNotContain("stopping now");
        checkInterrupted(ended, produced, 143);
    }

    /** Nobody could stop it any more as one stops what one has started. */
    @Test
    void shouldEndWhenItsLauncherIsKilled() throws Exception {
        Produced produced = new Produced(folder.resolve("orphan"));
        BinRun.Going going = begin(produced, IN_FLIGHT);
        ProcessHandle java = ProcessHandle.of(going.pid()).orElseThrow();
        assertThat(java.pid()).isNotEqualTo(going.process().pid());

        BinRun.Going.signal("KILL", going.process().pid());

        java.onExit().get(WAIT_NS, TimeUnit.NANOSECONDS);
        assertThat(sealed(produced)).isLessThan(ENTRIES);
        finish(produced);
        produced.checkSameAs(uninterrupted);
    }

    @Test
    void shouldStopAtOnceWhenSignalledTwice() throws Exception {
        assumeHeard("INT", 2);
        Produced produced = new Produced(folder.resolve("twice"));
        BinRun.Going going = begin(produced, MANY_IN_FLIGHT);

        going.signal("INT");
        going.await(() -> going.errSoFar().contains("INT: finishing "));
        going.signal("INT");
        BinRun.Ended ended = going.await(90);

        checkStopped(ended, produced);
        checkResumed(finish(produced), doneIn(ended));
        produced.checkSameAs(uninterrupted);
    }

    @Test
    void shouldStopAtTheFirstSignalWhenItsTimeWasUpAlready() throws Exception {
        assumeHeard("INT", 2);
        Produced produced = new Produced(folder.resolve("time-up"));
        BinRun.Going going = gate.with(command(produced, MANY_IN_FLIGHT, "--max-duration", "1s"))
                .start();
        going.await(() -> going.errSoFar().contains("--max-duration: finishing "));

        going.signal("INT");

        checkStopped(going.await(90), produced);
    }

    @Test
    void shouldEndEarlyAndGoOnWhenItHasAskedForOnlyAPart() throws Exception {
        Produced produced = new Produced(folder.resolve("early"));

        Said limited = Said.by(words(produced, IN_FLIGHT, "--limit", "3"));
        BinRun.Ended timed = finishInFlight(
                gate.with(command(produced, IN_FLIGHT, "--max-duration", "1s")).start(), "--max-duration");

        assertThat(limited.exit()).as(limited.everything()).isEqualTo(EARLY);
        assertThat(limited.out())
                .contains("STOPPED EARLY (exit 75)", " 3 total = 3 done ", "(without its limit it takes the rest too)");
        assertThat(timed.err()).contains("resume  3 of 150 done in 1 run; 147 to do; 0 stale");
        checkInFlightSaid(timed, "--max-duration", IN_FLIGHT);
        checkLeft(timed, produced, EARLY, "STOPPED EARLY");
        assertThat(finish(produced)).contains(" of 150 done in 2 runs; ");
        produced.checkSameAs(uninterrupted);
    }

    @Test
    void shouldTellProgramsOfTheDrain() throws Exception {
        assumeHeard("INT", 2);
        Produced produced = new Produced(folder.resolve("stream"));
        BinRun.Going going = gate.with(command(produced, IN_FLIGHT, "--json")).start();
        going.await(() -> sealed(produced) >= 1);

        going.signal("INT");
        going.await(() -> going.outSoFar().contains("\"drain\""));
        gate.open();
        BinRun.Ended ended = going.await(90);

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(INTERRUPTED);
        assertThat(ended.err()).isEmpty();
        List<JsonNode> events = new ArrayList<>();
        for (String line : ended.out().lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events.stream().filter(event -> event.get("type").asText().equals("drain")))
                .singleElement()
                .satisfies(drain -> assertThat(drain.get("in_flight").asInt()).isBetween(1, IN_FLIGHT));
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.get("type").asText()).isEqualTo("summary");
        assertThat(last.get("exit").asInt()).isEqualTo(INTERRUPTED);
    }

    /** One decoder, so that items come to it in order. */
    private static String[] words(Produced output, int inFlight, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "clips",
                manifest.toString(),
                "--output",
                output.root().toString(),
                "-w",
                "1",
                "--size",
                "48x64",
                "--frames",
                "4",
                "--set",
                "stages.decode.queue=128",
                "--set",
                "memory.in-flight=" + inFlight));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static BinRun command(Produced output, int inFlight, String... more) {
        return BinRun.of(words(output, inFlight, more));
    }

    private static String finish(Produced output) throws Exception {
        Said ended = Said.with(0, words(output, IN_FLIGHT));
        output.checkComplete(PAIRS);
        return ended.err();
    }

    /** When it returns, the run has done some items and has others in flight, of which one waits. */
    private BinRun.Going begin(Produced output, int inFlight) throws Exception {
        BinRun.Going going = gate.with(command(output, inFlight)).start();
        going.await(() -> sealed(output) >= FIRST / 2);
        return going;
    }

    /** What is in flight comes to its end only after the run has said that it waits for it. */
    private BinRun.Ended finishInFlight(BinRun.Going going, String why) throws Exception {
        going.await(() -> going.errSoFar().contains(why + ": finishing "));
        gate.open();
        return going.await(90);
    }

    /** Said at once, and before anything else that comes of it. */
    private static void checkInFlightSaid(BinRun.Ended ended, String why, int most) {
        Matcher line = Pattern.compile(
                        "(?m)^" + why + ": finishing (\\d+) items? in flight, for up to 60 s; once more to stop now$")
                .matcher(ended.err());
        assertThat(line.find()).as(ended.everything()).isTrue();
        assertThat(Integer.parseInt(line.group(1))).isBetween(1, most);
    }

    private static void checkStopped(BinRun.Ended ended, Produced produced) throws IOException {
        assertThat(ended.err())
                .containsPattern("(?m)^INT: stopping now; \\d+ items? in flight will be done by the next run$");
        checkInterrupted(ended, produced, INTERRUPTED);
        assertThat(count(produced, "left")).as(ended.everything()).isGreaterThan(LEFT_BY_A_DRAIN);
    }

    private static void checkInterrupted(BinRun.Ended ended, Produced produced, int exit) throws IOException {
        checkLeft(ended, produced, exit, "INTERRUPTED");
    }

    /** The summary has a place for each item, and nothing failed because it had to end. */
    private static void checkLeft(BinRun.Ended ended, Produced produced, int exit, String word) throws IOException {
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(exit);
        long left = count(produced, "left");
        assertThat(left).as(ended.everything()).isPositive();
        assertThat(count(produced, "done") + count(produced, "resumed") + left).isEqualTo(ENTRIES);
        assertThat(produced.summary().get("exit").asInt()).isEqualTo(exit);
        assertThat(ended.out())
                .contains(
                        word + " (exit " + exit + ")",
                        " " + left + " left\n",
                        "(goes on with the " + left + " left)\n");
    }

    private static void checkResumed(String said, long done) {
        assertThat(said)
                .contains("resume  " + done + " of " + ENTRIES + " done in 1 run; " + (ENTRIES - done)
                        + " to do; 0 stale");
    }

    /** What the summary of a first run calls done. */
    private static long doneIn(BinRun.Ended ended) {
        Matcher done = Pattern.compile(" total = (\\d+) done ").matcher(ended.out());
        assertThat(done.find()).as(ended.everything()).isTrue();
        return Long.parseLong(done.group(1));
    }

    private static int sealed(Produced produced) {
        return (int) PAIRS.ids().stream()
                .filter(id -> Files.exists(produced.root().resolve(id).resolve("meta.json")))
                .count();
    }

    private static long count(Produced produced, String what) throws IOException {
        return produced.summary().get("items").get(what).asLong();
    }

    /** A signal that was ignored when the tests began (nohup, a background job) is ignored by what they start. */
    private static void assumeHeard(String signal, int number) throws IOException {
        Path status = Path.of("/proc/self/status");
        for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
            if (line.startsWith("SigIgn:")) {
                long ignored = Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16);
                assumeFalse((ignored >> (number - 1) & 1) == 1, "needs a process that does not ignore " + signal);
            }
        }
    }
}
