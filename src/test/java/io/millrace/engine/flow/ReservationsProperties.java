package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random items that enter, state, shrink and leave: never over the limit, served by ordinal, nobody waits for ever. */
class ReservationsProperties {

    private static final long LIMIT = 100;

    /** What a worker takes that comes later. */
    private static final long WORKER = 4;

    /** What a single thread knows to be true of who holds what. */
    private static final class Model {
        final boolean ordered;
        final List<Ticket> open = new ArrayList<>();
        final List<Ticket> waiting = new ArrayList<>();
        final Deque<Ticket> working = new ArrayDeque<>();
        final Map<Ticket, Long> peak = new HashMap<>();
        final Map<Ticket, Integer> admissions = new HashMap<>();
        final Reservations reservations;

        Model(boolean ordered) {
            this.ordered = ordered;
            this.reservations = new Reservations(LIMIT, ordered, this::admitted);
        }

        void admitted(Ticket ticket) {
            Ticket oldest = oldest(waiting);
            assertThat(ticket).as("served by ordinal").isSameAs(oldest);
            waiting.remove(ticket);
            working.add(ticket);
            admissions.merge(ticket, 1, Integer::sum);
        }

        void enter(Ticket ticket, long bytes) {
            open.add(ticket);
            waiting.add(ticket);
            peak.put(ticket, bytes);
            reservations.enter(ticket, 0);
        }

        /** The first stage: asks for an estimate, then for the peak, and waits outside when it must. */
        boolean state(Ticket ticket) throws FaultException {
            long bytes = peak.get(ticket);
            try {
                ticket.reserve(bytes / 2, true);
                ticket.reserve(bytes, true);
                return true;
            } catch (Deferred deferred) {
                assertThat(deferred.bytes()).isIn(bytes / 2, bytes);
                waiting.add(ticket);
                ticket.await(deferred.bytes());
                return false;
            }
        }

        void leave(Ticket ticket) {
            open.remove(ticket);
            reservations.leave(ticket);
        }

        void check() {
            long sum = 0;
            for (Ticket ticket : open) {
                sum += ticket.reservedBytes;
            }
            assertThat(reservations.reservedBytes()).isEqualTo(sum);
            assertThat(reservations.waiting()).isEqualTo(waiting.size());
            long overdraft = ordered && !open.isEmpty() ? oldest(open).reservedBytes : 0;
            assertThat(sum - overdraft).isLessThanOrEqualTo(LIMIT);
            if (!ordered) {
                assertThat(sum).isLessThanOrEqualTo(LIMIT);
            }
        }

        static Ticket oldest(List<Ticket> tickets) {
            Ticket oldest = null;
            for (Ticket ticket : tickets) {
                oldest = oldest == null || ticket.ordinal() < oldest.ordinal() ? ticket : oldest;
            }
            return oldest;
        }
    }

    @Property(tries = 500)
    void shouldServeEverybodyWithinTheLimit(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int items, @ForAll boolean ordered)
            throws Exception {
        Random random = new Random(seed);
        Model model = new Model(ordered);
        List<Ticket> atTheEnd = new ArrayList<>();
        int entered = 0;
        int left = 0;
        for (int turn = 0; left < items; turn++) {
            assertThat(turn).as("everybody is served in time").isLessThan(items * items * 20 + 1000);
            int choice = random.nextInt(3);
            if (choice == 0 && entered < items) {
                model.enter(ticket(entered++, model.reservations), 1 + random.nextInt((int) LIMIT));
            } else if (choice == 1 && !model.working.isEmpty()) {
                Ticket ticket = model.working.remove();
                if (model.state(ticket)) {
                    atTheEnd.add(ticket);
                }
            } else {
                Ticket done = next(model, atTheEnd, random);
                if (done != null) {
                    done.reserve(done.reservedBytes / 2, false);
                    model.check();
                    atTheEnd.remove(done);
                    model.leave(done);
                    left++;
                }
            }
            model.check();
        }
        assertThat(model.reservations.reservedBytes()).isZero();
        assertThat(model.reservations.open()).isEmpty();
        assertThat(model.waiting).isEmpty();
    }

    /** Any item may leave, but before an ordered writer only the oldest. */
    private static Ticket next(Model model, List<Ticket> atTheEnd, Random random) {
        if (atTheEnd.isEmpty()) {
            return null;
        }
        if (!model.ordered) {
            return atTheEnd.get(random.nextInt(atTheEnd.size()));
        }
        Ticket oldest = Model.oldest(model.open);
        return atTheEnd.contains(oldest) ? oldest : null;
    }

    @Property
    void shouldRefuseWhatCanNeverFit(@ForAll @IntRange(min = 1, max = 1000) int over) {
        Model model = new Model(false);
        Ticket ticket = ticket(0, model.reservations);
        model.enter(ticket, 1);
        assertThatThrownBy(() -> ticket.reserve(LIMIT + over, true))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("TooLarge");
    }

    @Property
    void shouldKeepWhatItWaitedForWhenItBeginsAgain(@ForAll @IntRange(min = 51, max = 80) int bytes) throws Exception {
        Model model = new Model(false);
        Ticket holder = ticket(0, model.reservations);
        Ticket second = ticket(1, model.reservations);
        Ticket third = ticket(2, model.reservations);
        model.enter(holder, 60);
        model.enter(second, bytes);
        model.enter(third, 50);
        assertThat(model.state(holder)).isTrue();
        assertThat(model.state(second))
                .as("its estimate fits, its peak does not")
                .isFalse();
        model.waiting.add(third);
        third.await(50);
        model.leave(holder);
        assertThat(model.state(second)).as("its peak is there at once").isTrue();
        assertThat(second.reservedBytes).isEqualTo(bytes);
        assertThat(model.waiting)
                .as("nobody was served from what it waited for")
                .containsExactly(third);
        second.reserve(bytes / 2, false);
        assertThat(model.waiting).as("what it gives back later is free").isEmpty();
    }

