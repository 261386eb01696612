package io.millrace.jobs.clips;

import io.millrace.config.Configuration;
import io.millrace.config.Layers.Flag;
import io.millrace.data.folder.GivenFiles;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Fault;
import io.millrace.engine.output.DerivedFile;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.PlanBuilder;
import io.millrace.engine.plan.StageSettings;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.Job;
import io.millrace.jobs.JobProfile;
import io.millrace.jobs.Resources;
import io.millrace.jobs.SinglePhase;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.text.ClipTokenizer;
import io.millrace.media.text.TokenizerFile;
import io.millrace.media.text.VocabularyException;
import io.millrace.media.video.DecodeSettings;
import io.millrace.media.video.VideoDecoder;
import io.millrace.show.Format;
import io.millrace.store.files.EncodeSettings;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.FolderWriter;
import io.millrace.store.files.NullWriter;
import io.millrace.store.files.WriteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Videos and captions to tensors:
 *
 * <pre>
 * source --> decode xN --> transform xN --> encode xN --> write xN
 * pairs      16 frames     RGB, upright,    pickle,       folders,
 *                          resized,         npy, tar      shards
 *                          tokens
 * </pre>
 */
public final class ClipsJob implements Job {

    /** CLIP4MC's loader takes every (frames / 16)th frame. */
    private static final int CLIP4MC_FRAMES = 16;

    private static final JobProfile PROFILE = new JobProfile(
            "clips",
            "video + caption -> exact frames and tokens, one folder per clip",
            new JobProfile.Input(
                    "the pairs manifest",
                    List.of("source.pairs", "source.query"),
                    List.of(new JobProfile.Needed("source.pairs", "pairs.json"))),
            ClipsOptions.ALL,
            new JobProfile.Stages(
                    List.of("decode", "transform", "encode", "write"),
                    List.of("decode", "transform"),
                    Map.of(
                            "decode",
                            "smaller pictures, fewer frames",
                            "transform",
                            "a smaller stages.transform.size")));

    @Override
    public JobProfile profile() {
        return PROFILE;
    }

    @Override
    public List<Flag> flags(Map<String, String> given) {
        return Job.super.flags(ClipsOptions.joined(given));
    }

    @Override
    public String words(Object payload) {
        if (payload instanceof Clip clip) {
            VideoFacts facts = clip.facts();
            return facts.codec() + " " + facts.width() + "x" + facts.height() + ", "
                    + Format.count(facts.framesTotal(), "frame") + ", took "
                    + clip.samples().stream().map(Clip.Sample::index).toList();
        }
        if (payload instanceof ClipTensor tensor) {
            return "uint8 " + Arrays.toString(tensor.frames().shape())
                    + (tensor.tokens() == null ? "" : ", tokens int64 [" + tensor.tokens().length + "]");
        }
        return null;
    }

    @Override
    public String advice(Fault fault, String retry) {
        return switch (fault.type()) {
            case "CorruptVideo" ->
                "replace the files, and run the job again; or take damaged frames as they are: " + retry
                        + " --set stages.decode.corrupt=keep-decoded   (later runs then need --stale keep)";
            case "MissingInput" -> "put the files in their place or correct the manifest, and run the job again";
            case "MissingText", "EmptySpan" -> "correct the manifest, and run the job again";
            case "OutsideInput" -> "run the job again with --clips-dir naming a folder above the files";
            case "NameTooLong" -> "give the items shorter ids in the manifest, and run the job again";
            default -> null;
        };
    }

    @Override
    public List<String> sample(Path folder) throws IOException {
        return ClipsSample.in(folder);
    }

    @Override
    public Assembly assemble(Configuration configuration, Resources resources) {
        DecodeSettings decode = configuration.bind("stages.decode", DecodeSettings.class);
        TransformSettings transform = configuration.bind("stages.transform", TransformSettings.class);
        if (decode != null && transform != null && !transform.tensorFits(decode.frames())) {
            configuration.refuse(
                    "stages.transform.size", decode.frames() + " frames of it make a tensor of more than 2 GiB");
        }
        WriteSettings write = configuration.bind("stages.write", WriteSettings.class);
        OutputSettings output = configuration.bind("output", OutputSettings.class);
        if (write != null && output != null && output.format() == ClipsFormat.WEBDATASET && write.workers() != 1) {
            configuration.refuse("stages.write.workers", "must be 1: webdataset writes its items in order");
        }
        return new Clips(
                configuration.bind("source", SourceSettings.class),
                decode,
                transform,
                transform == null || transform.tokenizer() == null ? null : new TokenizerFile(transform.tokenizer()),
                configuration.bind("stages.encode", EncodeSettings.class),
                write,
                output,
                resources);
    }

