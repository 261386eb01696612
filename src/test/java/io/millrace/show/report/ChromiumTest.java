package io.millrace.show.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser that has no network. Skipped where there is none. */
@Timeout(180)
class ChromiumTest {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    @TempDir
    private Path folder;

    @Test
    void shouldOpenWithoutARequestOrAnError() throws Exception {
        String said =
                open(Reports.of(Reports.points(1_000_000, Duration.ofHours(2), 14_400), List.of(Reports.corrupt(381)))
                        .html());

        assertThat(said).contains("<section id=\"throughput\">", "<figcaption>").doesNotContain("CONSOLE");
    }

    /** The test can see an error, and the page keeps out what is not its own. */
    @Test
    void shouldRefuseScriptsThatAreNotItsOwn() throws Exception {
        String html = Reports.of(Reports.points(10, Duration.ofSeconds(9), 9), List.of())
                .html()
                .replace("</main>", "<script>document.title = 'taken over'</script></main>");

        assertThat(open(html)).contains("CONSOLE", "Content Security Policy").doesNotContain("<title>taken over");
    }

    /** The page as the browser has it then, and what it logged. */
    private String open(String html) throws Exception {
        Path page = Files.writeString(folder.resolve("report.html"), html);
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        browser().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--enable-logging=stderr",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(said);
    }

    private static Path browser() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            Stream.of(NAMES)
                    .flatMap(List::stream)
                    .map(name -> Path.of(directory).resolve(name))
                    .filter(Files::isExecutable)
                    .forEach(found::add);
        }
        assumeTrue(!found.isEmpty(), "none of " + NAMES + " is on the PATH");
        return found.get(0);
    }
}
