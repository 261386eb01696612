package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook.Limit;
import io.millrace.engine.metrics.Outlook.Limit.Kind;
import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names what limits a window. The order of the questions is the order of {@code src/docs/verdict.md}. */
final class LimitDetector {

    /** A stage that is so busy has no time left ... */
    private static final double BUSY = 0.8;

    /** ... and one that is busier has none whatever waits before it. */
    private static final double SATURATED = 0.95;

    /** A stage that is blocked for longer waits for one behind it, and is not the limit. */
    private static final double FREE = 0.1;

    /** A stage that is blocked for longer shows that there is pressure behind it. */
    private static final double PRESSED = 0.5;

    /** Stages less apart are equally busy. */
    private static final double ALIKE = 0.05;

    /** A stage that is away from the processors for that share of its busy time waits rather than works. */
    private static final double ASLEEP = 0.3;

    /**
     * The same where the system does not tell when a processor was wanted: on a full machine much of it may be that.
     */
    private static final double ASLEEP_OR_READY = 0.7;

    /** Use of the processors from which on there are none left. */
    private static final double ALL = 0.9;

    /** Garbage collections that take more show that the heap is too small. */
    private static final double GC = 0.25;

    private final String input;

    LimitDetector(Bounds bounds) {
        this.input = bounds.input();
    }

    Limit limit(Window window) {
        if (window.gc() > GC) {
            return limit(
                    Kind.MEMORY,
                    "garbage collections take " + Format.percent(window.gc()) + " of the time: the heap is too small");
        }
        VerdictRow stage = fullStage(window);
        if (stage != null) {
            return of(stage, window);
        }
        return window.cpuShare() >= ALL ? processors(hungriest(window), window) : ofNoStage(window);
    }

    /** The stage that has no time left while others wait for it; null if there is none. */
    private static VerdictRow fullStage(Window window) {
        VerdictRow best = null;
        List<VerdictRow> rows = window.rows();
        for (int i = 0; i < rows.size(); i++) {
            VerdictRow row = rows.get(i);
            if (!row.isSource() && row.blocked() < FREE && isFull(rows, i, window) && outdoes(row, best, rows, i)) {
                best = row;
            }
        }
        return best == null ? lastBehindBlocked(rows) : best;
    }

    private static boolean isFull(List<VerdictRow> rows, int i, Window window) {
        VerdictRow row = rows.get(i);
        boolean pressed = row.queued() >= PRESSED
                || window.shut()
                || rows.subList(0, i).stream().anyMatch(before -> before.blocked() > PRESSED);
        return row.busy() >= SATURATED || (row.busy() >= BUSY && pressed);
    }

    /**
     * Whether {@code row}, further down, is the limit rather than {@code best}. A blocked neighbour proves it. While
     * the link between them is filling there is none yet: then the busier one is, and of two alike the one that parts
     * pile up before.
     */
    private static boolean outdoes(VerdictRow row, VerdictRow best, List<VerdictRow> rows, int i) {
        if (best == null || behindBlocked(rows, i)) {
            return true;
        }
        boolean piling = row.busy() >= SATURATED && row.growth() > Math.max(2, row.workers());
        boolean proven = behindBlocked(rows, rows.indexOf(best));
        return piling ? row.busy() > best.busy() - ALIKE : !proven && row.busy() > best.busy() + ALIKE;
    }

    /** Waiting for a batch to fill, a stage is idle in the midst of its work. */
    private static VerdictRow lastBehindBlocked(List<VerdictRow> rows) {
        for (int i = rows.size() - 1; i > 0; i--) {
            if (behindBlocked(rows, i)
                    && rows.get(i).blocked() < FREE
                    && rows.get(i).queued() >= PRESSED) {
                return rows.get(i);
            }
        }
        return null;
    }

    /** Blocked, the source may only have no credit left: that is no link that is full. */
    private static boolean behindBlocked(List<VerdictRow> rows, int i) {
        return i > 0 && !rows.get(i - 1).isSource() && rows.get(i - 1).blocked() > PRESSED;
    }

    private Limit of(VerdictRow stage, Window window) {
        boolean waits = stage.ready() >= 0
                ? stage.asleep() >= ASLEEP
                : stage.asleep() >= ASLEEP_OR_READY && window.cpuShare() < ALL;
        if (waits && stage.equals(last(window))) {
            return limit(Kind.SINK, stage, waiting(stage, window.last().output().path()));
        }
        if (waits && stage.equals(window.stages().get(0))) {
            return limit(Kind.INPUT, stage, waiting(stage, input));
        }
        if (!waits && window.cpuShare() >= ALL) {
            return processors(stage, window);
        }
        return limit(Kind.STAGE, stage, full(stage, window, waits));
    }

