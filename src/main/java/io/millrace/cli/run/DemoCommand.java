package io.millrace.cli.run;

import io.millrace.cli.option.Program;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        header = {
            "  bin/run demo",
            "  bin/run demo --output /tmp/demo",
            "  bin/run demo --tokenizer bpe_simple_vocab_16e6.txt.gz"
        },
        description = {
            "Makes small sample videos and pictures and runs the jobs on them. They come from",
            "the bundled encoders; some are broken on purpose. Tokens are made with a toy",
            "vocabulary, unless you name CLIP's."
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--output", paramLabel = "DIR", description = "where samples and results go (out/demo)")
    Path output = Path.of("out", "demo");

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "CLIP's tokenizer.json or bpe_simple_vocab_16e6.txt.gz (a toy vocabulary)")
    Path tokenizer;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NativeLog.install();
        DemoInput input = new DemoInput(output);
        input.makeVideos();
        if (tokenizer == null) {
            input.makeVocabulary();
        }
        int exit = clips(input);
        return exit == ExitCode.OK.code() ? embed(input) : exit;
    }

    private int clips(DemoInput input) throws IOException {
        int exit = asYouWould(command(input));
        if (exit != ExitCode.FAILURES.code()) {
            return unexpected(exit);
        }
        System.out.println();
        System.out.println("That is as it should be: two of the videos are broken on purpose, and cost nobody else.");
        System.out.println();
        new DemoResults(clips()).print();
        return ExitCode.OK.code();
    }

    /** Pictures to vectors, and one of them looked for among them. */
    private int embed(DemoInput input) throws IOException {
        input.makePhotos();
        System.out.println();
        String vectors = vectors().toString();
        List<String> words = new ArrayList<>(List.of("embed", input.photos().toString(), "--output", vectors));
        if (Files.exists(vectors())) {
            words.addAll(List.of("--stale", "redo"));
        }
        int exit = asYouWould(words);
        if (exit != ExitCode.FAILURES.code()) {
            return unexpected(exit);
        }
        System.out.println();
        System.out.println(
                "One of the pictures is broken on purpose. The others are vectors now; what is most like one of them:");
        System.out.println();
        String photo = input.photos().resolve("scene-2-small.jpg").toString();
        exit = asYouWould(List.of("search", vectors, "--image", photo, "-k", "4"));
        if (exit != ExitCode.OK.code()) {
            return unexpected(exit);
        }
        System.out.println();
        tryNext(input);
        return ExitCode.OK.code();
    }

    private int asYouWould(List<String> words) {
        System.err.println("now as you would: " + CommandLineWords.command(words));
        return ((Program) spec.root().userObject()).execute(words.toArray(String[]::new));
    }

    private static int unexpected(int exit) {
        System.err.println("the demo did not end as it should (exit " + exit + ")");
        return exit == 0 ? ExitCode.INTERNAL.code() : exit;
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

    private Path vectors() {
        return output.resolve("vectors");
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
        next("your own pictures", List.of("embed", "photos"));
        next(
                "your own videos, with CLIP's vocabulary",
                List.of("clips", "pairs.json", "--clips-dir", "DIR", "--tokenizer", "tokenizer.json"));
    }

    private static void next(String what, List<String> command) {
        System.out.println("  # " + what);
        System.out.println("  " + CommandLineWords.command(command));
    }
}
