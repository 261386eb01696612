package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
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

/** A made-up run, told second by second: what each stage does is set, time passes, and snapshots come of it. */
final class Scene {

    static final int IN_FLIGHT = 16;
    static final Bounds BOUNDS =
            new Bounds("/data/videos", IN_FLIGHT).cheaper(Map.of("decode", "smaller pictures, fewer frames"));
    private static final long SECOND = 1_000_000_000;

    /** A stage of a scene. Shares are of its workers' time. */
    static final class Actor {
        final String name;
        int workers = 1;
        int most = 8;
        double busy;
        double blocked;
        double onCpu;
        double ready;
        int queued;
        int capacity = 64;
        double perSecond = -1;
        double fill = 1;
        private double busyNs;
        private double blockedNs;
        private double idleNs;
        private double cpuNs;
        private double readyNs;
        private double parts;
        private double calls;

        Actor(String name) {
            this.name = name;
        }

        /** Working, on a processor. */
        Actor does(double busyShare, double blockedShare) {
            return does(busyShare, blockedShare, busyShare);
        }

        Actor does(double busyShare, double blockedShare, double onCpuShare) {
            busy = busyShare;
            blocked = blockedShare;
            onCpu = onCpuShare;
            return this;
        }

        Actor has(int count, int waiting) {
            workers = count;
            queued = waiting;
            return this;
        }

        private void pass(double seconds, double itemsPerSecond) {
            stop(seconds);
            double ns = seconds * SECOND * workers;
            cpuNs += onCpu * ns;
            readyNs += ready * ns;
            double more = seconds * (perSecond < 0 ? itemsPerSecond : perSecond);
            parts += more;
            calls += more / fill;
        }

        private void stop(double seconds) {
            double ns = seconds * SECOND * workers;
            busyNs += busy * ns;
            blockedNs += blocked * ns;
            idleNs += (1 - busy - blocked) * ns;
        }

        private StageStatus status() {
            return new StageStatus(
                    name,
                    workers,
                    most,
                    Math.round(busyNs),
                    Math.round(blockedNs),
                    Math.round(idleNs),
                    Math.round(cpuNs),
                    queued,
                    capacity,
                    Math.round(parts),
                    Math.round(calls),
                    1,
                    2,
                    3,
                    0,
                    Math.round(readyNs));
        }
    }

    final List<Actor> actors = new ArrayList<>();
    final History history;
    double itemsPerSecond = 100;
    double bytesPerItem = 1000;
    double cpu = -1;
    double gc;
    double processors = 16;
    int inFlight = IN_FLIGHT;
    int waiting;
    long total = 1_000_000;
    boolean listed = true;
    boolean paused;
    State state = State.RUNNING;
    double resumed;
    Outlook outlook = Outlook.NONE;
    private double seconds;
    private double done;
    private double cpuSeconds;
    private double gcSeconds;

    Scene(String... stages) {
        this(BOUNDS, stages);
    }

    Scene(Bounds bounds, String... stages) {
        history = new History(bounds);
        for (String stage : stages) {
            actors.add(new Actor(stage));
        }
        Actor source = actors.get(0);
        if (source.name.equals(Status.SOURCE)) {
            source.capacity = 0;
            source.most = 1;
            source.does(0.03, 0.92);
        }
    }

    Actor actor(String name) {
        return actors.stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
    }

    /** Time passes, and each second is looked at. */
    Scene pass(int more) {
        if (seconds == 0) {
            outlook = history.add(status());
        }
        for (int i = 0; i < more; i++) {
            step(1);
            outlook = history.add(status());
        }
        return this;
    }

    /** Time passes and nobody looks. */
    void step(double more) {
        seconds += more;
        double rate = paused ? 0 : itemsPerSecond;
        done += rate * more;
        actors.forEach(actor -> actor.pass(more, rate));
        double used = cpu >= 0
                ? cpu
                : actors.stream()
                        .mapToDouble(actor -> actor.onCpu * actor.workers)
                        .sum();
        cpuSeconds += Math.min(used, processors) * more;
        gcSeconds += gc * more;
    }

    /** The process is stopped: its workers stay where they are, and no processor does anything. */
    void stop(double more) {
        seconds += more;
        actors.forEach(actor -> actor.stop(more));
    }

    double seconds() {
        return seconds;
    }

    Status status() {
        return new Status(
                "clips",
                "20261120-105102",
                Status.Phase.ONLY,
                state,
                paused,
                Instant.EPOCH,
                Duration.ofNanos(Math.round(seconds * SECOND)),
                new Items(total, listed, Math.round(resumed), Math.round(done), 0, 0, 0),
                Math.round(done * bytesPerItem),
                actors.stream().map(Actor::status).toList(),
                new Memory(1, 2, 300, 1000, 5, 6, waiting),
                new Machine("gpu-03", processors, Math.round(cpuSeconds * SECOND), Math.round(gcSeconds * SECOND)),
                new Output("out/clips", -1, 0, -1, 0, null),
                Map.of(),
                List.of(),
                inFlight,
                Outlook.NONE);
    }
}
