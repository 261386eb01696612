package io.millrace.jobs.embed;

import io.millrace.config.Configuration;
import io.millrace.data.folder.GivenFiles;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.PlanBuilder;
import io.millrace.engine.plan.StageSettings;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.Job;
import io.millrace.jobs.JobOption;
import io.millrace.jobs.JobProfile;
import io.millrace.jobs.Resources;
import io.millrace.jobs.SinglePhase;
import io.millrace.media.image.ImageDecodeSettings;
import io.millrace.media.image.ImageDecoder;
import io.millrace.media.image.KnownContents;
import io.millrace.media.image.Scale;
import io.millrace.media.onnx.InferSettings;
import io.millrace.media.onnx.ModelException;
import io.millrace.media.onnx.ModelSettings;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.UserModel;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.resize.AlignSettings;
import io.millrace.media.resize.ImageAligner;
import io.millrace.show.Format;
import io.millrace.show.console.Summary;
import io.millrace.store.files.NullWriter;
import io.millrace.store.files.WriteSettings;
import io.millrace.store.vectors.EmbedFormat;
import io.millrace.store.vectors.EmbedOutputSettings;
import io.millrace.store.vectors.EmbeddingModel;
import io.millrace.store.vectors.EmbeddingStore;
import io.millrace.store.vectors.EmbeddingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pictures to vectors:
 *
 * <pre>
 * source --> decode xN --> align xN --> infer xN --> write x1
 * folder     RGB,          the model's  ONNX         DuckDB,
 *            upright       size         Runtime      npy, Parquet
 *
 * source --> decode xN -----------> infer xN --> write x1      without a model
 *                                   statistics
 * </pre>
 */
public final class EmbedJob implements Job {

    /** Open items beyond those that keep the workers busy: they gather for a transaction, without their pictures. */
    private static final int GATHERED = 64;

    /** The card that is none. */
    private static final String STATISTICAL = "statistical";

    private static final List<JobOption> OPTIONS = List.of(
            JobOption.result(
                            "model.card",
                            "CARD",
                            "statistical, or a card in conf/models such as arcface or clip (statistical)",
                            "--model")
                    .orFileOf("models", STATISTICAL),
            JobOption.result("model.path", "F.onnx", "the file that the card is for", "--model-file"),
            JobOption.result("output.format", "F", "duckdb, npy or parquet, or null to measure (duckdb)", "--format")
                    .of(EmbedFormat.values()));

    /** Without a model nothing is aligned. */
    private static final JobProfile PROFILE = new JobProfile(
            "embed",
            "pictures -> vectors, searchable",
            new JobProfile.Input(
                    "the folder of pictures",
                    List.of("source.images"),
                    List.of(new JobProfile.Needed("source.images", "photos"))),
            OPTIONS,
            new JobProfile.Stages(
                    List.of("decode", "align", "infer", "write"),
                    List.of("decode", "infer"),
                    Map.of(
                            "decode", "smaller pictures",
                            "align", "a smaller model",
                            "infer", "a smaller model or another stages.infer.provider")));

    @Override
    public JobProfile profile() {
        return PROFILE;
    }

    @Override
    public List<String> sample(Path folder) throws IOException {
        return EmbedSample.in(folder);
    }

    @Override
    public Assembly assemble(Configuration configuration, Resources resources) {
        ModelSettings model = configuration.bind("model", ModelSettings.class);
        InferSettings infer = configuration.bind("stages.infer", InferSettings.class);
        WriteSettings write = configuration.bind("stages.write", WriteSettings.class);
        if (write != null && write.workers() != 1) {
            configuration.refuse("stages.write.workers", "must be 1: one writer at a time has the table");
        }
        boolean statistical = model == null || model.card().equals(STATISTICAL);
        if (statistical && model != null && model.path() != null) {
            configuration.refuse("model.path", "is set, but model.card = statistical needs no model; name its card");
        }
        UserModel user = statistical ? null : new UserModel(model, infer, resources.conf());
        ImageDecodeSettings decode = configuration.bind("stages.decode", ImageDecodeSettings.class);
        DecodeScale smaller = decode == null ? DecodeScale.EXACT : smaller(decode.scale(), user);
        configuration.settle("stages.decode.scale", smaller.canonical());
        return new Embed(
                configuration.bind("source", ImageSourceSettings.class),
                decode,
                smaller,
                configuration.bind("stages.align", AlignSettings.class),
                infer,
                user,
                write,
                configuration.bind("output", EmbedOutputSettings.class),
                resources);
    }

    /** Whether a card can be used is said where the model is opened; of one that cannot no picture is decoded. */
    private static DecodeScale smaller(Scale wanted, UserModel model) {
        try {
            return model == null
                    ? DecodeScale.forStatistics(wanted, StatisticalEmbedder.SIDE)
                    : DecodeScale.forModel(wanted, model.card().alignment());
        } catch (ModelException e) {
            return DecodeScale.EXACT;
        }
    }

