package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two steps in one worker: the second takes what the first emitted, part by part, without a link between them. */
record FusedStep<I, M, O>(Step<I, M> first, Step<M, O> second) implements Step<I, O> {

    @Override
    public void apply(List<Part<I>> batch, Output<O> out) throws Exception {
        Relay relay = new Relay(out);
        try {
            first.apply(batch, relay);
            for (Between<M> between : relay.emitted) {
                second.apply(List.of(between), relay.from(between));
            }
        } finally {
            relay.close(batch);
        }
    }

    @Override
    public int batch() {
        return first.batch();
    }

    @Override
    public Duration linger() {
        return first.linger();
    }

    @Override
    public void close() {
        try {
            second.close();
        } finally {
            first.close();
        }
    }

    /**
     * A payload between the two steps, made of a part of the batch: to the pipeline both are one step, which has the
     * memory of the part it was given.
     */
    private record Between<M>(Part<?> of, M payload) implements Part<M> {

        @Override
        public Item<?> item() {
            return of.item();
        }

        @Override
        public void reserve(long bytes) throws FaultException {
            of.reserve(bytes);
        }
    }

    /** Takes what the first step emits, then hands on what the second makes of it under the original part. */
    private final class Relay implements Output<M> {

        private final Output<O> out;
        private final List<Between<M>> emitted = new ArrayList<>();
        private final List<Object> handedOn = new ArrayList<>();

        Relay(Output<O> out) {
            this.out = out;
        }

        @Override
        public void emit(Part<?> part, M value) {
            emitted.add(new Between<>(part, value));
        }

        @Override
        public void stream(Part<?> part, M value, int most) {
            Payloads.close(value);
            throw new UnsupportedOperationException("the first of two fused steps may not let results leave early");
        }

        @Override
        public void fail(Part<?> part, Fault fault) {
            out.fail(part, fault);
        }

        @Override
        public void empty(Part<?> part, Fault reason) {
            out.empty(part, reason);
        }

        Output<O> from(Between<M> between) {
            return new Output<>() {
                @Override
                public void emit(Part<?> part, O value) {
                    handedOn.add(value);
                    out.emit(between.of, value);
                }

                @Override
                public void stream(Part<?> part, O value, int most) throws FaultException, InterruptedException {
                    handedOn.add(value);
                    out.stream(between.of, value, most);
                }

                @Override
                public void fail(Part<?> part, Fault fault) {
                    out.fail(between.of, fault);
                }

                @Override
                public void empty(Part<?> part, Fault reason) {
                    out.empty(between.of, reason);
                }
            };
        }

        /** Closes what lived only between the steps. */
        void close(List<Part<I>> batch) {
            for (Between<M> between : emitted) {
                Object value = between.payload;
                boolean stays = batch.stream().anyMatch(part -> part.payload() == value);
                if (!stays && handedOn.stream().noneMatch(moved -> moved == value)) {
                    Payloads.close(value);
                }
            }
        }
    }
}
