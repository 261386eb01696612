package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.OutputTree;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Records;
import io.millrace.engine.pipeline.Books;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.Endings;
import io.millrace.engine.pipeline.Observer;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.RetryRule;
import io.millrace.jobs.clips.ClipsJob;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.sample.SampleVideo;
import io.millrace.media.sample.SampleVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that come and go in a real run, and pauses in it, change no byte of what comes out. */
@Timeout(300)
class ClipsCrewsIT {

    private static final Resources RESOURCES = new Resources(2, 2L << 30, 400L << 20, Path.of("conf"));
    private static final Duration LIMIT = Duration.ofSeconds(200);
    private static final int ROUNDS = 6;

    @TempDir
    private static Path folder;

    private static Path manifest;
    private static int entries;

    /** What a run has recorded, in memory. */
    private static final class Kept implements Books {
        final Map<String, Outcome.Status> outcomes = new TreeMap<>();
        private final Books none = Books.none();
        private int twice;

        @Override
        public long ordinal(Item<?> item) throws IOException {
            return none.ordinal(item);
        }

        @Override
        public Outcome settled(Item<?> item) {
            return null;
        }

        @Override
        public void record(Ticket ticket) {
            twice += outcomes.put(ticket.item().id().value(), ticket.outcome().status()) == null ? 0 : 1;
        }

        @Override
        public void commit() {}
    }

    @BeforeAll
    static void makeVideos() throws Exception {
        List<String> lines = new ArrayList<>();
        List<SampleVideo> videos = SampleVideos.writeAll(folder.resolve("videos"));
        for (int round = 0; round < ROUNDS; round++) {
            for (SampleVideo video : videos) {
                Path name = video.file().getFileName();
                lines.add("{\"id\": \"%s/%d\", \"video\": \"%s\", \"text\": \"shows %s\"}"
                        .formatted(name, round, video.file(), name));
            }
        }
        entries = lines.size();
        manifest = Files.write(folder.resolve("pairs.jsonl"), lines);
    }

    @ParameterizedTest
    @CsvSource({"npy, 1", "clip4mc, 2", "webdataset, 3"})
    void shouldWriteTheSameBytesWhoeverWorks(String format, long seed) throws Exception {
        Path still = Files.createDirectories(folder.resolve("still-" + format));
        Path stirred = Files.createDirectories(folder.resolve("stirred-" + format));
        Kept one = run(format, still, pipeline -> {});
        Set<String> crews = new TreeSet<>();
        Kept other = run(format, stirred, new Stirring(seed, crews));

        assertThat(other.outcomes).isEqualTo(one.outcomes).hasSize(entries);
        assertThat(other.twice).isZero();
        OutputTree.of(stirred).checkSameAs(OutputTree.of(still), "with other crews");
        assertThat(crews).as("crews of decoders that were there").hasSizeGreaterThan(2);
    }

    /** Whoever does something to a pipeline that runs. */
    private interface Hand {
        void on(Pipeline pipeline) throws InterruptedException;
    }

    /** Changes workers at random, and pauses now and then, as long as it goes. */
    private record Stirring(long seed, Set<String> crews) implements Hand {

        @Override
        public void on(Pipeline pipeline) throws InterruptedException {
            Random random = new Random(seed);
            List<String> stages = List.of("decode", "decode", "decode", "transform", "encode");
            while (!pipeline.await(Duration.ofMillis(random.nextInt(15)))) {
                try {
                    pipeline.scale(stages.get(random.nextInt(stages.size())), 1 + random.nextInt(6));
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageMatching(".*(over|not before or after|more memory).*");
                }
                crews.add(decoders());
                if (random.nextInt(8) == 0) {
                    pipeline.pause();
                    Thread.sleep(random.nextInt(30));
                    pipeline.resume();
                }
            }
        }

        private static String decoders() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("decode-"))
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
    }

    private static Kept run(String format, Path output, Hand hand) throws Exception {
        Kept books = new Kept();
        Layers layers = new Layers(
                Path.of("conf", "clips.conf"),
                null,
                Map.of(),
                List.of("source.pairs=" + manifest, "output.format=" + format, "output.shard.max-items=7"),
                List.of());
        Configuration configuration = Configuration.load(layers);
        try (Assembly clips = new ClipsJob().assemble(configuration, RESOURCES);
                BufferPool pool = new BufferPool(64 << 20)) {
            configuration.check();
            try (OpenPhase<?, ?> phase = OpenPhase.of(clips.first(), output)) {
                Plan plan = phase.plan(new Phase.Place(pool, output, false, Records.NONE));
                PipelineSettings settings =
                        new PipelineSettings(plan.inFlight(), plan.mostInFlight(), 400L << 20, RetryRule.NEVER);
                Pipeline pipeline = new Pipeline(plan, settings, books, Observer.NONE);
                pipeline.start();
                Endings.assertWell(ended(pipeline, hand), Ending.How.COMPLETED);
                assertThat(pipeline.reservedBytes()).isZero();
            }
            assertThat(pool.leases()).isZero();
        }
        return books;
    }

    private static Ending ended(Pipeline pipeline, Hand hand) throws InterruptedException {
        boolean over = false;
        try {
            hand.on(pipeline);
            over = pipeline.await(LIMIT);
            assertThat(over).as("%s", pipeline.stages()).isTrue();
            return pipeline.await();
        } finally {
            if (!over) {
                pipeline.stop();
                pipeline.await();
            }
        }
    }
}
