package io.millrace.media.onnx;

import io.millrace.config.ConfigException;
import io.millrace.config.Configuration;
import io.millrace.config.Spelling;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads model cards. */
public final class ModelCards {

    private static final String ENDING = ".conf";
    private static final String REFERENCE = "model-card.conf";
    private static final String FOLDER = "models";

    /** What the checks need of the card's own keys, whatever is wrong with the others. */
    private record Purpose(ModelKind kind) {}

    private ModelCards() {}

    /**
     * The card {@code conf/models/NAME.conf}; or, where it holds a slash or ends in {@code .conf}, the one at that
     * path.
     *
     * @param confDir the folder {@code conf}
     * @throws ModelException when there is no such card
     * @throws ConfigException with every problem of the card
     */
    public static ModelCard find(String nameOrPath, Path confDir) throws ModelException, ConfigException {
        boolean path = nameOrPath.contains("/") || nameOrPath.endsWith(ENDING);
        Path file = path ? Path.of(nameOrPath) : confDir.resolve(FOLDER).resolve(nameOrPath + ENDING);
        if (!Files.isRegularFile(file)) {
            throw new ModelException(path ? "there is no model card " + file : unknown(nameOrPath, names(confDir)));
        }
        return read(file);
    }

    /** Of all cards in {@code conf/models}, sorted. */
    public static List<String> names(Path confDir) {
        try (Stream<Path> files = Files.list(confDir.resolve(FOLDER))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(ModelCards::withoutEnding)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static ModelCard read(Path file) throws ConfigException {
        Configuration card = Configuration.load(file, ModelCards.class, REFERENCE);
        ModelCard.About about = card.bind("", ModelCard.About.class);
        ModelCard.Input input = card.bind("input", ModelCard.Input.class);
        ModelCard.Align align = card.bind("align", ModelCard.Align.class);
        ModelCard.Output output = card.bind("output", ModelCard.Output.class);
        ModelCard.SelfTest selfTest = card.bind("self-test", ModelCard.SelfTest.class);
        Purpose purpose = card.bind("", Purpose.class);
        if (purpose != null && output != null) {
            checkOutput(card, purpose.kind(), output);
        }
        if (purpose != null && input != null && align != null) {
            checkPicture(card, purpose.kind(), input, align);
        }
        Alignment alignment = input == null || align == null ? null : alignment(card, input, align);
        card.check();
        String name = withoutEnding(file.getFileName().toString());
        return new ModelCard(name, about, input, alignment, output, selfTest, card.canonical());
    }

    private static void checkOutput(Configuration card, ModelKind kind, ModelCard.Output output) {
        if (kind != ModelKind.EMBEDDING && (output.dimension() != null || output.name() != null)) {
            card.refuse("kind", "its outputs are known by it: leave output.dimension and output.name out");
        }
        if (kind == ModelKind.EMBEDDING && output.dimension() == null) {
            card.refuse("output.dimension", "is needed");
        }
        if (kind == ModelKind.EMBEDDING && !output.names().isEmpty()) {
            card.refuse("output.names", "an embedding is one output: output.name");
        }
    }

    private static void checkPicture(Configuration card, ModelKind kind, ModelCard.Input input, ModelCard.Align align) {
        if (kind != ModelKind.EMBEDDING && !input.height().equals(input.width())) {
            card.refuse("input.width", "the picture of a model of kind = " + kind + " is a square");
        }
        if (kind == ModelKind.PALM && input.width() % MediaPipeHands.COARSEST != 0) {
            card.refuse("input.width", "a palm detector's is a multiple of " + MediaPipeHands.COARSEST);
        }
        if (kind == ModelKind.PALM && align.fit() != Fit.LETTERBOX) {
            card.refuse("align.fit", "a palm detector sees all of a picture: letterbox");
        }
    }

    private static Alignment alignment(Configuration card, ModelCard.Input input, ModelCard.Align align) {
        try {
            return new Alignment(input.height(), input.width(), align.fit(), align.filter());
        } catch (IllegalArgumentException e) {
            card.refuse("align.fit", e.getMessage());
            return null;
        }
    }

    private static String unknown(String name, List<String> names) {
        String nearest = Spelling.nearest(name, names);
        String known = nearest != null ? Spelling.hint(nearest) : "; there is " + String.join(", ", names);
        return "there is no model card '" + name + "' in conf/models" + known;
    }

    private static String withoutEnding(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }
}
