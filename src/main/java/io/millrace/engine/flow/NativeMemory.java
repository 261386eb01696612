package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;

/**
 * Tells pressure on native memory from a heap that is too small. A step that is refused memory by a native library says
 * so with {@link #exhausted}; JavaCPP and the JDK report it as {@link OutOfMemoryError}, each with words of its own.
 * Only native memory is an item's affair.
 */
public final class NativeMemory {

    /** The fault class of an item for which native memory ran out. */
    public static final String EXHAUSTED = "NativeMemoryExhausted";

    private NativeMemory() {}

    /** A native library got no memory for an item: the item is released, run alone once more, and then too large. */
    public static FaultException exhausted(String message) {
        return new FaultException(Fault.passing(EXHAUSTED, message));
    }

    /** The fault to carry on with; rethrows what is not about native memory. */
    static FaultException ranOut(OutOfMemoryError error) {
        String message = String.valueOf(error.getMessage());
        boolean javaCpp = message.startsWith("Cannot allocate")
                || message.startsWith("Physical memory usage")
                || message.contains("Failed to allocate memory within limits");
        boolean direct = message.contains("direct buffer memory");
        if (javaCpp || direct) {
            return exhausted(message);
        }
        throw error;
    }
}
