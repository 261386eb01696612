package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;

/**
 * How the workers of a stage spent their time: three shares of 1, or none of anything before they had any time.
 *
 * @param busy in steps
 * @param blocked without room downstream
 * @param idle without input
 */
record Shares(double busy, double blocked, double idle) {

    static Shares of(StageStatus stage) {
        double all = (double) stage.busyNs() + stage.blockedNs() + stage.idleNs();
        return all == 0
                ? new Shares(0, 0, 0)
                : new Shares(stage.busyNs() / all, stage.blockedNs() / all, stage.idleNs() / all);
    }

    /** Of the last half minute where the snapshot knows it, else of the whole run. */
    static Shares of(Status status, StageStatus stage) {
        for (StagePace pace : status.outlook().stages()) {
            if (pace.name().equals(stage.name())) {
                return new Shares(pace.busy(), pace.blocked(), pace.idle());
            }
        }
        return of(stage);
    }

    int busyPercent() {
        return (int) Math.round(busy * 100);
    }

    /** What busy and blocked come to together, less what is shown as busy: so the three shown always come to 100. */
    int blockedPercent() {
        return (int) Math.round((busy + blocked) * 100) - busyPercent();
    }

    int idlePercent() {
        return (int) Math.round((busy + blocked + idle) * 100) - busyPercent() - blockedPercent();
    }
}
