package io.millrace.cli.inspect;

import io.millrace.cli.option.JobOptions;
import io.millrace.data.folder.GivenFiles;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.pipeline.Books;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.Observer;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.embed.Searchable;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Embedding;
import io.millrace.run.Failing;
import io.millrace.run.JobSetup;
import io.millrace.run.KnownOutput;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.store.vectors.EmbeddingModel;
import io.millrace.store.vectors.EmbeddingReader;
import io.millrace.store.vectors.EmbeddingStore;
import io.millrace.text.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        header = {"  bin/run search out/embed --image query.jpg", "  bin/run search out/embed --image query.jpg -k 3"},
        description = {
            "Finds the pictures of an output of 'embed' that are most like a picture: one line",
            "each, the cosine of their vectors and the path, best first. Works beside a run."
        })
public final class SearchCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OUT", description = "the output of an embed run")
    Path output;

    @Option(names = "--image", paramLabel = "FILE", required = true, description = "the picture to look for")
    Path image;

    @Option(names = "-k", paramLabel = "N", defaultValue = "10", description = "how many to name (10)")
    int count;

    @Mixin
    ShowModel model = new ShowModel();

    /** Another model than the latest run's: the table may hold vectors of several. */
    static final class ShowModel {

        @Option(names = "--model", paramLabel = "CARD", description = "the model, where not the latest run's")
        String card;

        @Option(names = "--model-file", paramLabel = "F.onnx", description = "the file that goes with the card")
        String file;
    }

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw Refusal.usage("-k takes a number from 1 on, not " + count);
        }
        if (!Files.isRegularFile(image)) {
            throw Refusal.unavailable("there is no file " + image);
        }
        NativeLog.install();
        JobOptions options = new JobOptions();
        options.results.give("--model", model.card);
        options.results.give("--model-file", model.file);
        JobSetup setup = KnownOutput.of(output).setup(options.request(), List.of());
        if (!(setup.assembly() instanceof Searchable searchable)) {
            throw Refusal.config(
                    output + " is an output of '" + setup.job().name() + "', which has no vectors to search");
        }
        try (var assembly = setup.assembly()) {
            OpenPhase.load(assembly.first());
            print(nearest(searchable));
        }
        return ExitCode.OK.code();
    }

    private List<EmbeddingReader.Hit> nearest(Searchable searchable) throws Exception {
        try (EmbeddingReader table = open()) {
            requireVectors(table, searchable.vectors());
            return table.nearest(searchable.vectors(), vector(searchable), count);
        }
    }

    private EmbeddingReader open() throws Refusal {
        try {
            return EmbeddingReader.open(
                    EmbeddingStore.file(output), Installation.resources().tables());
        } catch (IOException e) {
            throw Refusal.unavailable(e.getMessage());
        }
    }

    private void requireVectors(EmbeddingReader table, EmbeddingModel wanted) throws Refusal, IOException {
        List<EmbeddingModel> there = table.models();
        if (there.contains(wanted)) {
            return;
        }
        boolean otherVersion = there.stream().anyMatch(each -> each.id().equals(wanted.id()));
        String names = there.stream().map(EmbeddingModel::id).distinct().collect(Collectors.joining(", "));
        throw Refusal.unavailable(output
                + (there.isEmpty() ? " holds no vectors yet" : " holds vectors of " + names)
                + (otherVersion
                        ? ", but of another version of that model: embed again, or name its file with" + " --model-file"
                        : there.isEmpty() ? "" : ", none of " + wanted.id() + ": name the model with --model"));
    }

    /** Made as a run makes it. */
    private float[] vector(Searchable searchable) throws Exception {
        Collecting collecting = new Collecting();
        Outcome[] outcome = new Outcome[1];
        Observer observer = (item, ended, attempt) -> outcome[0] = ended;
        try (BufferPool pool = new BufferPool(0)) {
            Plan plan = searchable.plan(GivenFiles.images(List.of(image)), pool, collecting);
            Ending ending = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), observer).runInline();
            if (ending.failure() != null) {
                throw Failing.of(ending.failure()).refusal();
            }
        }
        if (outcome[0].fault() != null) {
            throw Refusal.unavailable(image + " cannot be looked for: "
                    + outcome[0].fault().type() + ": " + outcome[0].fault().message());
        }
        return collecting.vector;
    }

    private static void print(List<EmbeddingReader.Hit> hits) {
        for (EmbeddingReader.Hit hit : hits) {
            System.out.println(String.format(Locale.ROOT, "%.4f", hit.score()) + "\t" + ForeignText.line(hit.path()));
        }
    }

    private static final class Collecting implements Writer<Embedding> {

        private float[] vector;

        @Override
        public void write(List<Result<Embedding>> results) {
            vector = results.get(0).values().get(0).vector();
        }
    }
}
