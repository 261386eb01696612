package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no compiler asks of the sources. */
class SourcesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int MOST_COLUMNS = 120;

    /** A package of more classes is several. */
    private static final int MOST_CLASSES = 50;

    @Test
    void shouldKeepLinesShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : files()) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.length() > MOST_COLUMNS) {
                    tooLong.add(file + ":" + number);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void shouldKeepPackagesSmall() throws IOException {
        for (Path file : files()) {
            try (Stream<Path> beside = Files.list(file.getParent())) {
                assertThat(beside.filter(Files::isRegularFile).count())
                        .as(file.getParent().toString())
                        .isLessThanOrEqualTo(MOST_CLASSES + 1L); // and what it is for
            }
        }
    }

    @Test
    void shouldSayWhatEachPackageIsFor() throws IOException {
        for (Path file : files()) {
            assertThat(file.resolveSibling("package-info.java")).exists();
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }
}
