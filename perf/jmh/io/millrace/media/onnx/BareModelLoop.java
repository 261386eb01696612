package io.millrace.media.onnx;

import ai.onnxruntime.OrtSession;
import io.millrace.LoopTime;
import io.millrace.config.Auto;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The model's share of the embed job: threads that put decoded pictures of the model's size into the same session that
 * the job opens, one at a time, and throw the answers away. {@code BareModelLoop MODEL.onnx CARD FOLDER WORKERS} prints
 * what the loop itself took, without start and decoding.
 */
public final class BareModelLoop {

    private static final int WARM_UP = 100;

    private final OnnxModel model;
    private final List<ByteBuffer> pictures;
    private final AtomicInteger next = new AtomicInteger();

    private BareModelLoop(OnnxModel model, List<ByteBuffer> pictures) {
        this.model = model;
        this.pictures = pictures;
    }

    public static void main(String[] arguments) throws Exception {
        ModelCard card = ModelCards.find(arguments[1], Path.of("conf"));
        int workers = Integer.parseInt(arguments[3]);
        List<ByteBuffer> pictures = pictures(Path.of(arguments[2]), card);
        try (OnnxModel model = OnnxModel.open(card, Path.of(arguments[0]), settings())) {
            new BareModelLoop(model, pictures.subList(0, Math.min(WARM_UP, pictures.size()))).run(workers);
            LoopTime time = LoopTime.start();
            time.print(new BareModelLoop(model, pictures).run(workers));
        }
        System.exit(0);
    }

    private int run(int workers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        List<Callable<Integer>> loops = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            loops.add(this::infer);
        }
        int seen = 0;
        for (Future<Integer> loop : threads.invokeAll(loops)) {
            seen += loop.get();
        }
        threads.shutdown();
        return seen;
    }

    private int infer() throws Exception {
        int seen = 0;
        InputBatch input = model.input(ByteBuffer.allocateDirect(Math.toIntExact(model.bytesPerWorker())));
        try (OrtSession.RunOptions options = Ort.runOptions()) {
            for (int i = next.getAndIncrement(); i < pictures.size(); i = next.getAndIncrement()) {
                input.put(0, pictures.get(i));
                model.session().run(input, 1, options);
                seen++;
            }
        }
        return seen;
    }

    private static List<ByteBuffer> pictures(Path folder, ModelCard card) throws Exception {
        opencv_core.setNumThreads(1);
        List<ByteBuffer> pictures = new ArrayList<>();
        try (Stream<Path> below = Files.walk(folder);
                Size size =
                        new Size(card.alignment().width(), card.alignment().height())) {
            for (Path file : (Iterable<Path>) below.filter(Files::isRegularFile)::iterator) {
                try (Mat decoded = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_COLOR_RGB);
                        Mat aligned = new Mat()) {
                    opencv_imgproc.resize(decoded, aligned, size);
                    byte[] rgb = new byte[card.alignment().bytes()];
                    aligned.data().get(rgb);
                    pictures.add(ByteBuffer.wrap(rgb));
                }
            }
        }
        return pictures;
    }

    private static InferSettings settings() {
        return new InferSettings(
                Auto.AUTO, 64, new Auto(1), Duration.ofMillis(5), Provider.CPU, 1, 1, Duration.ofSeconds(60));
    }
}
