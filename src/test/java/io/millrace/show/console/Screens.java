package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Advice;
import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Outlook.Tested;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Failure;
import io.millrace.engine.metrics.Status.Items;
import io.millrace.engine.metrics.Status.Machine;
import io.millrace.engine.metrics.Status.Memory;
import io.millrace.engine.metrics.Status.Output;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.metrics.Status.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The snapshots behind the golden screens, and from which place each is looked at. */
public final class Screens {

    private static final List<String> NO_PAPER = List.of();

    public static final Golden ISSUE = running("running", 80, 24, true);

    public static final Outlook CPU = new Outlook(
            Duration.ofSeconds(30),
            20.2,
            19.8,
            25_000_000,
            15.6,
            0.012,
            List.of(),
            new Limit(
                    Limit.Kind.CPU,
                    null,
                    "all 16 processors are busy (97%): more workers would only take them from one another."),
            new Advice(
                    "smaller pictures, or another machine with --part 1/2; a worker more gains nothing", null, 0, 0, 0),
            new Tested(null, 171, 329, "decode 6 -> 8: from 20.1/s to 20.2/s, within the noise"),
            new Eta(Duration.ofHours(29), Duration.ofHours(27), Duration.ofHours(33)));

    private Screens() {}

    /** A screen that is to look always as it does in its file. */
    public record Golden(String name, Status status, View view) {}

    static List<Golden> all() {
        List<Golden> all = new ArrayList<>();
        for (boolean unicode : new boolean[] {true, false}) {
            all.add(running("running", 80, 24, unicode));
            all.add(running("running", 120, 40, unicode));
            all.add(running("running", 60, 15, unicode));
            all.add(of("long-names", longNames(), 80, 24, unicode));
            all.add(of("long-names", longNames(), 120, 40, unicode));
        }
        all.add(running("running", 80, 20, true));
        all.add(running("running", 100, 30, true));
        all.add(of("huge-numbers", huge(), 80, 24, true));
        all.add(of("huge-numbers", huge(), 120, 40, true));
        all.add(of("huge-numbers", huge(), 60, 15, false));
        all.add(of("many-stages", many(), 80, 24, true));
        all.add(of("many-stages", many(), 120, 40, true));
        all.add(of("no-stages", none(), 80, 24, true));
        all.add(of("no-stages", none(), 120, 40, true));
        all.add(of("scanning", scanning(), 80, 24, true));
        all.add(of("scanning", scanning(), 60, 15, false));
        all.add(of("cpu-bound", base().with(CPU), 80, 24, true));
        all.add(of("paused", paused(), 80, 24, true));
        all.add(of("draining", draining(), 80, 24, true));
        all.add(of("draining", draining(), 60, 15, false));
        all.add(new Golden(
                "question", base(), view(80, 24, true, View.Pane.NONE, "finish 96 items? y or q", NO_PAPER)));
        all.add(new Golden("help", base(), view(80, 24, true, View.Pane.HELP, "", NO_PAPER)));
        all.add(new Golden("errors", base(), view(120, 40, true, View.Pane.ERRORS, "", NO_PAPER)));
        List<String> log = IntStream.range(0, 40)
                .mapToObj(i ->
                        "2026-11-20T11:31:" + (10 + i) + " " + (i % 9 == 0 ? "WARN " : "INFO ") + " main line " + i)
                .toList();
        all.add(new Golden("log", base(), view(80, 24, false, View.Pane.LOG, "", log)));
        return all;
    }

    private static Golden running(String name, int width, int height, boolean unicode) {
        return of(name, base(), width, height, unicode);
    }

    private static Golden of(String name, Status status, int width, int height, boolean unicode) {
        return new Golden(name, status, view(width, height, unicode, View.Pane.NONE, "", NO_PAPER));
    }

    private static View view(
            int width, int height, boolean unicode, View.Pane pane, String message, List<String> paper) {
        Theme look = new Theme(unicode, false, ZoneOffset.UTC);
        return new View(width, height, look, "infer", pane, 0, message, paper, false);
    }

