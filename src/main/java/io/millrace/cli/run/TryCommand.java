package io.millrace.cli.run;

import io.millrace.cli.option.JobOptions;
import io.millrace.cli.option.ResultOptions;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Records;
import io.millrace.engine.pipeline.Books;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.Plan;
import io.millrace.jobs.Drawing;
import io.millrace.jobs.Job;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.pixel.BufferPool;
import io.millrace.run.Failing;
import io.millrace.run.JobSetup;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.scratch.ScratchRoot;
import io.millrace.show.Format;
import io.millrace.text.ForeignText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        header = {
            "  bin/run try clips video.mp4 other.webm",
            "  bin/run try clips video.mp4 --frames 4",
            "  bin/run try embed photo.jpg",
            "  bin/run try landmarks hand.jpg --palm-model palm.onnx --hand-model hand.onnx --draw"
        },
        description = {
            "Takes a few files through every stage, and prints each stage's result and time.",
            "On one thread, into a temporary folder."
        })
public final class TryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "<job>", description = "a job ({jobs}), or a .conf file that names one")
    String job;

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            arity = "1..*",
            description = "what the job takes: videos, pictures, folders of frames")
    List<String> files = new ArrayList<>();

    @Mixin
    ResultOptions results;

    @Option(names = "--draw", description = "also writes pictures with what was found drawn into them")
    boolean draw;

    /** Of a long video the beginning is enough to see how it goes. */
    private static final int FRAMES_SHOWN = 5;

    private boolean failed;
    private Job made;
    private Drawing drawing;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory(ScratchRoot.ofSystem().folder(), "try-");
        Path output = folder.resolve("results");
        Files.createDirectory(output);
        JobSetup setup = setup(output);
        made = setup.job();
        NativeLog.install();
        Ending ending = draw ? drawn(setup, output) : run(setup, output);
        if (ending.failure() != null) {
            throw Failing.of(ending.failure()).refusal();
        }
        System.out.println("results are in " + output);
        return (failed ? ExitCode.FAILURES : ExitCode.OK).code();
    }

    private JobSetup setup(Path output) throws Refusal {
        JobOptions options = new JobOptions();
        options.job = job;
        options.results = results;
        options.output = output.toString();
        results.drawing = draw;
        return JobSetup.of(options.request(), List.of());
    }

    private Ending drawn(JobSetup setup, Path output) throws Exception {
        try (Drawing sketches = setup.job().drawing(setup.configuration(), output)) {
            if (sketches == null) {
                throw Refusal.usage("--draw is not for " + setup.job().name()
                        + ", whose results are nothing to draw; leave it out");
            }
            drawing = sketches;
            Ending ending = run(setup, output);
            if (sketches.files().isEmpty()) {
                System.out.println("drawn      nothing: " + sketches.nothing());
            }
            sketches.files().forEach(file -> System.out.println("drawn      " + file));
            return ending;
        }
    }

    private Ending run(JobSetup setup, Path folder) throws Exception {
        List<Path> paths = files.stream().map(Path::of).toList();
        try (OpenPhase<?, ?> phase = OpenPhase.of(setup.assembly().first(), paths);
                BufferPool pool = new BufferPool(0)) {
            Plan plan = phase.plan(new Phase.Place(pool, folder, false, Records.NONE))
                    .traced(this::made);
            Pipeline pipeline =
                    new Pipeline(plan, setup.run().pipeline(plan, Installation.resources()), Books.none(), this::ended);
            return pipeline.runInline();
        }
    }

    private void made(String stage, Item<?> item, Object value, long ns) {
        if (drawing != null) {
            drawing.made(item, value);
        }
        if (made.frame(value) >= FRAMES_SHOWN) {
            return;
        }
        String words = made.words(value);
        print(stage, Format.shortTime(ns), item, words == null ? PayloadText.words(value) : words);
    }

    private void ended(Item<?> item, Outcome outcome, int attempt) {
        failed |= !outcome.status().ok();
        String what = outcome.fault() == null
                ? Format.count(outcome.artifacts().size(), "file") + ", "
                        + Format.bytes(outcome.artifacts().stream()
                                .mapToLong(Artifact::bytes)
                                .sum())
                : outcome.fault().type() + " in " + outcome.fault().stage() + ": "
                        + outcome.fault().message();
        print(outcome.status().toString(), "", item, what);
    }

    private static void print(String stage, String time, Item<?> item, String what) {
        String source = ForeignText.line(item.source());
        System.out.printf(Locale.ROOT, "%-10s %10s  %s  %s%n", stage, time, source, ForeignText.line(what));
    }
}
