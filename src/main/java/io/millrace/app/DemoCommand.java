package io.millrace.app;

import io.millrace.stage.decode.NativeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        header = {
            "Examples:",
            "  bin/run demo",
            "  bin/run demo --output /tmp/demo",
            "  bin/run demo --tokenizer bpe_simple_vocab_16e6.txt.gz",
            ""
        },
        description = {
            "",
            "Makes small sample videos and runs the jobs on them. The videos come from the",
            "bundled encoders; some are broken on purpose. Tokens are made with a toy",
            "vocabulary, unless you name CLIP's.",
            ""
        })
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--output", paramLabel = "DIR", description = "where videos and results go (out/demo)")
    Path output = Path.of("out", "demo");

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "CLIP's tokenizer.json or bpe_simple_vocab_16e6.txt.gz (a toy vocabulary)")
    Path tokenizer;

    @Override
    public Integer call() throws IOException {
        NativeLog.install();
        DemoInput input = new DemoInput(output);
        input.makeVideos();
        if (tokenizer == null) {
            input.makeVocabulary();
        }
        List<String> command = command(input);
        System.err.println("now as you would: " + Words.command(command));
        return verdict(Main.run(command.toArray(String[]::new)), input);
    }

    /** What an earlier demo made with another vocabulary or another version is made again. */
    private List<String> command(DemoInput input) {
        List<String> words = new ArrayList<>(List.of(
                "clips",
                input.pairs().toString(),
                "--clips-dir",
                input.videos().toString(),
                "--output",
                clips().toString(),
                "--tokenizer",
                (tokenizer == null ? input.toyVocabulary() : tokenizer).toString()));
        if (Files.exists(clips())) {
            words.addAll(List.of("--stale", "redo"));
        }
        return words;
    }

    private Path clips() {
        return output.resolve("clips");
    }

    /** Broken files are part of the demonstration: the run is expected to end with exit code 3 and to say so. */
    private int verdict(int exit, DemoInput input) throws IOException {
        if (exit != ExitCode.FAILURES.code()) {
            System.err.println("the demo did not end as it should (exit " + exit + ", expected 3)");
            return exit == 0 ? ExitCode.INTERNAL.code() : exit;
        }
        System.out.println();
        System.out.println("That is as it should be: two of the videos are broken on purpose, and cost nobody else.");
        System.out.println();
        new DemoResults(clips()).print();
        System.out.println();
        tryNext(input);
        return ExitCode.OK.code();
    }

    private void tryNext(DemoInput input) {
        String pairs = input.pairs().toString();
        String videos = input.videos().toString();
        String plain = output.resolve("npy").toString();
        String shards = output.resolve("shards").toString();
        System.out.println("What to try next:");
        next("the same again: it resumes", List.of("demo", "--output", output.toString()));
        next(
                "plain NumPy files instead of pickles",
                List.of("clips", pairs, "--clips-dir", videos, "--output", plain, "--format", "npy"));
        next(
                "tar shards for WebDataset",
                List.of("clips", pairs, "--clips-dir", videos, "--output", shards, "--format", "webdataset"));
        next(
                "your own videos, with CLIP's vocabulary",
                List.of("clips", "pairs.json", "--clips-dir", "DIR", "--tokenizer", "tokenizer.json"));
    }

    private static void next(String what, List<String> command) {
        System.out.println("  # " + what);
        System.out.println("  " + Words.command(command));
    }
}
