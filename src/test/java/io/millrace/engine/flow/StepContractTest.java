package io.millrace.engine.flow;

import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import java.util.List;

/** The contract itself, on a step that takes three parts at once and throws for the whole batch when one is bad. */
class StepContractTest extends StepContract<Integer, String> {

    @Override
    protected Step<Integer, String> open() {
        return new Step<>() {
            @Override
            public void apply(List<Part<Integer>> batch, Output<String> out) throws FaultException {
                for (Part<Integer> part : batch) {
                    if (part.payload() < 0) {
                        throw new FaultException("Negative", "a number is negative");
                    }
                    for (int i = 0; i < part.payload(); i++) {
                        out.emit(part, part.payload() + "." + i);
                    }
                }
            }

            @Override
            public int batch() {
                return 3;
            }
        };
    }

    @Override
    protected Item<Integer> good(int n) {
        return Item.of("number-" + n, n);
    }

    @Override
    protected Item<Integer> poisoned() {
        return Item.of("poison", -1);
    }

    @Override
    protected Object describe(String result) {
        return result;
    }

    @Override
    protected Object describeInput(Integer input) {
        return input;
    }
}
