package io.millrace.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.media.sample.SamplePhotos;
import io.millrace.media.sample.SampleVideo;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the demo makes for itself below {@code root}, each thing once. */
record DemoInput(Path root) {

    Path videos() {
        return root.resolve("videos");
    }

    Path pairs() {
        return root.resolve("pairs.json");
    }

    Path toyVocabulary() {
        return root.resolve("toy-tokenizer.json");
    }

    Path photos() {
        return root.resolve("photos");
    }

    void makePhotos() throws IOException {
        if (!Files.exists(photos())) {
            System.err.println("making sample pictures in " + photos());
            Files.createDirectories(photos());
            SamplePhotos.writeAll(photos());
        }
    }

    void makeVideos() throws IOException {
        if (!Files.exists(pairs())) {
            System.err.println("making sample videos in " + videos());
            Files.createDirectories(videos());
            Files.writeString(pairs(), manifest(SampleVideos.writeAll(videos())));
        }
    }

    /** CLIP's vocabulary is not ours to give away, and ids that only look like CLIP's must not be taken for them. */
    void makeVocabulary() throws IOException {
        System.err.println(
                "CLIP's vocabulary does not come with Millrace: tokens are made with a toy one, to show the files.");
        System.err.println("No model knows its ids; name CLIP's with --tokenizer");
        if (!Files.exists(toyVocabulary())) {
            Files.write(toyVocabulary(), SampleVocabulary.json(captions()));
        }
    }

    private List<String> captions() throws IOException {
        return new ObjectMapper().readTree(pairs().toFile()).findValuesAsText("text");
    }

    private static String manifest(List<SampleVideo> samples) {
        ArrayNode pairs = new ObjectMapper().createArrayNode();
        for (SampleVideo sample : samples) {
            String name = sample.file().getFileName().toString();
            pairs.addObject()
                    .put("id", name.replace('.', '-'))
                    .put("video", name)
                    .put("text", sample.caption());
        }
        return pairs.toPrettyString() + "\n";
    }
}
