package io.millrace.run;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.engine.metrics.Status;
import io.millrace.machine.ControlGroups;
import io.millrace.run.account.RunRecorder;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine as the process has it: its name, the processors that it may use, and what it has used of them. */
final class HostMachine {

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final String host = host();
    private final double processors = processors();

    Status.Machine now() {
        long gcMs = collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(ms -> ms > 0)
                .sum();
        return new Status.Machine(
                host, processors, Math.max(0, system.getProcessCpuTime()), TimeUnit.MILLISECONDS.toNanos(gcMs));
    }

    /** The JVM rounds a quota up to whole processors, and sees that of its own group only. */
    private static double processors() {
        int available = Runtime.getRuntime().availableProcessors();
        return Math.min(available, ControlGroups.ofProcess().processors().orElse(available));
    }

    private static String host() {
        String name = RunRecorder.host();
        int domain = name.indexOf('.');
        return domain > 0 && !name.matches("[\\d.]+") ? name.substring(0, domain) : name;
    }
}
