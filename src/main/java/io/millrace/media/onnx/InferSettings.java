package io.millrace.media.onnx;

import io.millrace.config.Auto;
import io.millrace.config.Range;
import java.time.Duration;

/**
 * What the infer stage can be told.
 *
 * @param workers threads that run the model
 * @param queue parts that may wait before the stage
 * @param batch pictures to a run of the model
 * @param linger how long a picture may wait for its batch to fill
 * @param provider what the model runs on
 * @param intraOp threads to one operator
 * @param interOp operators at once
 * @param timeout how long a run of the model may take before its pictures fail as {@code Hung}
 */
public record InferSettings(
        @Range(min = 1, max = 256) Auto workers,
        @Range(min = 1, max = 1024) int queue,
        @Range(min = 1, max = 256) Auto batch,
        @Range(min = 0, max = 10) Duration linger,
        Provider provider,
        @Range(min = 1, max = 256) int intraOp,
        @Range(min = 1, max = 256) int interOp,
        @Range(min = 1) Duration timeout) {

    /** A batch costs the CPU as much as its pictures one by one; a GPU idles without. */
    private static final int CUDA_BATCH = 16;

    /** Threads that run the model where {@code cores} are to be used. */
    public int workersOn(int cores) {
        return workers.orElse(Math.max(1, cores / intraOp));
    }

    /** Pictures to a run on {@code used}. */
    int batchOn(Provider used) {
        return batch.orElse(used == Provider.CUDA ? CUDA_BATCH : 1);
    }
}
