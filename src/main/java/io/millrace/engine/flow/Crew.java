package io.millrace.engine.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The workers of one stage, who come and go while it runs. The one that came last goes first, so that the first worker
 * of a stage never goes. Whoever is to go finishes what it holds, closes its step on its own thread and is not waited
 * for; if it is wanted again before it has gone, it stays. Those that are here, the leaving ones included, are never
 * more than the stage may have, and each that was not planned holds its memory as long as its thread lives.
 *
 * <p>Any thread may change it. Memory goes back outside the lock: that may let a worker into another crew.
 *
 * @param <E> what they take
 */
final class Crew<E> {

    private final Stage<E> stage;
    private final int planned;
    private final WorkerLimits manning;
    private final List<Worker<E>> workers = new CopyOnWriteArrayList<>();

    /** Asked to go, until their threads have ended; one that was cut short stays with what it had taken. */
    private final List<Worker<E>> leaving = new CopyOnWriteArrayList<>();

    /** Workers whose place others have taken, stuck in their step or on their way out. */
    private final List<Worker<E>> fenced = new CopyOnWriteArrayList<>();

    private WorkerClock.Spent spentBefore = WorkerClock.Spent.NOTHING;
    private long cpuNsBefore;
    private int wanted;
    private int holding;
    private boolean asking;
    private boolean atWork;

    /** How the time of all that are or were here was spent. */
    record Times(WorkerClock.Spent spent, long cpuNs) {}

    Crew(Stage<E> stage, int planned, WorkerLimits manning) {
        this.stage = stage;
        this.planned = planned;
        this.manning = manning;
        this.wanted = planned;
        for (int i = 0; i < planned; i++) {
            workers.add(new Worker<>(stage, stage.name() + "-" + i, false));
        }
    }

    synchronized void start() {
        atWork = true;
        workers.forEach(Worker::start);
    }

    /** From now on nobody comes any more. */
    synchronized void close() {
        atWork = false;
    }

    /** Those who take, now; without those who are leaving. */
    int size() {
        return workers.size();
    }

    synchronized int wanted() {
        return wanted;
    }

    Worker<E> first() {
        return workers.get(0);
    }

    /** Everybody who may have something in hand or untouched: all but the fenced. */
    List<Worker<E>> present() {
        List<Worker<E>> present = new ArrayList<>(workers);
        present.addAll(leaving);
        return present;
    }

    private List<Worker<E>> everybody() {
        List<Worker<E>> everybody = present();
        everybody.addAll(fenced);
        return everybody;
    }

    void interrupt() {
        everybody().forEach(Worker::interrupt);
    }

    /** How many there may be: what is set, or what there is memory for. */
    synchronized int most() {
        int promised = planned + holding + (asking ? 1 : 0);
        long withMemory = promised + manning.memory().workersMore(manning.workerBytes());
        return (int) Math.max(size(), Math.min(manning.most(), withMemory));
    }

    /** Wants {@code count} workers from now on. False if it is too late, or too early. */
    boolean scaleTo(int count) {
        synchronized (this) {
            if (!atWork) {
                return false;
            }
            wanted = count;
        }
        adjust();
        return true;
    }

    /** Whether {@code worker}, which holds nothing now, goes; then there is no way back. */
    boolean mayRetire(Worker<E> worker) {
        return worker.isAsked() && retire(worker);
    }

    private synchronized boolean retire(Worker<E> worker) {
        worker.leaves(worker.isAsked());
        return worker.isAsked();
    }

    /** Does without {@code worker}, whose step could not be opened: there are others, who were here before. */
    synchronized void drop(Worker<E> worker) {
        if (workers.remove(worker)) {
            leaving.add(worker);
            wanted--;
        }
        worker.leaves(true);
    }

    /** The thread of {@code worker} is about to end: on that thread. */
    void ended(Worker<E> worker) {
        if (worker.isLeaving()) {
            adjust();
        }
    }

    /** Another worker takes the place of {@code stuck}, and does what that had taken besides {@code inHand}. */
    void replace(Worker<E> stuck, List<? extends Parcel<?>> inHand) {
        synchronized (this) {
            Worker<E> next = new Worker<>(stuck, inHand);
            stuck.clock().stop(System.nanoTime());
            fenced.add(stuck);
            int place = workers.indexOf(stuck);
            if (place >= 0) {
                workers.set(place, next);
                next.start();
            } else {
                replaceLeaving(stuck, next);
            }
        }
        adjust();
    }

    private void replaceLeaving(Worker<E> stuck, Worker<E> next) {
        leaving.remove(stuck);
        if (!next.leftOver().isEmpty()) {
            next.ask(true);
            leaving.add(next);
            next.start();
        }
    }

    synchronized Times times(long nowNs) {
        WorkerClock.Spent spent = spentBefore;
        long cpuNs = cpuNsBefore;
        for (Worker<E> worker : everybody()) {
            spent = spent.plus(worker.clock().spent(nowNs));
            cpuNs += worker.cpuNs();
        }
        return new Times(spent, cpuNs);
    }

    /** Comes to as many as are wanted, as far as that can be had now; whoever goes or gives memory comes back here. */
    private void adjust() {
        int surplus;
        synchronized (this) {
            forget();
            while (atWork && size() > wanted) {
                retire();
            }
            boolean more = atWork;
            while (more && size() < wanted) {
                more = recall() || begin();
            }
            surplus = holding - unplanned();
            holding -= Math.max(0, surplus);
        }
        if (surplus > 0) {
            manning.memory().releaseWorkers(surplus * manning.workerBytes());
        }
    }

    private void retire() {
        Worker<E> last = workers.remove(workers.size() - 1);
        leaving.add(last);
        last.ask(true);
    }

    private boolean recall() {
        for (Worker<E> worker : leaving) {
            if (!worker.isLeaving() && !worker.isGone()) {
                leaving.remove(worker);
                workers.add(worker);
                worker.ask(false);
                return true;
            }
        }
        return false;
    }

    private boolean begin() {
        if (here() >= manning.most() || !hasMemory()) {
            return false;
        }
        Worker<E> next = new Worker<>(stage, freeName(), true);
        try {
            next.start();
        } catch (OutOfMemoryError e) { // no thread is to be had
            wanted = Math.max(1, size());
            stage.notManned(e);
            return false;
        }
        workers.add(next);
        return true;
    }

    /** Whether the memory of one worker more is held; asks for it if not. */
    private boolean hasMemory() {
        if (unplanned() < holding) {
            return true;
        }
        if (!asking) {
            asking = !manning.memory().holdForWorker(manning.workerBytes(), this::granted);
            holding += asking ? 0 : 1;
        }
        return !asking;
    }

    private void granted() {
        synchronized (this) {
            asking = false;
            holding++;
        }
        adjust();
    }

    private int unplanned() {
        return Math.max(0, here() - planned);
    }

    /** Workers whose steps may be open. */
    private int here() {
        return (int) present().stream().filter(worker -> !worker.isGone()).count();
    }

    /** Those whose threads have ended live on in the figures only. */
    private void forget() {
        List<Worker<E>> over = leaving.stream().filter(Worker::isOver).toList();
        for (Worker<E> worker : over) {
            spentBefore = spentBefore.plus(worker.clock().spent(System.nanoTime()));
            cpuNsBefore += worker.cpuNs();
        }
        leaving.removeAll(over);
    }

    private String freeName() {
        List<String> taken =
                present().stream().map(worker -> worker.thread().getName()).toList();
        int number = 0;
        while (taken.contains(stage.name() + "-" + number)) {
            number++;
        }
        return stage.name() + "-" + number;
    }
}
