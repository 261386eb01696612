package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.pixel.Reel;
import io.millrace.store.files.EncodedBytes;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class HandsProperties {

    private Path folder;

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("millrace-spool-");
    }

    @AfterTry
    void removeFolder() throws IOException {
        Files.delete(folder); // and therefore nothing is in it
    }

    /** A frame and the video that it is of. */
    private record Work(String id, FrameHands frame) {}

    @Property(tries = 60)
    void shouldGiveTheSameBytesInAnyOrderByAnyWorkersAndWhereverTheRowsLie(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 2, max = 400) Integer> lengths,
            @ForAll boolean gaps,
            @ForAll @IntRange(max = 3) int heapPages,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll long seed)
            throws Exception {
        Map<String, List<String>> expected = new HashMap<>();
        List<Work> works = new ArrayList<>();
        HandsSpools simple = new HandsSpools(folder, 1024);
        for (int n = 0; n < lengths.size(); n++) {
            String id = "video-" + n;
            try (EncodedItem encoded = Videos.encoded(simple, id, lengths.get(n), gaps);
                    Reel reel = Videos.reel(lengths.get(n), gaps)) {
                expected.put(id, describe(encoded));
                Videos.frames(reel, lengths.get(n), gaps).forEach(frame -> works.add(new Work(id, frame)));
            }
        }
        Collections.shuffle(works, new Random(seed));
        HandsSpools spools = new HandsSpools(folder, heapPages * Spool.PAGE_ROWS);

        assertThat(encoded(works, spools, workers)).isEqualTo(expected);
        assertThat(simple.size() + spools.size())
                .as("spools of reels that nobody holds")
                .isZero();
    }

    private static Map<String, List<String>> encoded(List<Work> works, HandsSpools spools, int workers)
            throws Exception {
        ConcurrentLinkedQueue<Work> left = new ConcurrentLinkedQueue<>(works);
        Map<String, List<String>> found = new ConcurrentHashMap<>();
        Callable<Void> worker = () -> {
            try (HandsEncoder encoder = new HandsEncoder(spools, Videos.ORIGIN)) {
                for (Work work; (work = left.poll()) != null; ) {
                    try (EncodedItem encoded = Videos.put(encoder, work.id, work.frame)) {
                        if (encoded != null) {
                            assertThat(found.put(work.id, describe(encoded)))
                                    .as("%s came twice", work.id)
                                    .isNull();
                        }
                    }
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<Void>> ends = threads.invokeAll(Collections.nCopies(workers, worker), 60, TimeUnit.SECONDS);
            for (Future<Void> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return found;
    }

    private static List<String> describe(EncodedItem item) {
        List<String> files = new ArrayList<>();
        for (EncodedFile file : item.files()) {
            files.add(file.name() + " " + HexFormat.of().formatHex(EncodedBytes.of(file)));
        }
        return files;
    }
}
