package io.millrace.media.onnx;

import io.millrace.config.ChangesResults;
import io.millrace.config.Range;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is known of a model besides its weights. {@code model-card.conf} says what each key means.
 *
 * @param name of the card's file without its ending: the model's id in outputs
 * @param about it
 * @param input what it takes
 * @param alignment how a picture gets the model's size
 * @param output what it gives
 * @param selfTest what it must answer
 * @param canonical the settings that vectors depend on, a line for each: for the fingerprint
 */
public record ModelCard(
        String name,
        About about,
        Input input,
        Alignment alignment,
        Output output,
        SelfTest selfTest,
        String canonical) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ModelKind kind() {
        return about.kind();
    }

    /** What the model must give. */
    List<Answer> answers() {
        return about.kind().answers(input, output);
    }

    /**
     * The card's own keys.
     *
     * @param title in one line
     * @param licence of the weights
     * @param kind of model
     * @param sha256 of the file it is for; null for any that fits
     */
    public record About(String title, String licence, ModelKind kind, Digest sha256) {}

    /**
     * A SHA-256 in hexadecimal.
     *
     * @param hex 64 lower-case digits
     */
    public record Digest(String hex) {

        /** Reads 64 hexadecimal digits. */
        public static Digest parse(String text) {
            String hex = text.strip().toLowerCase(Locale.ROOT);
            if (!SHA256.matcher(hex).matches()) {
                throw new IllegalArgumentException("must be 64 hexadecimal digits");
            }
            return new Digest(hex);
        }
    }

    /** Section {@code input}. */
    public record Input(
            @ChangesResults @Range(min = 1, max = 16_384) Integer height,
            @ChangesResults @Range(min = 1, max = 16_384) Integer width,
            @ChangesResults TensorLayout layout,
            @ChangesResults ChannelOrder colour,
            @ChangesResults int range,
            @ChangesResults List<String> mean,
            @ChangesResults List<String> std,
            @ChangesResults boolean whiten) {

        public Input {
            if (height == null || width == null) {
                throw new IllegalArgumentException("height and width are needed");
            }
            if (range != 255 && range != 1) {
                throw new IllegalArgumentException("range must be 255 or 1");
            }
            Numbers.three("mean", mean);
            for (double each : Numbers.three("std", std)) {
                if (each == 0) {
                    throw new IllegalArgumentException("std must not be 0");
                }
            }
            if (whiten && !(mean.equals(List.of("0")) && std.equals(List.of("1")) && range == 255)) {
                throw new IllegalArgumentException(
                        "whiten takes each picture's own mean and std: leave range, mean and std out");
            }
        }
    }

    /** Section {@code align}. */
    record Align(@ChangesResults Fit fit, @ChangesResults Filter filter) {}

    /** Section {@code output}. */
    public record Output(
            @ChangesResults @Range(min = 1, max = 65_536) Integer dimension,
            @ChangesResults String name,
            @ChangesResults boolean l2,
            @ChangesResults List<String> names) {

        public Output {
            names = List.copyOf(names);
        }
    }

    /** Section {@code self-test}. */
    public record SelfTest(List<String> values, @Range(min = 0) double tolerance) {

        public SelfTest {
            Numbers.all("values", values);
        }
    }
}
