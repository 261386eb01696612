package io.millrace.media.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.ScopeGuard;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model, loaded, bound to its card and tried out. Opened once by a job, which closes it at the end; each worker's
 * {@link io.millrace.jobs.embed.OnnxEmbedder} holds it as well. Any threads.
 */
public final class OnnxModel implements AutoCloseable {

    /** Place among the answers of a hand model. */
    public static final int WORLD = 3;

    private static final long LEAST_WORKER_BYTES = 32L << 20;
    private static final long RUN_FACTOR = 16;

    private final Path file;
    private final ModelPlace place;
    private final ModelCard card;
    private final String digest;
    private final Loaded loaded;
    private final ModelSession session;
    private final int batch;
    private final Duration linger;
    private final List<String> notices;
    private boolean closed;

    private OnnxModel(
            Path file, ModelCard card, InferSettings settings, ModelFile content, Loaded loaded, ModelPlace place)
            throws ModelException, OrtException {
        this.file = file;
        this.place = place;
        this.card = card;
        this.digest = content.digest();
        this.loaded = loaded;
        this.linger = settings.linger();
        this.notices = new ArrayList<>(loaded.notices);
        this.session = new ModelSession(loaded.session, loaded.binding);
        this.batch = tried(loaded.binding.freeBatch() ? settings.batchOn(loaded.provider) : 1);
    }

    /**
     * Loads and tries a model: each of its checks ends in a sentence for the user.
     *
     * @param file the .onnx file; null where the user has named none
     */
    public static OnnxModel open(ModelCard card, Path file, InferSettings settings) throws ModelException {
        return open(card, file, settings, ModelPlace.ONLY);
    }

    /** As above; sentences speak of it as {@code place} says. */
    static OnnxModel open(ModelCard card, Path file, InferSettings settings, ModelPlace place) throws ModelException {
        ModelFile content = ModelFile.read(file, place);
        checkDigest(card, file, content);
        Loaded loaded = Loaded.of(card, file, settings, place);
        try (ScopeGuard guard = new ScopeGuard(() -> Ort.close(loaded.session))) {
            return guard.dismiss(new OnnxModel(file, card, settings, content, loaded, place));
        } catch (OrtException e) {
            throw new ModelException(
                    file + " loads, but does not run: " + Ort.words(e) + "; the card " + card.name() + " expects "
                            + expected(card),
                    e);
        }
    }

    private static String expected(ModelCard card) {
        return card.kind() == ModelKind.EMBEDDING
                ? card.output().dimension() + " numbers a picture"
                : card.answers().stream().map(Answer::toString).collect(Collectors.joining(", "));
    }

    public ModelCard card() {
        return card;
    }

    /** SHA-256 of the .onnx file, or of it and its other files; 64 lower-case digits. */
    public String digest() {
        return digest;
    }

    /** What vectors depend on besides the pictures, a line each: card, weights, library, what it runs on. */
    public List<String> versions() {
        List<String> versions = new ArrayList<>();
        card.canonical().lines().forEach(setting -> versions.add("card " + setting));
        versions.add("model " + digest);
        versions.add("onnxruntime " + Ort.environment().getVersion() + " " + loaded.provider);
        return versions;
    }

    /** What it runs on, which is not what was asked for where a notice says so. */
    public Provider provider() {
        return loaded.provider;
    }

    /** The most pictures to a run. */
    public int batch() {
        return batch;
    }

    /** Sentences for the user about what is not as was asked for. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * What one worker more takes, in bytes: a run of the model beside the others holds its input and, of a network for
     * pictures, at its widest about fifteen times that in intermediate results; the weights are shared.
     */
    public long workerBytes() {
        return Math.max(LEAST_WORKER_BYTES, RUN_FACTOR * bytesPerWorker());
    }

