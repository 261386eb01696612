package io.millrace.jobs.landmarks;

import io.millrace.config.Choices;
import io.millrace.config.Configuration;
import io.millrace.config.Layers.Flag;
import io.millrace.data.folder.GivenFiles;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.output.OutputState;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.PlanBuilder;
import io.millrace.engine.plan.StageSettings;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.Drawing;
import io.millrace.jobs.Job;
import io.millrace.jobs.JobProfile;
import io.millrace.jobs.Resources;
import io.millrace.jobs.SinglePhase;
import io.millrace.jobs.landmarks.footage.FootageSource;
import io.millrace.jobs.landmarks.footage.FootageSourceSettings;
import io.millrace.jobs.landmarks.footage.Unannotated;
import io.millrace.media.onnx.InferSettings;
import io.millrace.media.onnx.ModelException;
import io.millrace.media.onnx.ModelKind;
import io.millrace.media.onnx.ModelPlace;
import io.millrace.media.onnx.ModelSettings;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.UserModel;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Footage;
import io.millrace.media.video.FrameDecodeSettings;
import io.millrace.media.video.FrameDecoder;
import io.millrace.media.video.FrameMapping;
import io.millrace.show.Format;
import io.millrace.show.console.Summary;
import io.millrace.store.files.EncodeSettings;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.FilesWriter;
import io.millrace.store.files.NullWriter;
import io.millrace.store.files.WriteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Videos to the 21 points of each hand in each frame:
 *
 * <pre>
 * source --> decode xN --> palm xN --> hand xN --> encode xN --> write xN     hands.mode = static
 * videos,    every frame,  palms,      points      a video's     npz + json,
 * frame      letterboxed   crops                   frames        shards
 * folders
 *
 * source --> track xN --------------------------> encode xN --> write xN     hands.mode = tracking
 *            frame by frame, one worker to a video
 * </pre>
 */
public final class LandmarksJob implements Job {

    private static final String UNANNOTATED = "unannotated.txt";

    private static final ModelPlace PALM = new ModelPlace("models.palm", "--palm-model", "stages.palm");
    private static final ModelPlace HAND = new ModelPlace("models.hand", "--hand-model", "stages.hand");

    /** The stages are those of both modes. */
    private static final JobProfile PROFILE = new JobProfile(
            "landmarks",
            "frame folders or videos -> MediaPipe hand landmarks",
            new JobProfile.Input(
                    "the folder of frame folders",
                    List.of("source.frames-dir", "source.videos"),
                    List.of(
                            new JobProfile.Needed("source.frames-dir", "frames"),
                            new JobProfile.Needed("models.palm.path", "palm.onnx"),
                            new JobProfile.Needed("models.hand.path", "hand.onnx"))),
            LandmarksOptions.ALL,
            new JobProfile.Stages(
                    List.of("decode", "palm", "hand", "track", "encode", "write"),
                    List.of("decode", "palm", "hand", "track"),
                    Map.of(
                            "decode", "smaller pictures, fewer frames",
                            "palm", "a smaller model, another stages.palm.provider, hands.mode = tracking",
                            "hand", "a smaller model, another stages.hand.provider, hands.max-hands = 1",
                            "track", "smaller models, hands.max-hands = 1")));

    @Override
    public JobProfile profile() {
        return PROFILE;
    }

    @Override
    public String words(Object payload) {
        if (payload instanceof FittedFrame fitted) {
            return "frame " + fitted.frame().index() + ": " + fitted.frame().width() + "x"
                    + fitted.frame().height() + " RGB, fitted to uint8 "
                    + Arrays.toString(fitted.pixels().shape());
        }
        if (payload instanceof FrameCrops crops) {
            return "frame " + crops.index() + ": "
                    + Format.count(crops.regions().size(), "palm");
        }
        return payload instanceof FrameHands hands ? words(hands) : null;
    }

    private static String words(FrameHands frame) {
        String found = frame.hands().isEmpty()
                ? frame.absence().key()
                : frame.hands().stream()
                        .map(hand -> (Handedness.IMAGE.isRight(hand) ? "right" : "left")
                                + String.format(Locale.ROOT, " hand %.3f", hand.score()))
                        .collect(Collectors.joining(", "));
        return "frame " + frame.index() + ": " + found;
    }

    @Override
    public int frame(Object payload) {
        if (payload instanceof FittedFrame fitted) {
            return fitted.frame().index();
        }
        if (payload instanceof FrameCrops crops) {
            return crops.index();
        }
        return payload instanceof FrameHands hands ? hands.index() : 0;
    }

