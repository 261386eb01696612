package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.media.onnx.SampleHandModels;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import io.millrace.media.sample.SampleVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Makes what {@link PastTest} reads, with {@code bin/run} as it is now: {@code perf/freeze VERSION} starts it. No part
 * of the build.
 */
@Timeout(900)
class PastMaker {

    private static final int FAILURES = 3;
    private static final int TERMINATED = 128 + 15;
    private static final int KILLED = 128 + 9;

    /** A run is cut short when it has so many items more on record. */
    private static final int SOME = 4;

    private static final int MOST_TRIES = 40;

    private static final Instant DATE = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Path input;

    /** A job with an input of some {@value #ITEMS} items, and its formats, of which a few fail or hold nothing. */
    enum Subject {
        CLIPS("clips", "clip4mc npy webdataset") {
            @Override
            List<String> make(Path input) throws IOException {
                Path videos = Files.createDirectories(input.resolve("videos"));
                Path good = SampleVideos.write(videos.resolve("good.mp4"), Coding.H264_MP4, 64, 48, 60)
                        .file();
                SampleVideos.write(videos.resolve("other.avi"), Coding.MPEG4_AVI, 48, 64, 40);
                SampleVideos.truncated(good, videos.resolve("broken.mp4"));
                Pairs pairs = new Pairs();
                for (int i = 0; i < ITEMS; i++) {
                    String video = i % 12 == 3 ? "broken.mp4" : i % 3 == 1 ? "other.avi" : "good.mp4";
                    pairs.add("set/clip.%02d".formatted(i), Path.of(video));
                }
                pairs.write(input.resolve("pairs.json"));
                Files.write(input.resolve("tokenizer.json"), SampleVocabulary.json(List.of("shows set clip")));
                return List.of(
                        "clips",
                        "{input}/pairs.json",
                        "--clips-dir",
                        "{input}/videos",
                        "--tokenizer",
                        "{input}/tokenizer.json",
                        "--size",
                        "16x24",
                        "--frames",
                        "2",
                        "--set",
                        "output.shard.max-items=4");
            }
        },
        EMBED("embed", "duckdb npy parquet") {
            @Override
            List<String> make(Path input) throws IOException {
                Photos photos = Photos.in(input.resolve("photos"));
                for (int i = 0; i < ITEMS; i++) {
                    photos.add("%02d.%s".formatted(i, i % 8 == 0 ? "png" : "jpg"), i);
                }
                Files.copy(photos.folder().resolve("01.jpg"), photos.folder().resolve("copy-of-01.jpg"));
                photos.addBroken("12-broken.jpg");
                return List.of("embed", "{input}/photos");
            }
        },
        LANDMARKS("landmarks", "npz webdataset") {
            @Override
            List<String> make(Path input) throws IOException {
                SampleHandModels.in(input.resolve("models"));
                StringBuilder annotations = new StringBuilder("{");
                for (int video = 0; video < ITEMS; video++) {
                    String name = "v%02d".formatted(video);
                    frames(input.resolve("frames").resolve(name), video);
                    annotations.append("%s\"%s\": {\"gloss\": %d}".formatted(video == 0 ? "" : ",\n", name, video));
                }
                Files.writeString(input.resolve("annotations.json"), annotations.append("}\n"));
                List<String> words = new ArrayList<>(List.of(
                        "landmarks",
                        "--frames-dir",
                        "{input}/frames",
                        "--annotations",
                        "{input}/annotations.json",
                        "--set",
                        "output.shard.max-items=4"));
                new SampleHandModels(Path.of("{input}/models")).options().forEach(words::add);
                return words;
            }
        };

        static final int ITEMS = 20;

        private static final int FRAMES = 3;

        private final String job;
        private final String formats;

        Subject(String job, String formats) {
            this.job = job;
            this.formats = formats;
        }

        /** Puts the input there and says by which command it is run. */
        abstract List<String> make(Path input) throws IOException;