    /** The run of the mock-up in the design. */
    static Status base() {
        return new Status(
                "clips",
                "20261120-105102",
                Status.Phase.ONLY,
                State.RUNNING,
                false,
                Instant.parse("2026-11-20T10:51:02Z"),
                Duration.ofSeconds(41 * 60 + 17),
                new Items(1_000_000, true, 200_000, 412_186, 0, 214, 0),
                512_000_000_000L,
                List.of(
                        stage("source", 1, 1, new int[] {3, 92, 5}, 0, 0, 412_500, 1, 0.1, 0.4, 12, 0),
                        stage("decode", 6, 8, new int[] {40, 56, 4}, 63, 64, 412_480, 1, 14, 61, 940, 198),
                        stage("transform", 2, 4, new int[] {36, 62, 2}, 60, 64, 412_300, 1, 4.2, 11, 88, 9),
                        stage("infer", 1, 2, new int[] {98, 0, 2}, 63, 64, 412_270, 16, 93, 121, 410, 7),
                        stage("write", 2, 2, new int[] {10, 0, 90}, 2, 64, 412_400, 1, 1.1, 38, 210, 0)),
                new Memory(
                        1_100_000_000L, 4_000_000_000L, 5_200_000_000L, 9_000_000_000L, 7_400_000_000L, 7_900_000_000L),
                new Machine("gpu-03", 16, 17_000_000_000_000L, 9_000_000_000L),
                new Output("out/clips", 42, 3_100_000_000L, 412_000_000_000L, 0, Duration.ofMillis(200)),
                Map.of("CorruptImage", 171L, "DecodeTimeout", 31L, "UnsupportedPixels", 12L),
                List.of(
                        failure(30, 12, "decode", "a/0007/1120.jpg", "DecodeTimeout", "no frame within 30 s"),
                        failure(31, 2, "infer", "a/0007/4410.jpg", "UnsupportedPixels", "12 channels"),
                        failure(31, 58, "decode", "a/0007/9981.jpg", "CorruptImage", "premature end of JPEG")),
                96,
                new Outlook(
                        Duration.ofSeconds(30),
                        171,
                        166,
                        212_000_000,
                        7.04,
                        0.004,
                        List.of(
                                pace("source", 0.03, 0.92, 171, 0.18),
                                pace("decode", 0.40, 0.56, 171, 14),
                                pace("transform", 0.36, 0.62, 171, 4.2),
                                pace("infer", 0.98, 0, 171, 5.7),
                                pace("write", 0.10, 0, 171, 1.2)),
                        new Limit(
                                Limit.Kind.STAGE,
                                "infer",
                                "infer: 98% busy, never blocked, its queue full, write starved."),
                        new Advice(
                                "+ on infer (1 -> 2): ~330/s expected; next limit cpu 88%, decode 77%",
                                "infer", 1, 2, 330),
                        null,
                        new Eta(Duration.ofMinutes(38), Duration.ofMinutes(34), Duration.ofMinutes(44))));
    }

    private static StageStatus stage(
            String name,
            int workers,
            int most,
            int[] shares,
            int queued,
            int capacity,
            long parts,
            int batch,
            double p50Ms,
            double p99Ms,
            double maxMs,
            long errors) {
        return new StageStatus(
                name,
                workers,
                most,
                shares[0] * 1_000_000L,
                shares[1] * 1_000_000L,
                shares[2] * 1_000_000L,
                shares[0] * 990_000L,
                queued,
                capacity,
                parts,
                parts / batch,
                (long) (p50Ms * 1e6),
                (long) (p99Ms * 1e6),
                (long) (maxMs * 1e6),
                errors,
                StageStatus.UNKNOWN);
    }

    private static StagePace pace(String name, double busy, double blocked, double perSecond, double meanMs) {
        double idle = 1 - busy - blocked;
        return new StagePace(name, busy, blocked, idle, busy * 0.97, perSecond, (long) (meanMs * 1e6));
    }

    private static Failure failure(int minute, int second, String stage, String source, String type, String message) {
        Instant at = Instant.parse("2026-11-20T11:00:00Z").plusSeconds(minute * 60L + second);
        return new Failure(at, stage, source, type, message);
    }

    private static Status longNames() {
        Status from = base();
        String deep = "2019/holidays/" + "very-deep-folder/".repeat(9) + "IMG_20190714_183301.jpg";
        return new Status(
                "a-job-with-a-name-that-goes-on-and-on",
                from.run(),
                from.phase(),
                from.state(),
                false,
                from.started(),
                from.elapsed(),
                from.items(),
                from.bytesRead(),
                List.of(
                        from.stages().get(0),
                        stage(
                                "a-stage-of-many-words",
                                12,
                                128,
                                new int[] {98, 1, 1},
                                1024,
                                1024,
                                412_480,
                                1,
                                14,
                                61,
                                940,
                                198)),
                from.memory(),
                new Machine("a-host-name-that-is-longer-than-any-terminal-is-wide-really", 15.5, 1, 1),
                new Output("/srv/media/" + deep, 42, 3_100_000_000L, 412_000_000_000L, 12, Duration.ofSeconds(3)),
                Map.of("AnExceptionWithAVeryLongNameThatSomebodyHasInvented", 171L, "Other", 3L),
                List.of(
                        failure(
                                1,
                                2,
                                "a-stage-of-many-words",
                                deep,
                                "CorruptImage",
                                "premature end " + "and so on ".repeat(20)),
                        failure(
                                1,
                                3,
                                "decode",
                                "写真/東京タワー/夜景.jpg",
                                "CorruptImage",
                                "ends\u001b[2J early\r\n\uD83D\uDE00"),
                        failure(1, 4, "decode", "cafe\u0301.png", "CorruptImage", "\u202Eevil")),
                96,
                from.outlook());
    }