    @Override
    public String advice(Fault fault, String retry) {
        return switch (fault.type()) {
            case "MissingInput" -> "put the files in their place or correct the annotations, and run the job again";
            case "NameTooLong" -> "give the videos shorter names, and run the job again";
            default -> null;
        };
    }

    @Override
    public List<String> sample(Path folder) throws IOException {
        return LandmarksSample.in(folder);
    }

    @Override
    public Drawing drawing(Configuration configuration, Path folder) {
        return new HandDrawings(
                folder, configuration.bind("hands", HandSettings.class).handedness());
    }

    /** Static mode hands out frames and hands one by one, which is what can be drawn. */
    @Override
    public List<Flag> drawingFlags(Map<String, String> given) {
        if (Choices.word(HandSettings.Mode.TRACKING).equals(given.get(LandmarksOptions.MODE))) {
            throw new IllegalArgumentException("--draw and --mode tracking exclude each other: leave one out");
        }
        return List.of(new Flag("--draw", "hands.mode", Choices.word(HandSettings.Mode.STATIC)));
    }

    @Override
    public List<String> leftovers(ItemId item) {
        return FilesWriter.temporaries(item, HandsEncoder.NAMES);
    }

    @Override
    public Assembly assemble(Configuration configuration, Resources resources) {
        InferSettings palm = configuration.bind("stages.palm", InferSettings.class);
        InferSettings hand = configuration.bind("stages.hand", InferSettings.class);
        WriteSettings write = configuration.bind("stages.write", WriteSettings.class);
        HandsOutputSettings output = configuration.bind("output", HandsOutputSettings.class);
        if (write != null && output != null && output.format() == HandsFormat.WEBDATASET && write.workers() != 1) {
            configuration.refuse("stages.write.workers", "must be 1: webdataset writes its items in order");
        }
        ModelSettings palmModel = configuration.bind("models.palm", ModelSettings.class);
        ModelSettings handModel = configuration.bind("models.hand", ModelSettings.class);
        return new Landmarks(
                configuration.bind("source", FootageSourceSettings.class),
                configuration.bind("stages.decode", FrameDecodeSettings.class),
                configuration.bind("stages.track", TrackSettings.class),
                configuration.bind("hands", HandSettings.class),
                new UserModel(palmModel, ModelKind.PALM, PALM, palm, resources.conf()),
                new UserModel(handModel, ModelKind.HAND, HAND, hand, resources.conf()),
                configuration.bind("stages.encode", EncodeSettings.class),
                write,
                output,
                resources,
                new FollowTimes());
    }

