package io.millrace.run.account;

import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.RunFolder;
import io.millrace.run.process.Daemon;
import io.millrace.run.process.Installation;
import io.millrace.show.FailureGroup;
import io.millrace.show.console.Summary;
import io.millrace.show.report.Recording;
import io.millrace.show.report.RunRecord;
import io.millrace.show.report.RunRecordWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the record of a run, on a thread of its own. It looks twice a second, and hands to the system what there is
 * every two seconds: a kill costs no more than that of the record, and nothing of the work. A record that cannot be
 * written is given up with a line in the log.
 */
public final class RunRecorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int LOOKS_TO_A_WRITE = 4;
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);
    private static final int VERSION = 1;

    private final Supplier<Status> status;
    private final Recording recording = new Recording(LOOK);
    private final ScheduledExecutorService clock = Daemon.clock("recorder");

    /** Null once the record was given up. */
    private RunRecordWriter writer;

    private int looks;

    private RunRecorder(Supplier<Status> status) {
        this.status = status;
    }

    public static RunRecorder of(RunFolder folder, RunRecord.Head head, Supplier<Status> status) {
        RunRecorder recorder = new RunRecorder(status);
        recorder.write(() -> recorder.writer = new RunRecordWriter(folder.folder(), head, recorder.recording));
        return recorder;
    }

    /** What this process says of itself at the start of a run. */
    public static RunRecord.Head head(String run, String job, String output, String fingerprint, String command) {
        ProcessHandle process = ProcessHandle.current();
        long now = System.currentTimeMillis();
        String version = Installation.version();
        return new RunRecord.Head(
                VERSION, run, job, output, now, host(), process.pid(), began(process), version, fingerprint, command);
    }

    /** When a process began, in milliseconds since the epoch; 0 where the system does not tell. */
    static long began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    public void start() {
        clock.scheduleAtFixedRate(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes a look of somebody else's: at what will not be seen again. */
    public synchronized void see(Status status) {
        recording.see(status);
    }

    /** Once it is {@linkplain #close closed}. */
    public synchronized void end(Status last, Summary summary, List<FailureGroup> failures) {
        recording.end(last);
        Summary.Output output = summary.output();
        RunRecord.End end =
                RunRecord.End.of(summary.exit(), summary.ending(), output.files(), output.bytes(), failures);
        if (writer != null) {
            write(() -> {
                writer.end(end);
                writer.close();
            });
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        Daemon.stop(clock, LAST_LOOK);
    }

    private synchronized void look() {
        recording.see(status.get());
        if (++looks % LOOKS_TO_A_WRITE == 0 && writer != null) {
            write(writer::update);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void write(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            writer = null;
            LOG.warn("the record of the run is given up", e);
        }
    }
}
