package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In containers and under cron nobody has set a locale: names beyond ASCII are files there, too. */
@Timeout(300)
class PosixIT {

    private static final String ID = "h\u00fcgel/\u067e\u0627\u0631\u0647";

    @TempDir
    private Path folder;

    private Path launcher;

    /** A checkout below such a name. */
    @BeforeEach
    void copyCheckout() throws IOException {
        Path home = folder.resolve("m\u00fchle");
        for (String file : List.of("bin/run", "conf/jvm.options", "conf/logback.xml", "conf/clips.conf")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(Path.of(file), home.resolve(file));
        }
        launcher = home.resolve("bin/run");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(home.resolve("target"), Path.of("target").toAbsolutePath());
    }

    @Test
    void shouldDoAndSayTheSameWithoutALocale() throws Exception {
        Path video = SampleVideos.write(folder.resolve("m\u00fchle.mp4"), Coding.MPEG4_MP4, 96, 64, 8)
                .file();
        Pairs pairs = new Pairs();
        pairs.add("plain", video);
        pairs.addBad(
                ID,
                SampleVideos.truncated(video, folder.resolve("\u0e17\u0e32\u0e07.mp4"))
                        .file());
        pairs.write(folder.resolve("p\u00e4are.json"));
        String[] run = {"clips", "p\u00e4are.json", "--output", "\u00e4us", "--size", "48x64"};
        String[] elsewhere = {"clips", "p\u00e4are.json", "--output", "utf-8", "--size", "48x64"};
        assertThat(say("C.UTF-8", 3, elsewhere).err()).contains("failed  \u0e17\u0e32\u0e07.mp4  ");

        assertThat(say("POSIX", 3, run).err()).contains("failed  \u0e17\u0e32\u0e07.mp4  ");

        OutputTree.of(folder.resolve("\u00e4us")).checkSameAs(OutputTree.of(folder.resolve("utf-8")), "POSIX");
        assertThat(say("C", 3, run).err()).contains("; 0 to do; 0 stale");
        assertThat(say("POSIX", 0, "journal", "check", "\u00e4us", "--outputs").out())
                .contains("all as they were recorded");
        assertThat(say("POSIX", 3, "errors", "\u00e4us", "--csv", "-").out()).contains("\n" + ID + ",");
        assertThat(say("POSIX", 0, "explain", "\u00e4us", ID).out()).startsWith("item      " + ID + " is FAILED");
    }

    private BinRun.Ended say(String locale, int exit, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        BinRun.Ended ended = BinRun.at(launcher, all.toArray(String[]::new))
                .in(folder)
                .with("LC_ALL", locale)
                .run();
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(exit);
        return ended;
    }
}
