package io.millrace.pipeline;

import io.millrace.flow.Output;
import io.millrace.flow.Part;
import io.millrace.flow.Step;
import io.millrace.item.Fault;
import io.millrace.item.FaultException;
import java.time.Duration;
import java.util.List;

/** A step that tells what it made of each part, and in what time. */
final class TracedStep<I, O> implements Step<I, O> {

    private final String stage;
    private final Step<I, O> step;
    private final Trace trace;

    TracedStep(String stage, Step<I, O> step, Trace trace) {
        this.stage = stage;
        this.step = step;
        this.trace = trace;
    }

    @Override
    public void apply(List<Part<I>> batch, Output<O> out) throws Exception {
        long startNs = System.nanoTime();
        step.apply(batch, new Output<>() {
            @Override
            public void emit(Part<?> part, O value) {
                trace.made(stage, part.item(), value, System.nanoTime() - startNs);
                out.emit(part, value);
            }

            @Override
            public void stream(Part<?> part, O value, int most) throws FaultException, InterruptedException {
                trace.made(stage, part.item(), value, System.nanoTime() - startNs);
                out.stream(part, value, most);
            }

            @Override
            public void empty(Part<?> part, Fault reason) {
                out.empty(part, reason);
            }

            @Override
            public void fail(Part<?> part, Fault fault) {
                out.fail(part, fault);
            }
        });
    }

    @Override
    public int batch() {
        return step.batch();
    }

    @Override
    public Duration linger() {
        return step.linger();
    }

    @Override
    public void close() {
        step.close();
    }
}