    private record Landmarks(
            FootageSourceSettings source,
            FrameDecodeSettings decode,
            TrackSettings track,
            HandSettings hands,
            UserModel palmModel,
            UserModel handModel,
            EncodeSettings encode,
            WriteSettings write,
            HandsOutputSettings output,
            Resources resources,
            FollowTimes times)
            implements SinglePhase<Footage, FootageSource> {

        @Override
        public List<Path> inputs() {
            return source.inputs();
        }

        @Override
        public void load() throws ModelException {
            palmModel.open();
            handModel.open();
        }

        @Override
        public FootageSource open(Path root) throws ManifestException {
            return FootageSource.open(source, resources.tables());
        }

        @Override
        public Source<Footage> open(List<Path> files) {
            return GivenFiles.footage(files, new HashSet<>(source.extensions()));
        }

        @Override
        public Plan plan(Source<Footage> videos, Place place) {
            HandsSpools spools = new HandsSpools(new OutputState(place.output()).workPath("hands"));
            StageSettings encoding = resources.stage(encode.workers(), 4, encode.queue());
            PlanBuilder<EncodedItem> steps =
                    found(videos, place.pool()).then("encode", encoding, () -> new HandsEncoder(spools, origin()));
            return output.format() == HandsFormat.WEBDATASET
                    ? steps.writeInOrder(
                            "write",
                            write.queue(),
                            () -> place.shards(output.shard(), HandsEncoder.FACTS, resources.tables()))
                    : steps.write("write", new StageSettings(write.workers(), write.queue()), () -> files(place));
        }

        private PlanBuilder<FrameHands> found(Source<Footage> videos, BufferPool pool) {
            return hands.mode() == HandSettings.Mode.TRACKING ? followed(videos, pool) : each(videos, pool);
        }

        private PlanBuilder<FrameHands> each(Source<Footage> videos, BufferPool pool) {
            HandLimits limits = hands.limits();
            OnnxModel palms = palmModel.model();
            OnnxModel points = handModel.model();
            int behind = palmModel.infer().workersOn(resources.cores())
                    + handModel.infer().workersOn(resources.cores());
            StageSettings decoding = resources.stage(decode.workers(), 1, decode.queue(), decode.timeout());
            return Plan.from(videos)
                    .then("decode", decoding, () -> fitting(decode.ahead(behind), pool))
                    .then("palm", resources.stage(palmModel), () -> new PalmDetector(palms, limits, pool)
                            .then(new HandCropper(handSide(), pool)))
                    .then("hand", resources.stage(handModel), () -> new HandLandmarker(points, limits, pool));
        }

        private PlanBuilder<FrameHands> followed(Source<Footage> videos, BufferPool pool) {
            long models = palmModel.model().workerBytes() + handModel.model().workerBytes();
            StageSettings settings = new StageSettings(
                            track.workers().orElse(resources.cores()), track.queue(), decode.timeout())
                    .holding(models);
            return Plan.from(videos).then("track", settings, () -> follower(pool));
        }

        private Step<Footage, FittedFrame> fitting(int ahead, BufferPool pool) {
            Letterboxer letterboxer = new Letterboxer(palmModel.model().card().alignment(), pool);
            return decoder(ahead, pool, () -> letterboxer::fit);
        }

        private HandFollower follower(BufferPool pool) {
            return new HandFollower(
                    new Letterboxer(palmModel.model().card().alignment(), pool),
                    new PalmDetector(palmModel.model(), hands.limits(), pool),
                    new HandCropper(handSide(), pool),
                    new HandLandmarker(handModel.model(), hands.limits(), pool),
                    hands.limits(),
                    times,
                    mapping -> decoder(decode.ahead(1), pool, mapping));
        }

        private <T extends AutoCloseable> FrameDecoder<T> decoder(
                int ahead, BufferPool pool, Supplier<FrameMapping<T>> mapping) {
            return new FrameDecoder<>(decode, ahead, source.extensions(), pool, bytesPerFrame(), mapping);
        }

        /** What is made of a frame on its way: the square with all of it, and a crop for each hand. */
        private long bytesPerFrame() {
            return palmModel.model().card().alignment().bytes()
                    + (long) hands.maxHands()
                            * handModel.model().card().alignment().bytes();
        }

        private int handSide() {
            return handModel.model().card().input().width();
        }

        private HandsOrigin origin() {
            String palms = palmModel.model().card().name();
            String points = handModel.model().card().name();
            return new HandsOrigin(
                    hands.handedness(), Choices.word(hands.mode()), Map.of("palm", palms, "hand", points));
        }

        @Override
        public String layout() {
            return switch (output.format()) {
                case NPZ -> "an npz and a json file for each video";
                case WEBDATASET -> "shards of " + output.shard().maxItems() + " items";
                case NULL -> "";
            };
        }

        @Override
        public void listLeftOut(FootageSource footage, Path folder) throws IOException {
            if (footage.counts().unannotated() > 0) {
                footage.listUnannotated(folder.resolve(UNANNOTATED));
            }
        }

        @Override
        public List<String> notices(FootageSource footage) {
            List<String> notices = new ArrayList<>();
            tellLeftOut(footage, notices);
            notices.addAll(palmModel.model().notices());
            notices.addAll(handModel.model().notices());
            return notices;
        }

        private void tellLeftOut(FootageSource footage, List<String> notices) {
            FootageSource.Counts counts = footage.counts();
            if (counts.withoutVideo() > 0) {
                notices.add(Format.count(counts.withoutVideo()) + " of "
                        + Format.count(counts.annotations(), "annotation")
                        + " are of videos that are not there: they fail with the class MissingInput");
            }
            if (counts.unannotated() > 0) {
                notices.add(Format.count(counts.unannotated(), "video") + " without an annotation: "
                        + (source.unannotated() == Unannotated.TAKE
                                ? "taken all the same"
                                : "left out, and listed in " + UNANNOTATED
                                        + " in the run's folder; source.unannotated = take takes them"));
            }
            if (footage.others() > 0) {
                notices.add(Format.count(footage.others(), "file")
                        + " passed over: their names do not end like a video's (source.video-extensions)");
            }
        }

        @Override
        public List<String> closing(Summary summary) {
            return times.isEmpty() ? List.of() : List.of("of track: " + times);
        }

        @Override
        public List<String> resultVersions() {
            List<String> versions = new ArrayList<>(List.of("decode 1", "hands 1", "encode 1"));
            palmModel.versions().forEach(version -> versions.add("palm " + version));
            handModel.versions().forEach(version -> versions.add("hand " + version));
            return versions;
        }

        @Override
        public void close() {
            try (palmModel) {
                handModel.close();
            }
        }

        private Writer<EncodedItem> files(Place place) {
            return output.format() == HandsFormat.NULL
                    ? new NullWriter<>()
                    : new FilesWriter(place.output(), HandsEncoder.NAMES, place.durable());
        }
    }
}
