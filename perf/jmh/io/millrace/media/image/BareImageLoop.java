package io.millrace.media.image;

import io.millrace.LoopTime;
import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.ImageHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The codec's share of the embed job: threads that read files and call OpenCV's imdecode, nothing else; nothing is
 * hashed, turned or kept. {@code BareImageLoop FOLDER WORKERS [SIDE]} prints what the loop itself took, without the
 * start. With a SIDE it decodes as small as the job does that keeps so many pixels of the shorter side.
 */
public final class BareImageLoop {

    private static final int FLAGS = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    private final List<Path> files;
    private final Scale scale;
    private final int side;
    private final AtomicInteger next = new AtomicInteger();

    private BareImageLoop(List<Path> files, Scale scale, int side) {
        this.files = files;
        this.scale = scale;
        this.side = side;
    }

    public static void main(String[] arguments) throws Exception {
        opencv_core.setNumThreads(1);
        boolean whole = arguments.length < 3;
        BareImageLoop loop = new BareImageLoop(
                files(Path.of(arguments[0])),
                whole ? Scale.EXACT : Scale.FAST,
                whole ? 0 : Integer.parseInt(arguments[2]));
        LoopTime time = LoopTime.start();
        int decoded = loop.run(Integer.parseInt(arguments[1]));
        time.print(decoded);
        System.exit(decoded == loop.files.size() ? 0 : 1);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private int run(int workers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        List<Callable<Integer>> loops = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            loops.add(this::decode);
        }
        int decoded = 0;
        for (Future<Integer> loop : threads.invokeAll(loops)) {
            decoded += loop.get();
        }
        threads.shutdown();
        return decoded;
    }

    private int decode() throws IOException, FaultException {
        int decoded = 0;
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 24);
        try (BytePointer pointer = new BytePointer(bytes);
                Mat picture = new Mat()) {
            for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                read(files.get(i), bytes.clear());
                try (Mat coded = new Mat(1, bytes.position(), opencv_core.CV_8UC1, pointer)) {
                    opencv_imgcodecs.imdecode(coded, FLAGS | reduced(bytes.flip()), picture)
                            .close();
                }
                decoded += picture.empty() ? 0 : 1;
            }
        }
        return decoded;
    }

    private int reduced(ByteBuffer file) throws FaultException {
        return scale == Scale.EXACT
                ? 0
                : OpenCvCodec.reduced(
                        Scaled.of(ImageHeader.read(file), scale, side).denominator());
    }

    private static void read(Path file, ByteBuffer into) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            int read = 0;
            while (read >= 0) {
                read = channel.read(into);
            }
        }
    }
}
