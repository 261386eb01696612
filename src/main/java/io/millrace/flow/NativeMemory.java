package io.millrace.flow;

import io.millrace.item.Fault;
import io.millrace.item.FaultException;

/**
 * Tells pressure on native memory from a heap that is too small. JavaCPP and the JDK both report the former as {@link
 * OutOfMemoryError}, each with words of its own; only that is an item's affair.
 */
public final class NativeMemory {

    /** The fault class of an item for which native memory ran out. */
    public static final String EXHAUSTED = "NativeMemoryExhausted";

    private NativeMemory() {}

    /** The fault to carry on with; rethrows what is not about native memory. */
    static FaultException ranOut(OutOfMemoryError error) {
        String message = String.valueOf(error.getMessage());
        boolean javaCpp = message.startsWith("Cannot allocate")
                || message.startsWith("Physical memory usage")
                || message.contains("Failed to allocate memory within limits");
        boolean direct = message.contains("direct buffer memory");
        if (javaCpp || direct) {
            return new FaultException(Fault.passing(EXHAUSTED, message));
        }
        throw error;
    }
}
