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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Any snapshot: numbers of all magnitudes, lists of all lengths, whatever may be missing missing now and then. */
final class RandomStatus {

    private final Random random;
    private final String letters;

    private RandomStatus(long seed, String letters) {
        this.random = new Random(seed);
        this.letters = letters;
    }

    /** @param letters that names and sentences are made of */
    static Status of(long seed, String letters) {
        return new RandomStatus(seed, letters).status();
    }

    private Status status() {
        List<StageStatus> stages = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            stages.add(stage(name(24) + (char) ('a' + i)));
        }
        Map<String, Long> failures = new TreeMap<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            failures.put(name(50), 1 + number(1_000_000_000_000L));
        }
        List<Failure> last = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            last.add(new Failure(instant(), name(20), name(200), name(40), name(300)));
        }
        return new Status(
                name(40),
                name(20),
                new Status.Phase(name(10), random.nextInt(1, 4), random.nextInt(4, 6), duration()),
                one(List.of(State.values())),
                random.nextBoolean(),
                instant(),
                duration(),
                items(),
                number(Long.MAX_VALUE),
                stages,
                new Memory(bytes(), bytes(), bytes(), bytes(), random.nextBoolean() ? -1 : bytes(), bytes()),
                new Machine(name(60), 1 + random.nextInt(4096) / 2.0, number(Long.MAX_VALUE), number(Long.MAX_VALUE)),
                new Output(
                        name(200),
                        random.nextBoolean() ? -1 : number(1L << 40),
                        bytes(),
                        random.nextBoolean() ? -1 : bytes(),
                        number(1L << 30),
                        random.nextBoolean() ? null : duration()),
                failures,
                last,
                random.nextInt(5000),
                outlook(stages));
    }

    private Items items() {
        long resumed = number(1_000_000_000_000L);
        long done = number(1_000_000_000_000L);
        long empty = number(1_000_000_000L);
        long failed = number(1_000_000_000L);
        long quarantined = random.nextBoolean() ? 0 : number(1_000_000);
        long left = random.nextInt(4) == 0 ? 0 : number(1_000_000_000_000L);
        long listed = resumed + done + empty + failed + quarantined + left;
        return new Items(listed, random.nextInt(4) > 0, resumed, done, empty, failed, quarantined);
    }

    private StageStatus stage(String name) {
        int capacity = random.nextInt(5) == 0 ? 0 : 1 << random.nextInt(11);
        int workers = random.nextInt(200);
        return new StageStatus(
                name,
                workers,
                workers + random.nextInt(50),
                number(1L << 60),
                number(1L << 60),
                number(1L << 60),
                number(1L << 60),
                capacity == 0 ? 0 : random.nextInt(capacity + 1),
                capacity,
                number(1L << 50),
                number(1L << 50),
                number(1L << 57),
                number(1L << 57),
                number(1L << 57),
                number(1L << 40),
                StageStatus.UNKNOWN);
    }

    private Outlook outlook(List<StageStatus> stages) {
        if (random.nextInt(4) == 0) {
            return Outlook.NONE;
        }
        List<StagePace> paces = new ArrayList<>();
        for (StageStatus stage : stages) {
            double busy = random.nextDouble();
            double blocked = random.nextDouble() * (1 - busy);
            paces.add(new StagePace(
                    stage.name(),
                    busy,
                    blocked,
                    1 - busy - blocked,
                    busy * random.nextDouble(),
                    rate(),
                    number(1L << 57)));
        }
        String limited = stages.isEmpty()
                ? null
                : stages.get(random.nextInt(stages.size())).name();
        Advice advice = new Advice(name(200), limited, random.nextInt(9), random.nextInt(9), rate());
        Duration low = duration();
        return new Outlook(
                Duration.ofMillis(1 + random.nextInt(30_000)),
                rate(),
                rate(),
                rate(),
                random.nextDouble() * 4096,
                random.nextDouble(),
                paces,
                new Limit(one(List.of(Limit.Kind.values())), limited, name(300)),
                random.nextBoolean() ? null : advice,
                random.nextBoolean() ? null : new Tested(advice, rate(), rate(), name(100)),
                random.nextInt(3) == 0
                        ? null
                        : new Eta(
                                low.plus(duration()), low, low.plus(duration()).plus(duration())));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private double rate() {
        return Math.pow(10, random.nextInt(16) - 4) * random.nextDouble();
    }

    private long bytes() {
        return number(1L << 50);
    }

    /** Of any magnitude up to {@code most}. */
    private long number(long most) {
        return (random.nextLong() >>> 1 >>> random.nextInt(63)) % most;
    }

    private Duration duration() {
        return Duration.ofMillis(number(1L << 40));
    }

    private Instant instant() {
        return Instant.ofEpochMilli(number(1L << 42));
    }

    private String name(int longest) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            name.appendCodePoint(letters.codePointAt(
                    letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())))));
        }
        return name.toString();
    }
}
