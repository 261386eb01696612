package io.millrace.run;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Records;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.Books;
import io.millrace.engine.pipeline.Observer;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.Plan;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.pixel.BufferPool;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Supervisor;
import io.millrace.store.files.NullWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes one item through every stage to no writer, in a process of its own that has the settings of this one. The
 * process ends when this one does.
 *
 * @param words the command line of the run, {@code run} first
 */
public record Probe(List<String> words, RunFolder folder) {

    /** The option that makes a run the other half of this. */
    public static final String OPTION = "--probe";

    /** An item that takes longer does not crash, whatever else it does. */
    private static final long LIMIT_MINUTES = 10;

    private static final Map<Integer, String> CRASHES =
            Map.of(132, "ILL", 134, "ABRT", 135, "BUS", 136, "FPE", 139, "SEGV");

    /** The signal that the item's process died of; null if it did not crash. */
    String crash(ItemId id) throws IOException, InterruptedException {
        File said = folder.folder().resolve("probes.log").toFile();
        Process process = new ProcessBuilder(command(id))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said))
                .start();
        try (OutputStream alive = process.getOutputStream()) {
            assert alive != null;
            boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            return ended ? CRASHES.get(process.exitValue()) : null;
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * The other half: whatever becomes of the item, the process has lived to end well.
     *
     * @param item its id, in whichever phase it is
     */
    public static ExitCode run(JobSetup setup, String item) throws Exception {
        Supervisor.follow(System.in);
        NativeLog.install();
        for (Phase<?, ?> phase : setup.assembly().phases()) {
            try (OpenPhase<?, ?> open = OpenPhase.of(phase, setup.output())) {
                run(setup, open.only(id -> id.value().equals(item)));
            }
        }
        return ExitCode.OK;
    }

    private static void run(JobSetup setup, OpenPhase<?, ?> phase) throws InterruptedException {
        try (BufferPool pool = new BufferPool(0)) {
            Plan plan = phase.plan(new Phase.Place(pool, setup.output(), false, Records.NONE))
                    .writingTo(NullWriter::new);
            Pipeline pipeline = new Pipeline(
                    plan, setup.run().pipeline(plan, Installation.resources()), Books.none(), Observer.NONE);
            pipeline.start();
            pipeline.await();
        }
    }

    private List<String> command(ItemId id) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-Dmillrace.supervisor=") && !option.startsWith("-Dmillrace.crash=")) {
                command.add(option);
            }
        }
        command.add("-XX:ErrorFile=" + folder.folder().resolve("hs_err_probe_pid%p.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Installation.MAIN_CLASS));
        command.addAll(List.of(words.get(0), OPTION + "=" + id.value()));
        command.addAll(words.subList(1, words.size()));
        return command;
    }
}
