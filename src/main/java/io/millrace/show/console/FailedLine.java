package io.millrace.show.console;

import io.millrace.engine.item.Fault;
import io.millrace.text.ForeignText;

/**
 * An item that failed, while the run goes on.
 *
 * @param source where it comes from, relative to the input root
 * @param fault why it failed
 */
public record FailedLine(String source, Fault fault) {

    /** {@code failed  a/0412.mp4  CorruptVideo: moov atom not found}; one line, whatever the names in it. */
    public String text() {
        return "failed  " + ForeignText.line(source) + "  " + fault.type() + ": " + ForeignText.line(fault.message());
    }
}
