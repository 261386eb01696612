package io.millrace;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a bare loop took, without the start of its process, as a line of JSON for the case that runs it. */
public final class LoopTime {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int NUMBERS = 8;

    private final long startNs = System.nanoTime();
    private final long cpuNs = PROCESS.getProcessCpuTime();
    private final long[] machine = machine();

    private LoopTime() {}

    public static LoopTime start() {
        return new LoopTime();
    }

    /** @param pictures how many the loop has seen */
    public void print(int pictures) {
        double wall = (System.nanoTime() - startNs) / 1e9;
        double cpu = (PROCESS.getProcessCpuTime() - cpuNs) / 1e9;
        System.out.printf(
                "{\"pictures\": %d, \"cpu\": %.3f, \"wall\": %.3f, \"others\": %.3f}%n",
                pictures, cpu, wall, others(cpu));
    }

    /** The share of the machine that other processes used meanwhile; 0 where the system does not tell. */
    private double others(double cpu) {
        long[] now = machine();
        long all = 0;
        for (int i = 0; i < now.length; i++) {
            all += now[i] - machine[i];
        }
        if (all == 0) {
            return 0;
        }
        long used = all - (now[IDLE] - machine[IDLE]) - (now[WAITING] - machine[WAITING]);
        return Math.max(0, (used - cpu * TICKS_PER_SECOND) / all);
    }

    private static long[] machine() {
        try {
            String[] words = Files.readAllLines(STAT).get(0).trim().split(" +", -1);
            return Arrays.stream(words)
                    .skip(1)
                    .limit(NUMBERS)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            return new long[0];
        }
    }
}
