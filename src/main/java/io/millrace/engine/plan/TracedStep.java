package io.millrace.engine.plan;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import java.time.Duration;
import java.util.List;

/** A step that tells what it made of each part, and in what time. */
record TracedStep<I, O>(String stage, Step<I, O> step, Trace trace) implements Step<I, O> {

    @Override
    public void apply(List<Part<I>> batch, Output<O> out) throws Exception {
        step.apply(batch, new Telling(out));
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

    /**
     * Hands on and tells. While a result that leaves early waits for its room, and for those before it, the step does
     * nothing.
     */
    private final class Telling implements Output<O> {

        private final Output<O> out;
        private long sinceNs = System.nanoTime();

        Telling(Output<O> out) {
            this.out = out;
        }

        @Override
        public void emit(Part<?> part, O value) {
            tell(part, value);
            out.emit(part, value);
        }

        @Override
        public void stream(Part<?> part, O value, int most) throws FaultException, InterruptedException {
            tell(part, value);
            out.stream(part, value, most);
            sinceNs = System.nanoTime();
        }

        @Override
        public void empty(Part<?> part, Fault reason) {
            out.empty(part, reason);
        }

        @Override
        public void fail(Part<?> part, Fault fault) {
            out.fail(part, fault);
        }

        private void tell(Part<?> part, O value) {
            trace.made(stage, part.item(), value, System.nanoTime() - sinceNs);
        }
    }
}
