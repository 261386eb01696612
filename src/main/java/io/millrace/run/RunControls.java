package io.millrace.run;

import io.millrace.engine.pipeline.Pipeline;
import io.millrace.run.process.Signals;
import io.millrace.show.Format;
import io.millrace.show.console.Controls;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the keys of a console and other processes may ask of the run of this process. Any threads.
 *
 * @param pipeline of the phase that the run is in
 */
record RunControls(Signals.Run run, Supplier<Pipeline> pipeline) implements Controls {

    private static final Logger LOG = LoggerFactory.getLogger(RunControls.class);

    @Override
    public String scale(String stage, int workers) {
        int wanted = pipeline.get().scale(stage, workers);
        LOG.info("{} workers are wanted for {}", wanted, stage);
        return stage + ": " + Format.count(wanted, "worker");
    }

    @Override
    public void pause() {
        LOG.info("paused");
        pipeline.get().pause();
    }

    @Override
    public void resume() {
        LOG.info("continued");
        pipeline.get().resume();
    }

    @Override
    public void drain() {
        run.drain("drain"); // a longer word would cut the sentence off at 80 columns
    }

    @Override
    public void stop() {
        run.stop("asked to stop");
    }
}
