package io.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.stage.decode.NativeLog;
import io.millrace.stage.decode.SampleVideo;
import io.millrace.stage.decode.SampleVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        header = {"Examples:", "  bin/run demo", "  bin/run demo --output /tmp/demo", ""},
        description = {
            "",
            "Makes small sample videos and runs the jobs on them. The videos come from the",
            "bundled encoders; some are broken on purpose.",
            ""
        })
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--output", paramLabel = "DIR", description = "where videos and results go (out/demo)")
    Path output = Path.of("out", "demo");

    @Override
    public Integer call() throws IOException {
        NativeLog.install();
        Path videos = output.resolve("videos");
        Path pairs = output.resolve("pairs.json");
        if (!Files.exists(pairs)) {
            System.err.println("making sample videos in " + videos);
            Files.createDirectories(videos);
            Files.writeString(pairs, manifest(SampleVideos.writeAll(videos)));
        }
        String[] command = {
            "clips",
            pairs.toString(),
            "--clips-dir",
            videos.toString(),
            "--output",
            output.resolve("clips").toString()
        };
        System.err.println("now as you would: " + Words.command(List.of(command)));
        int exit = Main.run(command);
        return verdict(exit);
    }

    /** Broken files are part of the demonstration: the run is expected to end with exit code 3 and to say so. */
    private int verdict(int exit) {
        if (exit != ExitCode.FAILURES.code()) {
            System.err.println("the demo did not end as it should (exit " + exit + ", expected 3)");
            return exit == 0 ? ExitCode.INTERNAL.code() : exit;
        }
        System.out.println();
        System.out.println("That is as it should be: two of the videos are broken on purpose, and cost nobody else.");
        System.out.println(
                "Look at " + output.resolve("clips") + ": a folder per clip, manifest.jsonl with every item.");
        System.out.println("Run it again and it resumes. Then try your own: bin/run clips pairs.json --clips-dir DIR");
        return ExitCode.OK.code();
    }

    private static String manifest(List<SampleVideo> samples) {
        ArrayNode pairs = new ObjectMapper().createArrayNode();
        for (SampleVideo sample : samples) {
            String name = sample.file().getFileName().toString();
            pairs.addObject()
                    .put("id", name.replace('.', '-'))
                    .put("video", name)
                    .put("text", sample.caption());
        }
        return pairs.toPrettyString() + "\n";
    }
}
