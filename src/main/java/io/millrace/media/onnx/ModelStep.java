package io.millrace.media.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.engine.flow.NativeInterrupt;
import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Tensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts whose pictures go through a model, as many pictures at a time as it takes, of whatever parts. Holds the model
 * until it is closed. The memory that the model reads is leased when the first picture comes and kept. A run of the
 * model that does not come forward is terminated, between two of its operators. One thread's.
 *
 * <p>Faults: {@code WrongSize} for a part that was made for another model, {@code ModelFailed}, and what
 * {@link #result} finds wrong.
 *
 * @param <I> has any number of pictures of the model's size, none too
 * @param <O> what is made of the answers
 */
public abstract class ModelStep<I, O> implements Step<I, O> {

    protected final OnnxModel model;
    private final String unfit;
    private final BufferPool pool;
    private Lease memory;
    private InputBatch input;
    private OrtSession.RunOptions options;
    private volatile boolean terminated;
    private boolean closed;

    /**
     * What a model says of one picture.
     *
     * @param outputs of the model, each with the numbers of several pictures
     * @param place of the picture among them
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record PictureAnswer(float[][] outputs, int place) {}

    /**
     * @param kind that the model's card must have
     * @param unfit what a part is that was made for another model, up to the model's name
     */
    protected ModelStep(OnnxModel model, ModelKind kind, BufferPool pool, String unfit) {
        this.model = model;
        this.unfit = unfit;
        this.pool = pool;
        if (model.card().kind() != kind) {
            throw new IllegalArgumentException("the card " + model.card().name() + " is for "
                    + model.card().kind() + ", not for " + kind);
        }
        model.session().hold();
    }

    @Override
    public final int batch() {
        return model.batch();
    }

    @Override
    public final Duration linger() {
        return model.linger();
    }

    @Override
    public final void apply(List<Part<I>> batch, Output<O> out) throws FaultException {
        List<Part<I>> fitting = new ArrayList<>(batch.size());
        List<ByteBuffer> pictures = new ArrayList<>();
        for (Part<I> part : batch) {
            if (fits(part.payload())) {
                fitting.add(part);
                addPictures(part.payload(), pictures);
            } else {
                out.fail(part, wrongSize());
            }
        }
        List<PictureAnswer> answers = run(pictures);
        int at = 0;
        for (Part<I> part : fitting) {
            int next = at + pictures(part.payload());
            emit(part, answers.subList(at, next), out);
            at = next;
        }
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (options != null) {
            options.close();
        }
        if (memory != null) {
            memory.close();
        }
        model.session().release();
    }

    /** How many pictures a part has. */
    protected abstract int pictures(I payload);

    /** The pictures, one behind the other; not asked for where there is none. */
    protected abstract Tensor pixels(I payload);

    /** What becomes of a part, given the answers to its pictures. */
    protected abstract O result(I payload, List<PictureAnswer> answers) throws FaultException;

    /** The part has its result. */
    protected void emitted(Part<I> part) throws FaultException {}

    /** The answers to the pictures of one payload. */
    protected final List<PictureAnswer> answers(I payload) throws FaultException {
        if (!fits(payload)) {
            throw new FaultException(wrongSize());
        }
        List<ByteBuffer> pictures = new ArrayList<>();
        addPictures(payload, pictures);
        return run(pictures);
    }

    private void emit(Part<I> part, List<PictureAnswer> answers, Output<O> out) {
        try {
            out.emit(part, result(part.payload(), answers));
            emitted(part);
        } catch (FaultException e) {
            out.fail(part, e.fault());
        }
    }

    /** In runs that are as full as they can be. */
    private List<PictureAnswer> run(List<ByteBuffer> pictures) throws FaultException {
        List<PictureAnswer> answers = new ArrayList<>(pictures.size());
        for (int from = 0; from < pictures.size(); from += model.batch()) {
            List<ByteBuffer> some = pictures.subList(from, Math.min(pictures.size(), from + model.batch()));
            float[][] outputs = outputs(some);
            for (int place = 0; place < some.size(); place++) {
                answers.add(new PictureAnswer(outputs, place));
            }
        }
        return answers;
    }

    /** The model's answers, each with the numbers of all pictures, one after the other. */
    private float[][] outputs(List<ByteBuffer> pictures) throws FaultException {
        try {
            prepare();
            for (int i = 0; i < pictures.size(); i++) {
                input.put(i, pictures.get(i));
            }
            return NativeInterrupt.by(this::terminate, () -> model.session().run(input, pictures.size(), options));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private void prepare() throws OrtException {
        if (input == null) {
            memory = pool.lease(Math.toIntExact(model.bytesPerWorker()));
            options = Ort.runOptions();
            input = model.input(memory.buffer());
        }
        if (terminated) {
            terminated = false;
            options.setTerminate(false);
        }
    }

    /** By the thread that asks this worker to leave. */
    private void terminate() {
        try {
            terminated = true;
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("a run could not be terminated", e);
        }
    }

    private static FaultException failed(OrtException e) {
        String words = Ort.words(e);
        return words.contains("Failed to allocate memory")
                ? NativeMemory.exhausted(words)
                : new FaultException("ModelFailed", words);
    }

    private void addPictures(I payload, List<ByteBuffer> pictures) {
        for (int i = 0; i < pictures(payload); i++) {
            pictures.add(pixels(payload).data().buffer().slice(i * pictureBytes(), pictureBytes()));
        }
    }

    private boolean fits(I payload) {
        return pictures(payload) == 0 || pixels(payload).data().size() == pictures(payload) * pictureBytes();
    }

    private int pictureBytes() {
        return model.card().alignment().bytes();
    }

    private Fault wrongSize() {
        return Fault.of("WrongSize", unfit + " " + model.card().name());
    }
}
