package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.Thorough;
import io.millrace.media.sample.SampleVideo;
import io.millrace.media.sample.SampleVideos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many work on it changes nothing of what comes out. */
@Timeout(300)
class WorkersIT {

    /**
     * Real videos up to this size are taken as well, where they are present: enough to tell, few enough to be quick.
     */
    private static final long MOST_BYTES = Thorough.wanted() ? 200_000 : 60_000;

    @TempDir
    private static Path folder;

    private static final Pairs PAIRS = new Pairs();
    private static Path manifest;
    private static Produced alone;

    @BeforeAll
    static void runAlone() throws Exception {
        for (SampleVideo video : SampleVideos.writeAll(folder.resolve("videos"))) {
            for (int i = 0; i < 3; i++) {
                add(video.file().getFileName() + "/" + i, video.file(), video.decodable());
            }
        }
        if (Fixtures.present()) {
            addFixtures(Fixtures.path("video"));
        }
        manifest = PAIRS.write(folder.resolve("pairs.json"));
        alone = run("alone", "-w", "1", "--set", "stages.encode.workers=1");
    }

    private static void addFixtures(Path videos) throws Exception {
        new ObjectMapper()
                .readTree(videos.resolve("videos.json").toFile())
                .get("videos")
                .forEach(truth -> addFixture(videos, truth));
    }

    /** Copied, because an entry outside the clips folder is refused. */
    private static void addFixture(Path videos, JsonNode truth) {
        if (truth.get("bytes").asLong() <= MOST_BYTES) {
            Path file = videos.resolve(truth.get("file").asText());
            Path copy = folder.resolve("videos").resolve("real-" + file.getFileName());
            try {
                Files.copy(file, copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            add(copy.getFileName().toString(), copy, truth.get("readable").asBoolean());
        }
    }

    private static void add(String id, Path file, boolean decodable) {
        if (decodable) {
            PAIRS.add(id, file);
        } else {
            PAIRS.addBad(id, file);
        }
    }

    @Test
    void shouldGiveTheSameBytesWhenEachStageHasItsOwnCrew() throws Exception {
        Produced crews = run("crews", "-w", "decode=4,transform=2,encode=2");

        crews.checkSameAs(alone);
        crews.checkDataset(PAIRS);
    }

    @Test
    void shouldGiveTheSameBytesWhenTwoWrite() throws Exception {
        run("writers", "-w", "decode=4,transform=2,encode=2", "--set", "stages.write.workers=2")
                .checkSameAs(alone);
    }

    @Test
    void shouldGiveTheSameBytesWhenLinksAreShortAndMemoryIsScarce() throws Exception {
        run("tight", "-w", "3", "--memory", "768MiB", "--set", "stages.transform.queue=1")
                .checkSameAs(alone);
    }

    @Test
    void shouldGiveTheSameBytesWhenTheFormatIsNpy() throws Exception {
        Produced one = run("npy-alone", "--format", "npy", "-w", "1", "--set", "stages.encode.workers=1");

        run("npy-crews", "--format", "npy", "-w", "decode=4,transform=2,encode=2")
                .checkSameAs(one);
    }

    @Test
    void shouldGiveTheSameBytesInShards() throws Exception {
        String shards = "output.shard.max-items=7";
        Produced one = run("shards-alone", "--format", "webdataset", "--set", shards, "-w", "1");
        Produced crews = run("shards-crews", "--format", "webdataset", "--set", shards, "-w", "4");
        Produced tight =
                run("shards-tight", "--format", "webdataset", "--set", shards, "-w", "3", "--memory", "768MiB");

        crews.checkSameAs(one);
        tight.checkSameAs(one);
    }

    private static Produced run(String name, String... more) throws Exception {
        Path output = folder.resolve(name);
        List<String> words = new ArrayList<>(List.of("clips", manifest.toString(), "--output", output.toString()));
        words.addAll(List.of(more));
        if (words.contains("--memory")) { // which the launcher splits
            BinRun.Ended ended = BinRun.of(words.toArray(String[]::new)).run();
            assertThat(ended.exit()).as(ended.everything()).isEqualTo(PAIRS.exit());
        } else {
            Said.with(PAIRS.exit(), words.toArray(String[]::new));
        }
        Produced produced = new Produced(output);
        produced.checkComplete(PAIRS);
        return produced;
    }
}