    /** @param model null for the statistical vector */
    private record Embed(
            ImageSourceSettings source,
            ImageDecodeSettings decode,
            DecodeScale smaller,
            AlignSettings align,
            InferSettings infer,
            UserModel model,
            WriteSettings write,
            EmbedOutputSettings output,
            Resources resources)
            implements SinglePhase<ImageFile, ImageFolderSource>, Searchable {

        @Override
        public List<Path> inputs() {
            return source.inputs();
        }

        @Override
        public void load() throws ModelException {
            if (model != null) {
                model.open();
            }
        }

        @Override
        public ImageFolderSource open(Path root) throws ManifestException {
            return ImageFolderSource.open(source, resources.tables());
        }

        @Override
        public Source<ImageFile> open(List<Path> files) {
            return GivenFiles.images(files);
        }

        @Override
        public Plan plan(Source<ImageFile> images, Place place) {
            Path root = place.output();
            EmbeddingStore store = new EmbeddingStore(root, output.format(), vectors(), madeWith(), resources.tables());
            return steps(images, place.pool(), store::knows)
                    .write(
                            "write",
                            new StageSettings(1, write.queue(), Duration.ZERO, GATHERED).alone(),
                            () -> writer(store, root));
        }

        @Override
        public Plan plan(Source<ImageFile> images, BufferPool pool, Writer<Embedding> writer) {
            return steps(images, pool, KnownContents.NONE)
                    .write("write", new StageSettings(1, 1).alone(), () -> writer);
        }

        private PlanBuilder<Embedding> steps(Source<ImageFile> images, BufferPool pool, KnownContents known) {
            int alignedBytes = model == null ? 0 : alignment().bytes();
            StageSettings decoding = resources.stage(decode.workers(), 1, decode.queue(), decode.timeout());
            PlanBuilder<DecodedImage> decoded = Plan.from(images)
                    .then(
                            "decode",
                            decoding,
                            () -> new ImageDecoder(
                                    decode.at(smaller.scale()), smaller.shorterSide(), pool, alignedBytes, known));
            if (model == null) {
                StageSettings inferring = resources.stage(infer.workers(), 1, infer.queue(), infer.timeout());
                return decoded.then("infer", inferring, StatisticalStep::new);
            }
            OnnxModel onnx = model.model();
            StageSettings aligning = resources.stage(align.workers(), 4, align.queue());
            return decoded.then("align", aligning, () -> new ImageAligner(alignment(), pool))
                    .then("infer", resources.stage(model), () -> new OnnxEmbedder(onnx, pool));
        }

        private Alignment alignment() {
            return model.model().card().alignment();
        }

        private Writer<Embedding> writer(EmbeddingStore store, Path root) {
            return output.format() == EmbedFormat.NULL
                    ? new NullWriter<>()
                    : new EmbeddingWriter(store, root, source::isFile);
        }

        @Override
        public EmbeddingModel vectors() {
            return model == null
                    ? new EmbeddingModel(STATISTICAL, StatisticalEmbedder.VERSION, StatisticalEmbedder.DIMENSIONS)
                    : new EmbeddingModel(
                            model.model().card().name(),
                            model.model().digest(),
                            model.model().card().output().dimension());
        }

        @Override
        public String layout() {
            return switch (output.format()) {
                case DUCKDB -> "vectors in a DuckDB file";
                case NPY -> "vectors in NumPy files";
                case PARQUET -> "vectors in a Parquet file";
                case NULL -> "";
            };
        }

        @Override
        public List<String> notices(ImageFolderSource images) {
            List<String> notices = new ArrayList<>();
            long others = images.others();
            if (others > 0) {
                notices.add(Format.count(others, "file")
                        + " passed over: their names do not end like a picture's (source.extensions)");
            }
            if (smaller.scale() == Scale.FAST) {
                notices.add(smaller.notice(decode.scale()));
            }
            if (model != null) {
                notices.addAll(model.model().notices());
            }
            return notices;
        }

        /** In the words that scripts for embeddings end with; there is no pace where nothing was to do. */
        @Override
        public List<String> closing(Summary summary) {
            Status.Items items = summary.items();
            double seconds = summary.elapsed().toNanos() / 1e9;
            List<String> lines = new ArrayList<>(List.of(
                    "Total processed: " + Format.count(items.listed() - items.left()),
                    "Embedded: " + Format.count(items.resumed() + items.done()),
                    "Errors: " + Format.count(items.failed() + items.quarantined()),
                    String.format(Locale.ROOT, "Total time: %.2f s", seconds)));
            if (summary.endedHere() > 0) {
                lines.add(String.format(Locale.ROOT, "Average per image: %.4f s", seconds / summary.endedHere()));
                lines.add(String.format(Locale.ROOT, "Images per second: %.1f", summary.endedHere() / seconds));
            }
            return lines;
        }

        @Override
        public List<String> resultVersions() {
            if (model == null) {
                return List.of("decode 1", StatisticalEmbedder.VERSION);
            }
            List<String> versions = new ArrayList<>(List.of("decode 1", "align 1"));
            versions.addAll(model.versions());
            return versions;
        }

        @Override
        public void close() {
            if (model != null) {
                model.close();
            }
        }

        /** What vectors depend on besides picture and weights. */
        private List<String> madeWith() {
            List<String> all = new ArrayList<>(resultVersions());
            all.add("scale " + smaller.canonical());
            return all;
        }
    }
}
