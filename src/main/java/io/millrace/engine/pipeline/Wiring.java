package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Flight;
import io.millrace.engine.flow.Link;
import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Stage;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepTask;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.flow.WorkerClock;
import io.millrace.engine.flow.WorkerLimits;
import io.millrace.engine.flow.WriteTask;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Connects the stages of a plan by links. Nothing runs yet.
 *
 * @param inFlight items that may ever be open at once
 * @param memory of items, and of the workers that come later
 * @param stages get every stage, in the order of the way
 * @param books asked by workers
 * @param notices get what a user should know
 * @param fail ends the run
 */
record Wiring(
        Plan plan,
        int inFlight,
        Reservations memory,
        Stages stages,
        Books books,
        Consumer<String> notices,
        Consumer<Throwable> fail) {

    /** Where all parts end. */
    Link<Parcel<?>> writeLink() {
        return link(plan.writer().settings(), plan.steps().isEmpty());
    }

    /** Adds the stages of the steps. The link before the first of them. */
    Link<Parcel<?>> steps(Link<Parcel<?>> writeLink) {
        List<Link<Parcel<?>>> links = new ArrayList<>();
        plan.steps().forEach(step -> links.add(link(step.settings(), links.isEmpty())));
        links.add(writeLink);
        for (int i = 0; i < plan.steps().size(); i++) {
            stages.add(stage(plan.steps().get(i), links.get(i), links.get(i + 1), writeLink));
        }
        return links.get(0);
    }

    /** Adds the stage of the writer. */
    @SuppressWarnings("unchecked")
    <T> void writer(Link<Parcel<?>> writeLink, WriteTask.Appeal appeal, Link<Ticket> closing) {
        Plan.WriterPlan writer = plan.writer();
        Supplier<? extends Writer<T>> opener = (Supplier<? extends Writer<T>>) writer.writer();
        stages.add(new Stage<Parcel<T>>(
                writer.name(),
                writer.settings().workers(),
                manning(writer.settings()),
                (Link<Parcel<T>>) (Link<?>) writeLink,
                (stage, clock) -> new WriteTask<>(
                        stage, clock, checked(opener.get()), writer.ordered(), books::beforeWriting, appeal, closing),
                fail));
    }

    /** Every open item may stand before the first stage: nothing that puts an item on its way ever waits. */
    private Link<Parcel<?>> link(StageSettings before, boolean first) {
        return new Link<>(first ? Math.max(before.queue(), inFlight) : before.queue());
    }

    /** The builder has checked that the payloads fit; here they are all just parts. */
    @SuppressWarnings("unchecked")
    private <I, O> Stage<?> stage(
            Plan.StepPlan step, Link<Parcel<?>> in, Link<Parcel<?>> next, Link<Parcel<?>> writeLink) {
        Supplier<? extends Step<I, O>> opener = (Supplier<? extends Step<I, O>>) step.step();
        Stage<Parcel<I>> wired = new Stage<>(
                step.name(),
                step.settings().workers(),
                manning(step.settings()),
                (Link<Parcel<I>>) (Link<?>) in,
                (stage, clock) -> task(stage, clock, opener, next, writeLink),
                fail);
        return wired.limit(step.settings().timeout().toNanos());
    }

    private <I, O> StepTask<I, O> task(
            Stage<Parcel<I>> stage,
            WorkerClock clock,
            Supplier<? extends Step<I, O>> opener,
            Link<Parcel<?>> next,
            Link<Parcel<?>> writeLink) {
        Flight flight = books.flight(stage.name());
        try {
            return new StepTask<>(stage, clock, opener.get(), flight, next, writeLink);
        } catch (RuntimeException | Error e) {
            flight.close();
            throw e;
        }
    }

    private WorkerLimits manning(StageSettings stage) {
        return new WorkerLimits(stage.mostWorkers(), stage.workerBytes(), memory, notices);
    }

    private <T> Writer<T> checked(Writer<T> writer) {
        if (writer instanceof OrderedWriter && !plan.writer().ordered()) {
            throw new IllegalStateException(
                    writer.getClass().getSimpleName() + " takes items by ordinal: plan it with writeInOrder");
        }
        return writer;
    }
}
