package io.millrace.jobs;

import io.millrace.config.Auto;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.plan.StageSettings;
import io.millrace.media.onnx.InferSettings;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.UserModel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run may use of the machine.
 *
 * @param cores processors, as the system or its container allows
 * @param memoryBytes everything the process may use
 * @param heapBytes the part of it that is the Java heap
 * @param conf the folder {@code conf}
 */
public record Resources(int cores, long memoryBytes, long heapBytes, Path conf) {

    /**
     * What the process needs beside heap and pictures: code, threads, libraries, tables. Seen: 190 to 250 MiB resident
     * with an idle pipeline of two decoders on JDK 17.
     */
    public static final long FIXED_BYTES = 320L << 20;

    /** Below this hardly a video fits. */
    private static final long LEAST_FOR_ITEMS = 64L << 20;

    /** Memory for pictures: what is left of {@code limitBytes} beside the heap and the fixed part. */
    public long forItems(long limitBytes) {
        return Math.max(limitBytes - heapBytes - FIXED_BYTES, LEAST_FOR_ITEMS);
    }

    /** The lowest limit that can be kept, in bytes. */
    public long leastLimit() {
        return heapBytes + FIXED_BYTES + LEAST_FOR_ITEMS;
    }

    /** A stage of {@code workers}, where {@code auto} is one for each {@code coresPerWorker} cores, rounded up. */
    public StageSettings stage(Auto workers, int coresPerWorker, int queue, Duration timeout) {
        int auto = (cores + coresPerWorker - 1) / coresPerWorker;
        return new StageSettings(workers.orElse(auto), queue, timeout);
    }

    /** As above, of a stage whose items cannot hang. */
    public StageSettings stage(Auto workers, int coresPerWorker, int queue) {
        return stage(workers, coresPerWorker, queue, Duration.ZERO);
    }

    /** A stage whose workers run a model that is open. */
    public StageSettings stage(UserModel user) {
        InferSettings infer = user.infer();
        OnnxModel model = user.model();
        return new StageSettings(infer.workersOn(cores), infer.queue(), infer.timeout(), model.batch())
                .holding(model.workerBytes());
    }

    /** What DuckDB may use for reading manifests: a sixteenth of the memory, on all cores. */
    public TableLimits tables() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return new TableLimits(Math.max(memoryBytes / 16, 64L << 20), cores, temporary);
    }
}
