package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.jobs.clips.OutputSettings;
import io.millrace.jobs.clips.SourceSettings;
import io.millrace.jobs.clips.TransformSettings;
import io.millrace.jobs.embed.ImageSourceSettings;
import io.millrace.jobs.landmarks.HandsFormat;
import io.millrace.jobs.landmarks.HandsOutputSettings;
import io.millrace.media.image.ImageDecodeSettings;
import io.millrace.media.image.Scale;
import io.millrace.media.onnx.InferSettings;
import io.millrace.media.onnx.ModelSettings;
import io.millrace.media.video.DecodeSettings;
import io.millrace.media.video.FrameDecodeSettings;
import io.millrace.store.files.EncodeSettings;
import io.millrace.store.files.WriteSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings records and reference.conf agree. */
class SettingsTest {

    @Test
    void shouldBindEveryRecordFromTheReferenceAndTheClipsFile() throws Exception {
        Configuration configuration = Configuration.load(Layers.of(Path.of("conf", "clips.conf")));

        configuration.bind("source", SourceSettings.class);
        configuration.bind("output", OutputSettings.class);
        configuration.bind("stages.decode", DecodeSettings.class);
        configuration.bind("stages.transform", TransformSettings.class);
        configuration.bind("stages.encode", EncodeSettings.class);
        configuration.bind("model", ModelSettings.class);
        configuration.bind("stages.infer", InferSettings.class);
        configuration.bind("stages.write", WriteSettings.class);

        configuration.check();
        assertThat(configuration.canonical())
                .isEqualTo(
                        """
                        output.format = clip4mc
                        output.split.mode = random
                        output.split.ratios = ["0.8", "0.1", "0.1"]
                        output.split.seed = 0
                        stages.decode.corrupt = fail
                        stages.decode.frames = 16
                        stages.decode.max-pixels = 178956970
                        stages.decode.sampling = endpoint-included
                        stages.transform.channel-order = rgb
                        stages.transform.filter = linear
                        stages.transform.matrix = stream
                        stages.transform.size = 160x256
                        """);
    }

    @Test
    void shouldBindTheRecordsOfJobsOnEveryFrame() throws Exception {
        Configuration configuration = Configuration.load(Layers.of(Path.of("conf", "clips.conf")));

        FrameDecodeSettings decode = configuration.bind("stages.decode", FrameDecodeSettings.class);

        configuration.check();
        assertThat(decode.ahead(3)).isEqualTo(8);
        assertThat(decode.ahead(20)).isEqualTo(40);
        assertThat(configuration.canonical())
                .isEqualTo(
                        """
                        stages.decode.frame-error = skip
                        stages.decode.max-pixels = 178956970
                        """);
    }

    @Test
    void shouldBindTheOutputOfHands() throws Exception {
        Configuration configuration =
                Configuration.load(new Layers(null, null, Map.of(), List.of("output.format=npz"), List.of()));

        HandsOutputSettings output = configuration.bind("output", HandsOutputSettings.class);

        configuration.check();
        assertThat(output.format()).isEqualTo(HandsFormat.NPZ);
        assertThat(output.shard().maxItems()).isEqualTo(1000);
        assertThat(configuration.canonical()).isEqualTo("output.format = npz\n");
    }

    /** Each job binds what it needs of the one reference. */
    @Test
    void shouldBindTheRecordsOfJobsOnPictures() throws Exception {
        Configuration configuration = Configuration.load(Layers.of(Path.of("conf", "clips.conf")));

        ImageSourceSettings source = configuration.bind("source", ImageSourceSettings.class);
        ImageDecodeSettings decode = configuration.bind("stages.decode", ImageDecodeSettings.class);

        configuration.check();
        assertThat(source.extensions()).contains("jpg", "heic").doesNotHaveDuplicates();
        assertThat(decode.scale()).isEqualTo(Scale.AUTO);
        assertThat(configuration.canonical())
                .isEqualTo(
                        """
                        stages.decode.max-pixels = 178956970
                        stages.decode.scale = auto
                        """);
    }
}