    private record Clips(
            SourceSettings source,
            DecodeSettings decode,
            TransformSettings transform,
            TokenizerFile vocabulary,
            EncodeSettings encode,
            WriteSettings write,
            OutputSettings output,
            Resources resources)
            implements SinglePhase<VideoText, PairsSource> {

        @Override
        public List<Path> inputs() {
            List<Path> inputs = new ArrayList<>(source.inputs());
            if (vocabulary != null) {
                inputs.add(transform.tokenizer());
            }
            return inputs;
        }

        @Override
        public void load() throws VocabularyException {
            if (vocabulary != null) {
                vocabulary.open();
            }
        }

        @Override
        public PairsSource open(Path root) throws ManifestException {
            return PairsSource.open(source, resources.tables());
        }

        @Override
        public Source<VideoText> open(List<Path> files) {
            return GivenFiles.videos(files);
        }

        /** {@code auto}: decoding costs most, so as many decoders as cores; the others get what a decoder leaves. */
        @Override
        public Plan plan(Source<VideoText> pairs, Place place) {
            BufferPool pool = place.pool();
            ClipTokenizer tokenizer = vocabulary == null ? null : vocabulary.tokenizer();
            long tensorBytes = transform.tensorBytes(decode.frames());
            StageSettings decoding = resources.stage(decode.workers(), 1, decode.queue(), decode.timeout());
            StageSettings transforming = resources.stage(transform.workers(), 4, transform.queue());
            StageSettings encoding = resources.stage(encode.workers(), 4, encode.queue());
            PlanBuilder<EncodedItem> steps = Plan.from(pairs)
                    .then("decode", decoding, () -> new VideoDecoder(decode, pool, tensorBytes))
                    .then("transform", transforming, () -> new ClipTransform(transform, tokenizer, pool))
                    .then(
                            "encode",
                            encoding,
                            () -> new ClipEncoder(ClipLayout.of(output.format()), new Splits(output.split())));
            return output.format() == ClipsFormat.WEBDATASET
                    ? steps.writeInOrder(
                            "write",
                            write.queue(),
                            () -> place.shards(output.shard(), ClipEncoder.FACTS, resources.tables()))
                    : steps.write("write", new StageSettings(write.workers(), write.queue()), () -> folders(place));
        }

        @Override
        public String layout() {
            return switch (output.format()) {
                case NPY, CLIP4MC -> "a folder for each item";
                case WEBDATASET -> "shards of " + output.shard().maxItems() + " items";
                case NULL -> "";
            };
        }

        @Override
        public List<DerivedFile> derived() {
            return output.format() == ClipsFormat.CLIP4MC
                    ? List.of(new Dataset(new Splits(output.split())))
                    : List.of();
        }

        @Override
        public List<String> notices(PairsSource pairs) {
            List<String> notices = new ArrayList<>();
            if (output.format() != ClipsFormat.NULL) {
                tellMissing(pairs, notices);
            }
            if (output.format() == ClipsFormat.CLIP4MC && decode.frames() % CLIP4MC_FRAMES != 0) {
                notices.add("stages.decode.frames = " + decode.frames() + ": CLIP4MC's loader takes " + CLIP4MC_FRAMES
                        + " frames");
            }
            return notices;
        }

        private void tellMissing(PairsSource pairs, List<String> notices) {
            if (vocabulary == null) {
                notices.add("no tokenizer: texts are written without tokens; name CLIP's vocabulary with --tokenizer"
                        + " (stages.transform.tokenizer)");
            }
            long without = pairs.withoutSize();
            if (without > 0 && without == pairs.expected()) {
                notices.add("no entry has a size: [0.0] is written for each");
            } else if (without > 0) {
                notices.add(Format.count(without) + " of " + Format.count(pairs.expected())
                        + " entries have no size: [0.0] is written for them");
            }
        }

        @Override
        public List<String> resultVersions() {
            List<String> versions = new ArrayList<>(List.of("decode 1", "transform 1", "encode 2"));
            if (vocabulary != null) {
                versions.addAll(List.of("tokens 2", vocabulary.version()));
            }
            return versions;
        }

        private Writer<EncodedItem> folders(Place place) {
            return output.format() == ClipsFormat.NULL
                    ? new NullWriter<>()
                    : new FolderWriter(place.output(), ClipLayout.NAMES, place.durable());
        }
    }
}
