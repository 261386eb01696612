package io.millrace.run;

import io.millrace.engine.metrics.Status;
import io.millrace.show.console.Summary;
import java.time.Duration;
import java.util.List;

/**
 * What came of one phase.
 *
 * @param last its last snapshot
 * @param elapsed from its begin to its end
 * @param partial whether there is more than its source was asked to list
 * @param limits how long each was what the phase would have had to be rid of
 */
record PhaseEnd(Status last, Duration elapsed, boolean partial, List<Summary.LimitShare> limits) {

    long failed() {
        return last.items().failed() + last.items().quarantined();
    }
}
