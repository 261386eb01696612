package io.millrace.media.onnx;

import ai.onnxruntime.OrtSession;
import io.millrace.LoopTime;
import io.millrace.config.Auto;
import io.millrace.engine.item.FaultException;
import io.millrace.jobs.landmarks.FittedFrame;
import io.millrace.jobs.landmarks.FrameCrops;
import io.millrace.jobs.landmarks.FrameHands;
import io.millrace.jobs.landmarks.HandCropper;
import io.millrace.jobs.landmarks.HandLandmarker;
import io.millrace.jobs.landmarks.HandLimits;
import io.millrace.jobs.landmarks.HandTracker;
import io.millrace.jobs.landmarks.Letterboxer;
import io.millrace.jobs.landmarks.Palm;
import io.millrace.jobs.landmarks.PalmDetector;
import io.millrace.jobs.landmarks.Region;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.RgbFrames;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The models' share of the landmarks job: threads that put the very squares and crops that the job makes of the same
 * frames into the same sessions that it opens, palms before hands, frame by frame, and throw the answers away.
 *
 * <p>{@code BareHandLoop PALM.onnx HAND.onnx static|tracking WORKERS TIMES FOLDER... | VIDEO=FRAMES...} prints what
 * each step beside the models took of one thread, and what the loop over {@code TIMES} times all frames took, without
 * start and preparation.
 */
public final class BareHandLoop {

    private static final int WARM_UP = 100;

    /** Of each step over a frame, of which the last is measured. */
    private static final int PASSES = 6;

    private static final BufferPool POOL = new BufferPool(64 << 20);

    /** What the models see of one frame; no square where all hands are followed. */
    private static final class Shown {

        private ByteBuffer square;
        private final List<ByteBuffer> crops = new ArrayList<>();
    }

    private final OnnxModel palm;
    private final OnnxModel hand;

    private BareHandLoop(OnnxModel palm, OnnxModel hand) {
        this.palm = palm;
        this.hand = hand;
    }

    public static void main(String[] arguments) throws Exception {
        Path conf = Path.of("conf");
        try (OnnxModel palm = OnnxModel.open(ModelCards.find("palm-192", conf), Path.of(arguments[0]), settings());
                OnnxModel hand =
                        OnnxModel.open(ModelCards.find("hand-lite-224", conf), Path.of(arguments[1]), settings())) {
            BareHandLoop loop = new BareHandLoop(palm, hand);
            boolean tracking = arguments[2].equals("tracking");
            int workers = Integer.parseInt(arguments[3]);
            List<Shown> shown = loop.prepare(tracking, List.of(arguments).subList(5, arguments.length));
            loop.run(shown.subList(0, Math.min(WARM_UP, shown.size())), 1, workers);
            LoopTime time = LoopTime.start();
            time.print(loop.run(shown, Integer.parseInt(arguments[4]), workers));
        }
        System.exit(0);
    }