    private static Status huge() {
        Status from = base();
        long many = 987_654_321_098L;
        return new Status(
                from.job(),
                from.run(),
                from.phase(),
                from.state(),
                false,
                from.started(),
                Duration.ofHours(1234),
                new Items(9 * many, true, many, 3 * many, many, many, many),
                Long.MAX_VALUE,
                List.of(
                        from.stages().get(0),
                        stage(
                                "infer",
                                1000,
                                1024,
                                new int[] {100, 0, 0},
                                1024,
                                1024,
                                many,
                                16,
                                123_456,
                                9_876_543,
                                98_765_432,
                                many)),
                new Memory(
                        999_999_999_999L,
                        9_999_999_999_999L,
                        888_888_888_888L,
                        8_888_888_888_888L,
                        7_777_777_777_777L,
                        7_999_999_999_999L),
                new Machine("gpu-03", 1024, 1, 1),
                new Output("out", 123_456_789, many, many * 100, 999_999, Duration.ofDays(3)),
                Map.of("CorruptImage", many),
                List.of(),
                1_000_000,
                new Outlook(
                        Duration.ofSeconds(30),
                        1_234_567.8,
                        987_654.3,
                        98_765_432_109L,
                        1000,
                        0.123,
                        List.of(pace("source", 0.5, 0.5, 1_234_567, 0.01), pace("infer", 1, 0, 1_234_567, 123_456)),
                        from.outlook().limit(),
                        null,
                        null,
                        new Eta(Duration.ofDays(12), Duration.ofDays(10), Duration.ofDays(345))));
    }

    private static Status many() {
        Status from = base();
        List<StageStatus> stages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = i == 11 ? "infer" : "stage-" + i;
            stages.add(stage(name, 1, 2, new int[] {i, 90 - i, 10}, i, 64, 1000 + i, 1, i, 2 * i, 3 * i, i));
        }
        return with(from, from.items(), stages, from.state(), false, from.outlook());
    }

    private static Status none() {
        Status from = base();
        Status empty = with(from, new Items(0, false, 0, 0, 0, 0, 0), List.of(), State.RUNNING, false, Outlook.NONE);
        return new Status(
                empty.job(),
                empty.run(),
                empty.phase(),
                empty.state(),
                false,
                empty.started(),
                Duration.ofMillis(400),
                empty.items(),
                0,
                List.of(),
                new Memory(0, 0, 0, 0, -1, -1),
                new Machine("", 2, 0, 0),
                new Output("out", -1, 0, -1, 0, null),
                Map.of(),
                List.of(),
                0,
                Outlook.NONE);
    }

    /** More is done of what is known than the listing had named a moment ago. */
    private static Status scanning() {
        Items items = new Items(1_200_000, false, 61_000, 1_139_000, 0, 214, 0);
        Outlook known = base().outlook();
        Outlook outlook = new Outlook(
                known.window(), 171, 166, 1e6, 1, 0, known.stages(), known.limit(), known.advice(), null, null);
        return with(base(), items, base().stages(), State.RUNNING, false, outlook);
    }

    static Status paused() {
        return with(base(), base().items(), base().stages(), State.RUNNING, true, Outlook.NONE);
    }

    private static Status draining() {
        return with(base(), base().items(), base().stages(), State.DRAINING, false, base().outlook());
    }

    static Status with(
            Status from, Items items, List<StageStatus> stages, State state, boolean paused, Outlook outlook) {
        return new Status(
                from.job(),
                from.run(),
                from.phase(),
                state,
                paused,
                from.started(),
                from.elapsed(),
                items,
                from.bytesRead(),
                stages,
                from.memory(),
                from.machine(),
                from.output(),
                new TreeMap<>(from.failures()),
                from.lastFailures(),
                from.inFlight(),
                outlook);
    }
}
