package io.millrace.app;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.metrics.Status;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine as the process has it: its name, the processors that it may use, and what it has used of them. */
final class Machine {

    /** {@code 150000 100000}: so many microseconds of processor in so many; {@code max} is no quota. */
    private static final Path QUOTA = Path.of("/sys/fs/cgroup/cpu.max");

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final String host = host();
    private final double processors = processors(Runtime.getRuntime().availableProcessors(), quota());

    Status.Machine now() {
        long gcMs = collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(ms -> ms > 0)
                .sum();
        return new Status.Machine(
                host, processors, Math.max(0, system.getProcessCpuTime()), TimeUnit.MILLISECONDS.toNanos(gcMs));
    }

    /** The JVM rounds a quota up to whole processors. */
    static double processors(int available, String quota) {
        String[] words = quota.trim().split("\\s+");
        if (words.length != 2 || !words[0].matches("\\d+") || !words[1].matches("[1-9]\\d*")) {
            return available;
        }
        double allowed = Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
        return allowed > 0 ? Math.min(available, allowed) : available;
    }

    private static String quota() {
        try {
            return Files.readString(QUOTA);
        } catch (IOException e) {
            return "max";
        }
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            int domain = name.indexOf('.');
            return domain > 0 && !name.matches("[\\d.]+") ? name.substring(0, domain) : name;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