    private int run(List<Shown> shown, int times, int workers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        AtomicInteger next = new AtomicInteger();
        List<Callable<Integer>> loops = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            loops.add(() -> infer(shown, times * shown.size(), next));
        }
        int seen = 0;
        for (Future<Integer> loop : threads.invokeAll(loops)) {
            seen += loop.get();
        }
        threads.shutdown();
        return seen;
    }

    private int infer(List<Shown> shown, int count, AtomicInteger next) throws Exception {
        int seen = 0;
        InputBatch square = palm.input(ByteBuffer.allocateDirect(Math.toIntExact(palm.bytesPerWorker())));
        InputBatch crop = hand.input(ByteBuffer.allocateDirect(Math.toIntExact(hand.bytesPerWorker())));
        try (OrtSession.RunOptions options = Ort.runOptions()) {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                Shown frame = shown.get(i % shown.size());
                if (frame.square != null) {
                    square.put(0, frame.square);
                    palm.session().run(square, 1, options);
                }
                for (ByteBuffer pixels : frame.crops) {
                    crop.put(0, pixels);
                    hand.session().run(crop, 1, options);
                }
                seen++;
            }
        }
        return seen;
    }

    /** Twice: the first time is the compilers'. */
    private List<Shown> prepare(boolean tracking, List<String> inputs) throws Exception {
        prepared(tracking, inputs);
        Preparation preparation = prepared(tracking, inputs);
        preparation.print();
        return preparation.shown;
    }

    private Preparation prepared(boolean tracking, List<String> inputs) throws Exception {
        Preparation preparation = new Preparation(tracking);
        for (String input : inputs) {
            preparation.look(input);
        }
        return preparation;
    }

    /** The job's way to its crops, each step of it timed, in processor time of its thread. */
    private final class Preparation {

        private final boolean tracking;
        private final Letterboxer letterboxer = new Letterboxer(palm.card().alignment(), POOL);
        private final HandCropper cropper = new HandCropper(hand.card().input().width(), POOL);
        private final PalmDetector detector = new PalmDetector(palm, HandLimits.DEFAULT, POOL);
        private final HandLandmarker landmarker = new HandLandmarker(hand, HandLimits.DEFAULT, POOL);
        private final List<Shown> shown = new ArrayList<>();
        private HandTracker tracker;
        private long decodeNs;
        private long lookNs;
        private long squareNs;
        private long cropNs;
        private int frames;
        private int squares;
        private int crops;

        Preparation(boolean tracking) {
            this.tracking = tracking;
        }

        /** @param input a folder of pictures, or a video and how many frames it has */
        void look(String input) throws Exception {
            String[] words = input.split("=", 2);
            tracker = new HandTracker(this::palms, this::hands, HandLimits.DEFAULT);
            if (words.length == 2) {
                int count = Integer.parseInt(words[1]);
                timed(() -> RgbFrames.ofVideo(Path.of(words[0]), count, POOL, this::see), true);
                return;
            }
            for (Path file : pictures(Path.of(words[0]))) {
                for (int pass = 0; pass < PASSES; pass++) {
                    boolean last = pass == PASSES - 1;
                    timed(() -> RgbFrames.ofImage(file, POOL, last ? this::see : frame -> {}), last);
                }
            }
        }

        private void timed(Work work, boolean counts) throws Exception {
            lookNs = 0;
            long startNs = cpu();
            work.run();
            decodeNs += counts ? cpu() - startNs - lookNs : 0;
        }

        private void see(Frame frame) throws FaultException {
            long startNs = cpu();
            shown.add(new Shown());
            frames++;
            if (tracking) {
                tracker.next(frame).close();
            } else {
                hands(frame, palms(frame).stream().map(Palm::region).toList()).close();
            }
            lookNs += cpu() - startNs;
        }

        private List<Palm> palms(Frame frame) throws FaultException {
            for (int pass = 1; pass < PASSES; pass++) {
                letterboxer.fit(frame).close();
            }
            long startNs = cpu();
            try (FittedFrame fitted = letterboxer.fit(frame)) {
                squareNs += cpu() - startNs;
                squares++;
                ByteBuffer pixels = fitted.pixels().data().buffer();
                shown.get(shown.size() - 1).square = copy(pixels);
                return detector.find(fitted);
            }
        }

        private FrameHands hands(Frame frame, List<Region> regions) throws FaultException {
            for (int pass = 1; pass < PASSES; pass++) {
                cropper.crop(frame, regions).close();
            }
            long startNs = cpu();
            try (FrameCrops cut = cropper.crop(frame, regions)) {
                cropNs += cpu() - startNs;
                crops += regions.size();
                int bytes = hand.card().alignment().bytes();
                for (int i = 0; i < regions.size(); i++) {
                    ByteBuffer pixels = cut.pixels().data().buffer().slice(i * bytes, bytes);
                    shown.get(shown.size() - 1).crops.add(copy(pixels));
                }
                return landmarker.find(cut);
            }
        }

        /** Of all frames, so that the sum is a frame's. */
        void print() {
            double ms = 1e6 * frames;
            System.out.printf(
                    Locale.ROOT,
                    "{\"frames\": %d, \"squares\": %d, \"crops\": %d, \"decode_ms\": %.3f, \"letterbox_ms\": %.3f, \"crop_ms\": %.3f}%n",
                    frames,
                    squares,
                    crops,
                    decodeNs / ms,
                    squareNs / ms,
                    cropNs / ms);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static ByteBuffer copy(ByteBuffer pixels) {
        return ByteBuffer.allocateDirect(pixels.remaining()).put(pixels).flip();
    }

    private static List<Path> pictures(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static InferSettings settings() {
        return new InferSettings(
                Auto.AUTO, 64, new Auto(1), Duration.ofMillis(5), Provider.CPU, 1, 1, Duration.ofSeconds(60));
    }
}