    private static String waiting(VerdictRow stage, String where) {
        return stage.name() + " waits for " + where + ": " + Format.percent(stage.busy()) + " busy, but only "
                + Format.percent(stage.pace().onCpu()) + " on a processor";
    }

    private static String full(VerdictRow stage, Window window, boolean waits) {
        List<String> facts = new ArrayList<>();
        facts.add(Format.percent(stage.busy()) + " busy");
        facts.add(stage.blocked() < 0.005 ? "never blocked" : Format.percent(stage.blocked()) + " blocked");
        if (waits) {
            facts.add("only " + Format.percent(stage.pace().onCpu()) + " on a processor");
        }
        if (!stage.begun()) {
            facts.add("still at its first part");
        } else if (stage.capacity() > 0 && stage.depth() >= 0.9 * stage.capacity()) {
            facts.add("its queue full");
        } else if (stage.queued() > 0.9) {
            facts.add("its queue never empty");
        }
        starved(stage, window).forEach(row -> facts.add(row.name() + " starved"));
        return stage.name() + ": " + String.join(", ", facts);
    }

    /** The stage behind, if it has little to do. */
    private static List<VerdictRow> starved(VerdictRow stage, Window window) {
        List<VerdictRow> stages = window.stages();
        return stages.stream()
                .skip(stages.indexOf(stage) + 1L)
                .limit(1)
                .filter(row -> row.pace().idle() > PRESSED)
                .toList();
    }

    private static Limit processors(VerdictRow stage, Window window) {
        double share = stage == null ? 0 : stage.pace().onCpu() * stage.workers() / Math.max(window.cpu(), 1e-9);
        String most =
                stage == null ? "" : "; " + stage.name() + " takes " + Format.percent(Math.min(1, share)) + " of that";
        return limit(
                Kind.CPU,
                stage,
                Format.percent(window.cpuShare()) + " of "
                        + Format.processors(window.last().machine().processors()) + " in use" + most);
    }

    private Limit ofNoStage(Window window) {
        if (window.hungry() > PRESSED) {
            Status.Memory memory = window.last().memory();
            String reserved = Format.gigabytes(memory.reserved(), memory.limit());
            return limit(Kind.MEMORY, memory.waiting() + " items wait for memory: " + reserved + " are reserved");
        }
        if (window.isTail()) {
            return limit(Kind.BALANCED, "the last " + window.last().inFlight() + " items are under way");
        }
        if (window.shut()) {
            return window.full() > PRESSED ? inFlight(window) : noRoom(window);
        }
        return sourceOrNone(window);
    }

    private static Limit inFlight(Window window) {
        return limit(
                Kind.IN_FLIGHT,
                "all " + window.last().inFlight() + " items that may be open are, and no stage is full");
    }

    /** Something else than credits holds the source: there is room for no more. */
    private static Limit noRoom(Window window) {
        return limit(
                Kind.SINK,
                "nothing more is begun until there is room on the disk of "
                        + window.last().output().path());
    }

    private Limit sourceOrNone(Window window) {
        VerdictRow source = window.source();
        boolean slow = source != null && source.busy() > PRESSED;
        boolean starving = window.stages().stream().allMatch(row -> row.busy() < 0.7 && row.queued() < PRESSED);
        if (slow || starving) {
            double rate =
                    source == null ? window.itemsPerSecond() : source.pace().partsPerSecond();
            String gives = "the source gives " + Format.rate(rate) + " and every stage waits for it: ";
            return limit(Kind.SOURCE, gives + input);
        }
        return limit(Kind.BALANCED, "no stage waits long for another");
    }

    private static VerdictRow hungriest(Window window) {
        return window.stages().stream()
                .max(Comparator.comparingDouble(row -> row.pace().onCpu() * row.workers()))
                .orElse(null);
    }

    private static VerdictRow last(Window window) {
        return window.stages().get(window.stages().size() - 1);
    }

    private static Limit limit(Kind kind, String sentence) {
        return new Limit(kind, null, sentence);
    }

    private static Limit limit(Kind kind, VerdictRow stage, String sentence) {
        return new Limit(kind, stage == null ? null : stage.name(), sentence);
    }
}
