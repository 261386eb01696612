package io.millrace.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How many files more a disk takes, which Java does not tell: asked of {@code stat}, so not for every day. */
final class FreeFiles {

    /** A network disk may not answer at all. */
    private static final long WAIT_SECONDS = 5;

    private FreeFiles() {}

    /** On the disk of {@code folder}; empty where the disk has no such limit or the system does not tell. */
    static OptionalLong on(Path folder) throws IOException {
        Process stat = new ProcessBuilder("stat", "-f", "-c", "%c %d", folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!stat.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || stat.exitValue() != 0) {
                return OptionalLong.empty();
            }
            String[] words = new String(stat.getInputStream().readAllBytes(), UTF_8)
                    .trim()
                    .split(" ");
            boolean limited = words.length == 2 && !words[0].equals("0");
            return limited ? OptionalLong.of(Long.parseLong(words[1])) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        } finally {
            stat.destroyForcibly();
        }
    }
}
