package io.millrace.media.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The models of {@link TinyHands} with their cards in a folder, for tests of whole runs: what they find is only numbers
 * of the picture.
 */
public record SampleHandModels(Path folder) {

    public static SampleHandModels in(Path folder) throws IOException {
        SampleHandModels models = new SampleHandModels(Files.createDirectories(folder));
        TinyHands.palms(models.palm(), "n");
        TinyHands.hands(models.hand(), "n");
        models.card("palm", TinyHands.PALM_SIDE, "align { fit = letterbox, filter = linear }");
        models.card("hand", TinyHands.HAND_SIDE, "");
        return models;
    }

    public Path palm() {
        return folder.resolve("palm.onnx");
    }

    public Path hand() {
        return folder.resolve("hand.onnx");
    }

    /** The options that name them. */
    public List<String> options() {
        List<String> options =
                new ArrayList<>(List.of("--palm-model", palm().toString(), "--hand-model", hand().toString()));
        cards().forEach(card -> options.addAll(List.of("--set", card)));
        return options;
    }

    /** The settings that name their cards. */
    public List<String> cards() {
        return List.of(
                "models.palm.card=\"" + folder.resolve("palm.conf") + "\"",
                "models.hand.card=\"" + folder.resolve("hand.conf") + "\"");
    }

    private void card(String kind, int side, String align) throws IOException {
        Files.writeString(
                folder.resolve(kind + ".conf"),
                """
                title = "tiny %1$s"
                licence = "none"
                kind = %1$s
                input { height = %2$d, width = %2$d, layout = nchw, colour = rgb, range = 255 }
                %3$s
                """
                        .formatted(kind, side, align));
    }
}
