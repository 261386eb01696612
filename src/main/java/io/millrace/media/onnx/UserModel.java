package io.millrace.media.onnx;

import io.millrace.config.ConfigException;
import java.nio.file.Path;
import java.util.List;

/** The model that the user has named, loaded when it is first needed. Any threads. */
public final class UserModel implements AutoCloseable {

    private final ModelSettings settings;
    private final ModelKind kind;
    private final ModelPlace place;
    private final InferSettings infer;
    private final Path confDir;
    private ModelCard card;
    private OnnxModel model;

    /** An embedding. Opens nothing. */
    public UserModel(ModelSettings settings, InferSettings infer, Path confDir) {
        this(settings, ModelKind.EMBEDDING, ModelPlace.ONLY, infer, confDir);
    }

    /** A model of the kind that is needed. Opens nothing. */
    public UserModel(ModelSettings settings, ModelKind kind, ModelPlace place, InferSettings infer, Path confDir) {
        this.settings = settings;
        this.kind = kind;
        this.place = place;
        this.infer = infer;
        this.confDir = confDir;
    }

    /** What vectors depend on, a line each; of a model that cannot be used just that. */
    public List<String> versions() {
        try {
            return open().versions();
        } catch (ModelException e) {
            return List.of("model unusable");
        }
    }

    /**
     * Loads and tries it, the first time.
     *
     * @throws ModelException in a sentence for the user
     */
    public synchronized OnnxModel open() throws ModelException {
        if (model == null) {
            model = OnnxModel.open(card(), settings.path(), infer, place);
        }
        return model;
    }

    /**
     * What is known of it without its weights; read the first time.
     *
     * @throws ModelException in a sentence for the user
     */
    public synchronized ModelCard card() throws ModelException {
        if (card == null) {
            try {
                card = ofKind(ModelCards.find(settings.card(), confDir));
            } catch (ConfigException e) {
                throw new ModelException(e.getMessage(), e);
            }
        }
        return card;
    }

    private ModelCard ofKind(ModelCard found) throws ModelException {
        if (found.kind() != kind) {
            throw new ModelException("the card " + found.name() + " is for a model of kind = " + found.kind()
                    + ", but one of kind = " + kind + " is needed; name the card of such a model");
        }
        return found;
    }

    public InferSettings infer() {
        return infer;
    }

    /** The model, after {@link #open}. */
    public synchronized OnnxModel model() {
        if (model == null) {
            throw new IllegalStateException("the model has not been opened");
        }
        return model;
    }

    @Override
    public synchronized void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }

    @Override
    public String toString() {
        return settings + " " + infer;
    }
}