        /** Every fifth has no light, every tenth no frame that can be read. */
        private static void frames(Path video, int number) throws IOException {
            Photos photos = Photos.in(video);
            for (int frame = 0; frame < FRAMES; frame++) {
                String name = frame + ".jpg";
                if (number % 10 == 3) {
                    Files.writeString(video.resolve(name), "no picture");
                } else {
                    Photos.Look look = number % 5 == 2 ? Photos.Look.BLACK : Photos.Look.SQUARE;
                    photos.add(name, number * 100 + frame, look, 80);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void freeze(Subject subject) throws Exception {
        Path version = Past.version(System.getProperty("past.version"));
        input = Files.createDirectories(folder.resolve("input"));
        List<String> command = subject.make(input);
        date();
        new Past(version, subject.job, "", "").keepInput(input, command);
        for (String format : subject.formats.split(" ")) {
            Past ended = new Past(version, subject.job, format, "ended");
            ended.keep(ended(ended));
            Past killed = new Past(version, subject.job, format, "killed");
            killed.keep(interrupted(killed, "KILL", KILLED));
            Past drained = new Past(version, subject.job, format, "drained");
            drained.keep(interrupted(drained, "TERM", TERMINATED));
            Past compacted = new Past(version, subject.job, format, "compacted");
            compacted.keep(compacted(compacted));
        }
    }

    private Path ended(Past past) throws Exception {
        Path output = output(past, 0);
        BinRun.Ended ended = run(past, output).run();
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(FAILURES);
        return output;
    }

    /** A run that got this signal when it was on its way. */
    private Path interrupted(Past past, String signal, int exit) throws Exception {
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Path output = output(past, attempt);
            if (interrupt(past, output, signal) == exit && hasWorkLeft(output)) {
                return output;
            }
        }
        throw new AssertionError(past + " was never on its way when the signal came");
    }

    /** A snapshot, and a run after it that was killed. */
    private Path compacted(Past past) throws Exception {
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Path output = output(past, attempt);
            if (interrupt(past, output, "TERM") == TERMINATED && hasWorkLeft(output)) {
                BinRun.Ended compact =
                        BinRun.of("journal", "compact", output.toString()).run();
                assertThat(compact.exit()).as(compact.everything()).isZero();
                if (interrupt(past, output, "KILL") == KILLED && hasWorkLeft(output)) {
                    return output;
                }
            }
        }
        throw new AssertionError(past + " was never on its way when the signals came");
    }

    /** It is let go on for moments only, so that it is looked at in time however little it has to do. */
    private int interrupt(Past past, Path output, String signal) throws Exception {
        long before = recorded(output);
        Object flight = BinRun.Going.flight(output);
        BinRun.Going going = run(past, output).start();
        going.awaitItems(output, flight);
        going.signal("STOP");
        while (going.process().isAlive() && recorded(output) < before + SOME) {
            letGoOnForAMoment(going.pid());
        }
        going.signal(signal);
        going.signal("CONT");
        return going.await(60).exit();
    }

    private static void letGoOnForAMoment(long pid) throws IOException, InterruptedException {
        String script = "kill -CONT %1$d; sleep 0.002; kill -STOP %1$d".formatted(pid);
        new ProcessBuilder("sh", "-c", script).start().waitFor();
    }

    /** Enough that a later version has something to do. */
    private static boolean hasWorkLeft(Path output) throws IOException {
        return recorded(output) < Subject.ITEMS - SOME;
    }

    private static long recorded(Path output) throws IOException {
        try (JournalView journal = JournalView.open(output, JournalSettings.DEFAULT)) {
            return journal.replay().items();
        }
    }

    private Path output(Past past, int attempt) {
        return folder.resolve(past.job() + "-" + past.format() + "-" + past.state() + "-" + attempt);
    }

    private BinRun run(Past past, Path output) throws IOException {
        List<String> words = past.command(input, output);
        words.addAll(List.of("-w", "1", "--set", "memory.in-flight=2", "--report", "none", "--no-restart"));
        return BinRun.of(words.toArray(String[]::new));
    }

    /** Whole seconds, which the archive keeps; the folders last, because making a file dates its folder. */
    private void date() throws IOException {
        try (Stream<Path> all = Files.walk(input)) {
            List<Path> paths = new ArrayList<>(all.sorted().toList());
            Collections.reverse(paths);
            for (Path path : paths) {
                Files.setLastModifiedTime(path, FileTime.from(DATE));
            }
        }
    }
}
