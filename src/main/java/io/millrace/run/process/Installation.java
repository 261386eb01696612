package io.millrace.run.process;

import io.millrace.jobs.Resources;
import io.millrace.machine.ControlGroups;
import io.millrace.show.console.Terminals;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the launcher has told the process, or what can be found out without it ({@code java -jar}). */
public final class Installation {

    /**
     * Where a process of this program begins: a name only, because the command line is built on what it needs to know
     * of it.
     */
    public static final String MAIN_CLASS = "io.millrace.cli.Main";

    private static final String LOGGING = "logback.configurationFile";

    private Installation() {}

    /** The folder that holds conf/: the launcher names it; {@code target/millrace.jar} lies two levels below it. */
    public static Path folder() {
        String told = System.getProperty("millrace.home");
        return told == null ? besideJar() : Path.of(told);
    }

    private static Path besideJar() {
        try {
            Path jar = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path root = jar.getParent().getParent();
            return Files.isDirectory(root.resolve("conf")) ? root : Path.of(".");
        } catch (URISyntaxException e) {
            return Path.of(".");
        }
    }

    /** Before the first logger is made: left to itself, the library logs to stdout. What the user names goes before. */
    public static void configureLogging() {
        Path file = folder().resolve("conf").resolve("logback.xml");
        if (System.getProperty(LOGGING) == null && Files.isRegularFile(file)) {
            System.setProperty(LOGGING, file.toString());
        }
    }

    /** Whether bin/run started the process, and has read {@code --memory} then. */
    public static boolean launched() {
        return System.getProperty("millrace.memory") != null;
    }

    /** Whether an earlier start of this run was killed for want of memory: half the workers have to do. */
    public static boolean halved() {
        return Boolean.getBoolean("millrace.halved");
    }

    /** For temporary files: what bin/run took from TMPDIR, else the system's. */
    public static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    public static Resources resources() {
        long heap = Runtime.getRuntime().maxMemory();
        return new Resources(cores(), memoryBytes(), heap, folder().resolve("conf"));
    }

    /** Whether a file descriptor of the process is a terminal; without the launcher nobody knows. */
    public static boolean isTerminal(int descriptor) {
        return System.getProperty("millrace.tty", "").indexOf('0' + descriptor) >= 0;
    }

    /**
     * What the terminal can show: the launcher gives Java another locale for file names where the user's is plain
     * ASCII.
     */
    public static Terminals terminals() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String locale = System.getProperty("millrace.locale");
        if (locale != null) {
            environment.put("LC_ALL", locale);
        }
        return new Terminals(isTerminal(0), isTerminal(2), environment);
    }

    public static String version() {
        String version = Installation.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The JVM sees the quota of its own control group, not of those above. */
    private static int cores() {
        int available = Runtime.getRuntime().availableProcessors();
        double quota = ControlGroups.ofProcess().processors().orElse(available);
        return (int) Math.max(1, Math.min(available, Math.ceil(quota)));
    }

    private static long memoryBytes() {
        Long told = Long.getLong("millrace.memory");
        if (told != null) {
            return told;
        }
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long machine = system.getTotalMemorySize();
        long limit = ControlGroups.ofProcess().memoryBytes().orElse(machine);
        return limit < machine ? limit : machine / 4 * 3;
    }
}