    /** Native memory that one worker's pictures take, in bytes; what the model itself takes is measured, not known. */
    public long bytesPerWorker() {
        return InputBatch.bytes(card.input(), loaded.binding.type(), batch);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            session.release();
        }
    }

    public Duration linger() {
        return linger;
    }

    ModelSession session() {
        return session;
    }

    /** For the pictures of one worker. */
    InputBatch input(ByteBuffer memory) {
        return new InputBatch(card.input(), loaded.binding.type(), memory);
    }

    /** The batch that has stood the test. */
    private int tried(int wanted) throws OrtException, ModelException {
        InputBatch pictures = input(ByteBuffer.allocateDirect(
                Math.toIntExact(InputBatch.bytes(card.input(), loaded.binding.type(), wanted))));
        BatchCheck check = new BatchCheck(session, pictures, card);
        try (OrtSession.RunOptions options = Ort.runOptions()) {
            check(check.one(options));
            selfTest(pictures, options);
            if (wanted == 1 || check.invariant(wanted, options)) {
                return wanted;
            }
        }
        notices.add("the model " + file
                + " gives a picture other numbers among others than by itself: it gets one at a time"
                + " (" + place.stage() + ".batch = " + wanted + " is not used)");
        return 1;
    }

    /**
     * Points in pixels and points in metres look the same but for their size: the order of outputs is a guess without
     * it.
     */
    private void check(float[][] noise) throws ModelException {
        if (card.kind() == ModelKind.HAND && hasWorld() && largest(noise[0]) < largest(noise[WORLD])) {
            throw new ModelException(file + " gives larger numbers as '"
                    + loaded.binding.outputs().get(WORLD) + "', which should be"
                    + " metres, than as '" + loaded.binding.outputs().get(0)
                    + "', which should be pixels; say which output is which"
                    + " with output.names in the card " + card.name());
        }
        if (card.kind() == ModelKind.HAND && !hasWorld()) {
            notices.add("the model " + file + " gives no points in metres: there are none in the results");
        }
    }

    private boolean hasWorld() {
        return loaded.binding.outputs().size() > WORLD;
    }

    private static float largest(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    private void selfTest(InputBatch pictures, OrtSession.RunOptions options) throws OrtException, ModelException {
        double[] expected = Numbers.all("values", card.selfTest().values());
        if (expected.length == 0) {
            return;
        }
        float[] vector = answer(pictures, options);
        for (int i = 0; i < expected.length; i++) {
            if (i >= vector.length
                    || !(Math.abs(vector[i] - expected[i]) <= card.selfTest().tolerance())) {
                throw new ModelException(file + " fails the self-test of the card " + card.name() + ": number " + i
                        + " is " + (i < vector.length ? vector[i] : "missing") + ", not " + expected[i]
                        + "; it is not the model that the card describes");
            }
        }
    }

    private float[] answer(InputBatch pictures, OrtSession.RunOptions options) throws OrtException, ModelException {
        byte[] ramp = new byte[card.alignment().bytes()];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (31L * i % 255);
        }
        pictures.put(0, ByteBuffer.wrap(ramp));
        try {
            float[] first = session.run(pictures, 1, options)[0];
            return card.kind() == ModelKind.EMBEDDING ? Vectors.at(0, first, card.output()) : first;
        } catch (FaultException e) {
            throw new ModelException(
                    file + " fails the self-test of the card " + card.name() + ": "
                            + e.fault().message(),
                    e);
        }
    }

    private static void checkDigest(ModelCard card, Path file, ModelFile content) throws ModelException {
        ModelCard.Digest wanted = card.about().sha256();
        if (wanted != null && !wanted.hex().equals(content.sha256())) {
            throw new ModelException(file + " is not the file that the card " + card.name() + " is for: its SHA-256 is "
                    + content.sha256() + ", the card says " + wanted.hex());
        }
    }

    /** A session and what it runs on. */
    private record Loaded(OrtSession session, Binding binding, Provider provider, List<String> notices) {

        static Loaded of(ModelCard card, Path file, InferSettings settings, ModelPlace place) throws ModelException {
            List<String> notices = new ArrayList<>();
            try (OrtSession.SessionOptions options = Ort.options(settings.intraOp(), settings.interOp())) {
                boolean cuda = settings.provider() == Provider.CUDA && addCuda(options, place, notices);
                OrtSession session = Ort.environment().createSession(file.toString(), options);
                try (ScopeGuard guard = new ScopeGuard(() -> Ort.close(session))) {
                    Binding binding = Binding.of(file, card, session);
                    return guard.dismiss(new Loaded(session, binding, cuda ? Provider.CUDA : Provider.CPU, notices));
                }
            } catch (OrtException e) {
                throw new ModelException(
                        "ONNX Runtime cannot load " + file + ": " + Ort.words(e) + "; fetch or export it again", e);
            } catch (LinkageError e) {
                throw new ModelException("ONNX Runtime cannot be loaded on this machine: " + Ort.words(e), e);
            }
        }

        private static boolean addCuda(OrtSession.SessionOptions options, ModelPlace place, List<String> notices)
                throws OrtException {
            options.setMemoryPatternOptimization(
                    false); // several runs on one session go wrong with it (onnxruntime#29351)
            try {
                options.addCUDA(0);
                return true;
            } catch (OrtException e) {
                notices.add(place.stage() + ".provider = cuda cannot be used, so the model runs on the CPU: "
                        + Ort.words(e));
                return false;
            }
        }
    }
}
