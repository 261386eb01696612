package io.millrace.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.data.table.DuckDb;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.jobs.Jobs;
import io.millrace.jobs.Resources;
import io.millrace.machine.ControlGroups;
import io.millrace.machine.ProcessLimits;
import io.millrace.machine.ProcessLimits.Limit;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.resize.OpenCv;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.scratch.ScratchFolder;
import io.millrace.scratch.ScratchRoot;
import io.millrace.show.Format;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Whether the machine, its limits, the libraries and the journal are what a run needs; each is told as it is looked at.
 */
final class MachineChecks {

    private static final long MANY_FILES = 4096;
    private static final long MANY_THREADS = 512;
    private static final long LITTLE_DISK = 1L << 30;

    private final boolean json;
    private boolean failed;

    /** Looks at one thing; an exception is the finding. */
    @FunctionalInterface
    private interface Check {
        String look() throws Exception;
    }

    /** @param json whether they are told as objects, a line each */
    MachineChecks(boolean json) {
        this.json = json;
    }

    ExitCode run() {
        Resources machine = Installation.resources();
        check("java", "install a JDK 17 or newer", () -> System.getProperty("java.vm.name") + " " + Runtime.version());
        check("cores", "", () -> Integer.toString(machine.cores()));
        check(
                "memory",
                "",
                () -> (machine.memoryBytes() >> 20) + " MiB for the process, " + (machine.heapBytes() >> 20)
                        + " of it heap" + (Installation.launched() ? "" : " (started without bin/run: a guess)"));
        check("open files", "raise it: ulimit -n 65536", MachineChecks::openFiles);
        check("threads", "raise it: ulimit -u, or pids.max of the control group", MachineChecks::threads);
        check("addresses", "lift it: ulimit -v unlimited", MachineChecks::addresses);
        check("file size", "lift it: ulimit -f unlimited", MachineChecks::fileSize);
        check("temporary", "see TMPDIR", () -> ScratchRoot.ofSystem().folder().toString());
        check("disk", "free some space, or name another --output", MachineChecks::disk);
        check("ffmpeg", "this platform may need -Djavacpp.platform=... at build time", NativeLog::ffmpegVersion);
        check("opencv", "this platform may need -Djavacpp.platform=... at build time", OpenCv::version);
        check("duckdb", "this platform may have no DuckDB build", DuckDb::version);
        check("journal", "start with bin/run, or add the options of conf/jvm.options", MachineChecks::journal);
        check("jobs", "", () -> String.join(", ", Jobs.names()));
        return failed ? ExitCode.UNAVAILABLE : ExitCode.OK;
    }

    private void check(String name, String fix, Check check) {
        try {
            tell(name, check.look(), null);
        } catch (Exception | LinkageError e) {
            failed = true;
            tell(name, e.getMessage(), fix);
        }
    }

    /** @param fix null where there is nothing to mend */
    private void tell(String name, String found, String fix) {
        if (json) {
            var object =
                    new ObjectMapper().createObjectNode().put("check", name).put("ok", fix == null);
            System.out.println(object.put("found", found).put("fix", fix));
        } else if (fix == null) {
            System.out.printf(Locale.ROOT, "ok      %-10s %s%n", name, found);
        } else {
            System.out.printf(Locale.ROOT, "FAILED  %-10s %s; %s%n", name, found, fix);
        }
    }

    private static String openFiles() throws IOException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        if (!(system instanceof com.sun.management.UnixOperatingSystemMXBean unix)) {
            return "no limit known";
        }
        long limit = unix.getMaxFileDescriptorCount();
        if (limit < MANY_FILES) {
            throw new IOException("only " + limit + " may be open");
        }
        return Format.count(limit) + " may be open";
    }

    private static String threads() throws IOException {
        OptionalLong user = ProcessLimits.ofProcess().get(Limit.PROCESSES);
        OptionalLong group = ControlGroups.ofProcess().threadsMost();
        long most = Math.min(user.orElse(Long.MAX_VALUE), group.orElse(Long.MAX_VALUE));
        return atLeast(MANY_THREADS, most, "threads and processes");
    }

    private static String addresses() throws IOException {
        return unlimited(Limit.ADDRESS_BYTES, "only %s of addresses, which is not memory");
    }

    private static String fileSize() throws IOException {
        return unlimited(Limit.FILE_BYTES, "a file may have only %s");
    }

    private static String unlimited(Limit limit, String finding) throws IOException {
        OptionalLong bytes = ProcessLimits.ofProcess().get(limit);
        if (bytes.isPresent()) {
            throw new IOException(Format.format(finding, Format.bytes(bytes.getAsLong())));
        }
        return "no limit";
    }

    private static String atLeast(long needed, long most, String what) throws IOException {
        if (most == Long.MAX_VALUE) {
            return "no limit";
        }
        if (most < needed) {
            throw new IOException("only " + most + " " + what);
        }
        return Format.count(most) + " " + what;
    }

    private static String disk() throws IOException {
        long free = Files.getFileStore(Path.of(".")).getUsableSpace();
        if (free < LITTLE_DISK) {
            throw new IOException("only " + Format.bytes(free) + " free here");
        }
        return Format.bytes(free) + " free here";
    }

    /** Writes one and reads it back. */
    private static String journal() throws IOException {
        try (ScratchFolder scratch = ScratchFolder.create(Installation.temporary(), "doctor")) {
            Path folder = scratch.folder();
            RunHeader header = new RunHeader("doctor", "doctor", "0", "", Installation.version(), "");
            Journal.open(folder, header, JournalSettings.DEFAULT).close();
            try (JournalView view = JournalView.open(folder, JournalSettings.DEFAULT)) {
                if (view.replay().runs() != 1) {
                    throw new IOException("what was written did not come back");
                }
            }
        }
        return "writes and reads back";
    }
}