    @Example
    void shouldLetAStarvedItemHaveEverythingToItsEnd() throws Exception {
        Model model = new Model(false);
        Ticket other = ticket(0, model.reservations);
        Ticket starved = ticket(1, model.reservations);
        model.enter(other, 60);
        model.state(other);
        model.enter(starved, 10);
        model.waiting.add(starved);
        model.working.clear();
        model.reservations.awaitAlone(starved);
        assertThat(model.waiting).containsExactly(starved);
        model.leave(other);
        assertThat(model.working).containsExactly(starved);
        starved.reserve(10, true);
        starved.reserve(5, false);
        assertThat(starved.reservedBytes).isEqualTo(LIMIT);
        Ticket later = ticket(2, model.reservations);
        model.enter(later, 0);
        assertThat(model.waiting).as("nobody runs beside it").containsExactly(later);
        model.leave(starved);
        assertThat(model.waiting).isEmpty();
    }

    /** Workers come and go among the items; what all hold together fits, unless an item is alone with them. */
    @Property(tries = 500)
    void shouldServeItemsAndWorkersWithinTheLimit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int items)
            throws Exception {
        Random random = new Random(seed);
        Model model = new Model(false);
        List<Ticket> atTheEnd = new ArrayList<>();
        int[] holding = new int[1];
        int entered = 0;
        int left = 0;
        for (int turn = 0; left < items; turn++) {
            assertThat(turn).as("everybody is served in time").isLessThan(items * items * 20 + 1000);
            int choice = random.nextInt(5);
            if (choice == 0 && entered < items) {
                model.enter(ticket(entered++, model.reservations), 1 + random.nextInt((int) LIMIT));
            } else if (choice == 1 && !model.working.isEmpty()) {
                Ticket ticket = model.working.remove();
                if (model.state(ticket)) {
                    atTheEnd.add(ticket);
                }
            } else if (choice == 2 && model.reservations.workersMore(WORKER) > 0) {
                holding[0] += model.reservations.holdForWorker(WORKER, () -> holding[0]++) ? 1 : 0;
            } else if (choice == 3 && holding[0] > 0) {
                holding[0]--;
                model.reservations.releaseWorkers(WORKER);
            } else if (!atTheEnd.isEmpty()) {
                model.leave(atTheEnd.remove(random.nextInt(atTheEnd.size())));
                left++;
            }
            model.check();
            assertThat(holding[0] * WORKER).isLessThanOrEqualTo(LIMIT / 8);
            long items0 = model.open.stream().filter(t -> t.reservedBytes > 0).count();
            if (items0 > 1) {
                assertThat(model.reservations.reservedBytes() + holding[0] * WORKER)
                        .isLessThanOrEqualTo(LIMIT);
            }
        }
        assertThat(model.waiting).isEmpty();
        assertThat(model.reservations.workersMore(WORKER)).isEqualTo(LIMIT / 8 / WORKER - holding[0]);
    }

    @Example
    void shouldKeepWhatComesFreeForAWorkerThatWaits() throws Exception {
        Model model = new Model(false);
        List<String> granted = new ArrayList<>();
        Ticket first = ticket(0, model.reservations);
        Ticket second = ticket(1, model.reservations);
        model.enter(first, 90);
        model.enter(second, 9);
        model.state(first);
        model.state(second);
        assertThat(model.reservations.holdForWorker(WORKER, () -> granted.add("worker")))
                .isFalse();
        Ticket third = ticket(2, model.reservations);
        model.enter(third, 0);
        assertThat(model.waiting)
                .as("nothing is free beside what the worker wants")
                .containsExactly(third);
        model.leave(second);
        assertThat(granted).containsExactly("worker");
        assertThat(model.reservations.workersMore(WORKER)).isEqualTo(LIMIT / 8 / WORKER - 1);
    }

    @Example
    void shouldNotOverflowWithoutALimit() throws Exception {
        List<Ticket> admitted = new ArrayList<>();
        Reservations reservations = new Reservations(Long.MAX_VALUE, false, admitted::add);
        Ticket first = ticket(0, reservations);
        Ticket second = ticket(1, reservations);
        reservations.enter(first, 0);
        reservations.enter(second, 0);
        first.reserve(1L << 40, true);
        reservations.awaitAlone(second);
        assertThat(admitted).containsExactly(first, second);
        assertThat(reservations.waiting()).as("waits for the first to leave").isEqualTo(1);
        reservations.leave(first);
        assertThat(reservations.waiting()).isZero();
        assertThat(reservations.reservedBytes()).isPositive();
    }

    @Example
    void shouldRefuseToGrowPastTheFirstStage() {
        Model model = new Model(false);
        Ticket ticket = ticket(0, model.reservations);
        model.enter(ticket, 1);
        assertThatThrownBy(() -> ticket.reserve(1, false)).isInstanceOf(IllegalStateException.class);
    }

    private static Ticket ticket(int ordinal, Reservations reservations) {
        return new Ticket(Item.of("item-" + ordinal, "x"), ordinal, ordinal, reservations);
    }
}
