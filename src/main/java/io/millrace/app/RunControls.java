package io.millrace.app;

import io.millrace.console.Controls;
import io.millrace.pipeline.Pipeline;

/** The keys of the console, for the run of this process. */
final class RunControls implements Controls {

    private static final String AT_THE_CONSOLE = "console";

    private final Signals.Run run;
    private final Pipeline pipeline;

    RunControls(Signals.Run run, Pipeline pipeline) {
        this.run = run;
        this.pipeline = pipeline;
    }

    // STUB until the pipeline can: int scale(String, int), void pause(), void proceed().

    @Override
    public String scale(String stage, int workers) {
        throw new IllegalArgumentException(refusal("workers of " + stage + " cannot change while it runs"));
    }

    @Override
    public void pause() {
        throw new IllegalArgumentException(refusal("it cannot pause"));
    }

    @Override
    public void proceed() {
        throw new IllegalArgumentException(refusal("it cannot pause"));
    }

    @Override
    public void drain() {
        run.drain(AT_THE_CONSOLE);
    }

    @Override
    public void stop() {
        run.stop(AT_THE_CONSOLE);
    }

    private String refusal(String what) {
        return what + "; " + pipeline.open() + " items are open";
    }
}
