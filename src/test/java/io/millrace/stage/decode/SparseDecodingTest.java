package io.millrace.stage.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.media.BufferPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves {@link Proven}: whatever is asked of a sound video, decoding a part of it gives what decoding all of it gives, bit for
 * bit; and what decides for one way or the other is known for every file here.
 */
class SparseDecodingTest {

    private static final int LONG = 1000;

    private final BufferPool pool = new BufferPool(64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> shouldDecodeTheSameWhenAVideoIsReal() throws IOException {
        Path videos = Fixtures.path("video");
        JsonNode all = new ObjectMapper()
                .readTree(videos.resolve("videos.json").toFile())
                .get("videos");
        return StreamSupport.stream(all.spliterator(), false)
                .map(truth -> dynamicTest(truth.get("file").asText(), () -> {
                    Path file = videos.resolve(truth.get("file").asText());
                    long started = System.nanoTime();
                    String how = truth.path("decoded_frames").asInt() > LONG
                            ? BothWays.of(file, pool).compareFew()
                            : BothWays.of(file, pool).compareMany();
                    System.out.println(how + " " + truth.get("file").asText() + " "
                            + (System.nanoTime() - started) / 1_000_000 + " ms");
                }));
    }
}
