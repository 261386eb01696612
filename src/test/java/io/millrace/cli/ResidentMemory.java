package io.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The resident memory of a process over its life, in bytes, ten times a second.
 *
 * @param samples {@code VmRSS} as time went
 * @param highWaterBytes {@code VmHWM} as last seen: the kernel's own peak, which no sampling misses
 */
record ResidentMemory(List<Long> samples, long highWaterBytes) {

    private static final long EVERY_MS = 100;

    /** Until the process ends, for at most {@code seconds}. */
    static ResidentMemory watch(BinRun.Going going, int seconds) throws InterruptedException {
        List<Long> samples = new ArrayList<>();
        long highWater = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!going.process().waitFor(EVERY_MS, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
            Path status = Path.of("/proc", Long.toString(going.pid()), "status");
            samples.add(read(status, "VmRSS:"));
            highWater = Math.max(highWater, read(status, "VmHWM:"));
        }
        return new ResidentMemory(samples, highWater);
    }

    /** The most there was, by either measure. */
    long peakBytes() {
        return Math.max(
                highWaterBytes,
                samples.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    /** The mean of the samples from one share of the time to another, such as from 0.5 to 1. */
    double meanBytes(double from, double to) {
        return samples.subList((int) (from * samples.size()), (int) (to * samples.size())).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "peak " + (peakBytes() >> 20) + " MiB in " + samples.size() + " samples";
    }

    /** 0 once the process is gone. */
    private static long read(Path status, String name) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
