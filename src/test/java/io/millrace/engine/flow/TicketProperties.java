package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However an item splits and whichever part arrives when: it is whole once, with its parts in sequential order. */
class TicketProperties {

    /** A part somewhere on its way, to be split or to arrive. */
    private record Pending(Parcel<String> part, int depth) {}

    @Property(tries = 500)
    void shouldBeWholeExactlyOnceInAnyOrder(@ForAll long seed, @ForAll @IntRange(max = 4) int depth) {
        Random random = new Random(seed);
        Ticket ticket = ticket();
        List<String> expected = new ArrayList<>();
        List<Parcel<String>> leaves = leaves(Parcel.first(ticket, "x"), depth, random, expected);
        Collections.shuffle(leaves, random);
        int whole = 0;
        for (int i = 0; i < leaves.size(); i++) {
            if (ticket.arrive(leaves.get(i))) {
                whole++;
                assertThat(i).as("whole only with the last part").isEqualTo(leaves.size() - 1);
            }
        }
        assertThat(whole).isEqualTo(1);
        assertThat(payloads(ticket)).isEqualTo(expected);
    }

    @Property(tries = 100)
    void shouldBeWholeExactlyOnceWhenThreadsSplitAndArrive(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int threads) throws Exception {
        Ticket ticket = ticket();
        Random random = new Random(seed);
        List<Parcel<String>> branches = new ArrayList<>();
        List<String> expected = Collections.synchronizedList(new ArrayList<>());
        ticket.split(threads);
        for (int i = 0; i < threads; i++) {
            branches.add(Parcel.first(ticket, "x").child(i, threads, "x" + i));
        }
        AtomicInteger whole = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (Parcel<String> branch : branches) {
                Random own = new Random(random.nextLong());
                done.add(pool.submit(() -> splitAndArrive(ticket, new Pending(branch, 3), own, expected, whole)));
            }
            for (Future<?> one : done) {
                one.get(10, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(whole).hasValue(1);
        assertThat(payloads(ticket)).isSorted().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property
    void shouldStartOverAsIfNothingHadArrived(@ForAll @IntRange(min = 1, max = 5) int parts) {
        Ticket ticket = ticket();
        ticket.split(parts);
        for (int i = 0; i < parts; i++) {
            ticket.arrive(Parcel.first(ticket, "x").child(i, parts, "x" + i));
        }
        ticket.again();
        assertThat(ticket.attempt()).isEqualTo(2);
        assertThat(ticket.arrive(Parcel.first(ticket, "y"))).isTrue();
        assertThat(payloads(ticket)).containsExactly("y");
    }

    private static Ticket ticket() {
        return new Ticket(Item.of("item", "x"), 0, 0, new Reservations(1, false, t -> {}));
    }

    private static List<String> payloads(Ticket ticket) {
        List<String> payloads = new ArrayList<>();
        for (Parcel<?> part : ticket.parts()) {
            payloads.add((String) part.payload());
        }
        return payloads;
    }

    /** Splits depth first, as one thread would; {@code expected} gets the leaves in that order. */
    private static List<Parcel<String>> leaves(Parcel<String> part, int depth, Random random, List<String> expected) {
        List<Parcel<String>> leaves = new ArrayList<>();
        int children = depth == 0 ? 0 : random.nextInt(13);
        if (children == 0) {
            leaves.add(part);
            expected.add(part.payload());
            return leaves;
        }
        part.ticket().split(children);
        for (int i = 0; i < children; i++) {
            String name = part.payload() + "/" + i;
            leaves.addAll(leaves(part.child(i, children, name), depth - 1 - random.nextInt(depth), random, expected));
        }
        return leaves;
    }

    private static void splitAndArrive(
            Ticket ticket, Pending pending, Random random, List<String> expected, AtomicInteger whole) {
        int children = pending.depth == 0 ? 0 : random.nextInt(4);
        if (children == 0) {
            expected.add(pending.part.payload());
            if (ticket.arrive(pending.part)) {
                whole.incrementAndGet();
            }
            return;
        }
        ticket.split(children);
        for (int i = children - 1; i >= 0; i--) {
            String name = pending.part.payload() + i;
            Parcel<String> child = pending.part.child(i, children, name);
            splitAndArrive(ticket, new Pending(child, pending.depth - 1), random, expected, whole);
        }
    }
}
