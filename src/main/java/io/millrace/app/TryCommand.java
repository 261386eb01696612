package io.millrace.app;

import io.millrace.config.Layers.Flag;
import io.millrace.console.Figures;
import io.millrace.flow.Source;
import io.millrace.item.Artifact;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import io.millrace.job.Searchable;
import io.millrace.journal.Records;
import io.millrace.media.AlignedImage;
import io.millrace.media.BufferPool;
import io.millrace.media.Clip;
import io.millrace.media.ClipTensor;
import io.millrace.media.DecodedImage;
import io.millrace.media.Embedding;
import io.millrace.media.VideoFacts;
import io.millrace.pipeline.Books;
import io.millrace.pipeline.Ending;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Plan;
import io.millrace.source.GivenImages;
import io.millrace.stage.ffmpeg.NativeLog;
import io.millrace.stage.write.EncodedItem;
import io.millrace.table.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        header = {
            "Examples:",
            "  bin/run try clips video.mp4 other.webm",
            "  bin/run try clips video.mp4 --frames 4",
            "  bin/run try embed photo.jpg",
            ""
        },
        description = {
            "",
            "Takes a few files through every stage, and prints each stage's result and time.",
            "On one thread, into a temporary folder.",
            ""
        })
final class TryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "<job>", description = "a job (clips, embed), or a .conf file that names one")
    String job;

    @Parameters(index = "1..*", paramLabel = "FILE", arity = "1..*", description = "clips: videos; embed: pictures")
    List<String> files = new ArrayList<>();

    @Mixin
    ResultOptions results;

    private boolean failed;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-try-");
        Path output = folder.resolve("results");
        Files.createDirectory(output);
        JobSetup setup = setup(PairsFile.of(folder.resolve("pairs.jsonl"), files), output);
        NativeLog.install();
        Ending ending = run(setup, output);
        if (ending.failure() != null) {
            throw new Refusal(
                    Failing.of(ending.failure()).code(),
                    Failing.of(ending.failure()).message());
        }
        System.out.println("results are in " + output);
        return (failed ? ExitCode.FAILURES : ExitCode.OK).code();
    }

    /** As if these files were a data set of their own. */
    private JobSetup setup(Path pairs, Path output) throws Refusal {
        JobOptions options = new JobOptions();
        options.job = job;
        options.results = results;
        options.pairs = pairs.toString();
        options.clipsDir = above(files).toString();
        options.output = output.toString();
        String here = Path.of("").toAbsolutePath().toString(); // what pictures are named relative to
        return JobSetup.of(options, List.of(new Flag("FILE", "source.images", here)));
    }

    private Ending run(JobSetup setup, Path folder) throws Exception {
        try (Source<?> source = source(setup);
                BufferPool pool = new BufferPool(0)) {
            Plan plan = setup.assembly()
                    .plan(source, pool, folder, false, Records.NONE)
                    .traced(TryCommand::made);
            Pipeline pipeline =
                    new Pipeline(plan, setup.run().pipeline(plan, Home.resources()), Books.none(), this::ended);
            return pipeline.runInline();
        }
    }

    /** Pictures are taken as they are named, videos from the manifest made of them. */
    private Source<?> source(JobSetup setup) throws ManifestException {
        if (setup.assembly() instanceof Searchable pictures) {
            pictures.openModel();
            return new GivenImages(files.stream().map(Path::of).toList());
        }
        return setup.assembly().openSource();
    }

    /** The nearest folder that has all the files below it. */
    private static Path above(List<String> files) {
        Path above = Path.of(files.get(0)).toAbsolutePath().normalize().getParent();
        for (String file : files) {
            Path path = Path.of(file).toAbsolutePath().normalize();
            while (!path.startsWith(above)) {
                above = above.getParent();
            }
        }
        return above;
    }

    private static void made(String stage, Item<?> item, Object value, long ns) {
        System.out.printf("%-10s %10s  %s  %s%n", stage, Figures.shortTime(ns), item.source(), shown(value));
    }

    private void ended(Item<?> item, Outcome outcome, int attempt) {
        failed |= !outcome.status().ok();
        String what = outcome.fault() == null
                ? Figures.count(outcome.artifacts().size(), "file") + ", "
                        + Figures.bytes(outcome.artifacts().stream()
                                .mapToLong(Artifact::bytes)
                                .sum())
                : outcome.fault().type() + " in " + outcome.fault().stage() + ": "
                        + outcome.fault().message();
        System.out.printf("%-10s %10s  %s  %s%n", outcome.status(), "", item.source(), what);
    }

    private static String shown(Object value) {
        if (isKnown(value)) {
            return "there already, from another file of the same bytes";
        }
        if (value instanceof Clip clip) {
            VideoFacts facts = clip.facts();
            return facts.codec() + " " + facts.width() + "x" + facts.height() + ", "
                    + Figures.count(facts.framesTotal(), "frame") + ", took "
                    + clip.samples().stream().map(Clip.Sample::index).toList();
        }
        if (value instanceof ClipTensor tensor) {
            return "uint8 " + Arrays.toString(tensor.frames().shape())
                    + (tensor.tokens() == null ? "" : ", tokens int64 [" + tensor.tokens().length + "]");
        }
        if (value instanceof DecodedImage image) {
            return image.width() + "x" + image.height() + " RGB, sha256 "
                    + image.sha256().substring(0, 12) + "...";
        }
        if (value instanceof AlignedImage aligned) {
            return "uint8 " + Arrays.toString(aligned.pixels().shape());
        }
        if (value instanceof Embedding embedding) {
            return "float32 [" + embedding.vector().length + "], begins "
                    + Arrays.toString(Arrays.copyOf(embedding.vector(), 4));
        }
        if (value instanceof EncodedItem item) {
            return item.files().stream()
                    .map(file -> file.name() + " " + Figures.bytes(file.size()))
                    .collect(Collectors.joining(", "));
        }
        return value.getClass().getSimpleName();
    }

    private static boolean isKnown(Object value) {
        return (value instanceof DecodedImage image && image.picture() == null)
                || (value instanceof AlignedImage aligned && aligned.pixels() == null)
                || (value instanceof Embedding embedding && embedding.vector() == null);
    }

    /** A manifest of a few files, each its own caption. */
    private static final class PairsFile {

        static Path of(Path manifest, List<String> files) throws IOException {
            StringBuilder lines = new StringBuilder();
            for (String file : files) {
                Path path = Path.of(file).toAbsolutePath().normalize();
                lines.append("{\"id\": ")
                        .append(quoted(path.getFileName().toString()))
                        .append(", \"video\": ")
                        .append(quoted(path.toString()))
                        .append(", \"text\": \"\"}\n");
            }
            return Files.writeString(manifest, lines);
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }
}
