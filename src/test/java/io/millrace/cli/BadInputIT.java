package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong for a process of its own: names that a user types, and an output that another process has. */
@Timeout(180)
class BadInputIT {

    private static final String GOOD = "{\"id\": \"good\", \"video\": \"good.mp4\", \"text\": \"t\"}\n";

    @TempDir
    private static Path folder;

    private static Path good;

    @BeforeAll
    static void writeInput() throws IOException {
        good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 160, 120, 10)
                .file();
        write("good.jsonl", GOOD);
        write("file", "");
    }

    /** By the names that a user types, which depend on the working folder. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "69 | there is no readable file none.json | clips none.json --output refused",
                "69 | there is no configuration file ./none.conf | ./none.conf --output refused",
                "74 | file is a file where | clips good.jsonl --output file/below",
                "78 | holds the input | clips good.jsonl --output .",
                "2 | add --yes | clips good.jsonl --output refused --fresh"
            })
    void shouldRefuseWithASentenceAndItsCode(int exit, String said, String words) throws Exception {
        BinRun.Ended ended = run(words.split(" "));
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(exit);
        assertThat(ended.err()).contains(said).doesNotContain("\tat ", "Exception");
        assertThat(ended.out()).isEmpty();
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @Test
    void shouldRefuseASecondProcessAndNameTheFirst() throws Exception {
        Path output = folder.resolve("shared");
        Pairs pairs = new Pairs();
        pairs.add("waits", good);
        String[] command = {"clips", pairs.write(folder.resolve("many.json")).toString(), "--output", output.toString()
        };
        BinRun.Going first =
                Gate.before("waits").with(BinRun.of(command)).in(folder).start();
        try {
            first.await(() -> Files.exists(output.resolve(".millrace/runs/latest")));
            BinRun.Ended second = run(command);
            assertThat(second.exit()).as(second.everything()).isEqualTo(11);
            assertThat(second.err())
                    .contains(output + " is in use by process " + first.pid())
                    .contains("wait until it ends, or stop it");
            assertThat(first.process().isAlive()).isTrue();
        } finally {
            first.signal("KILL");
            first.await(60);
        }
    }

    private static BinRun.Ended run(String... words) throws Exception {
        return BinRun.of(words).in(folder).run();
    }

    private static void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
