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
        Path vocabulary = tokenizer == null ? input.toyVocabulary() : tokenizer;
        List<String> words = List.of(
                "clips", input.pairs().toString(), "--clips-dir", input.videos().toString());
        int exit = makeAsYouWould(clips(), words, List.of("--tokenizer", vocabulary.toString()));
        if (exit != ExitCode.OK.code()) {
            return exit;
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
        int exit = makeAsYouWould(vectors(), List.of("embed", input.photos().toString()), List.of());
        if (exit != ExitCode.OK.code()) {
            return exit;
        }
        System.out.println();
        System.out.println(
                "One of the pictures is broken on purpose. The others are vectors now; what is most like one of them:");
        System.out.println();
        String photo = input.photos().resolve("scene-2-small.jpg").toString();
        List<String> search = List.of("search", vectors().toString(), "--image", photo, "-k", "4");
        exit = asYouWould(search, ExitCode.OK);
        if (exit == ExitCode.OK.code()) {
            System.out.println();
            tryNext(input);
        }
        return exit;
    }

    /** What an earlier demo made with another vocabulary or another version is made again. */
    private int makeAsYouWould(Path to, List<String> what, List<String> how) {
        List<String> words = new ArrayList<>(what);
        words.addAll(List.of("--output", to.toString()));
        words.addAll(how);
        if (Files.exists(to)) {
            words.addAll(List.of("--stale", "redo"));
        }
        return asYouWould(words, ExitCode.FAILURES);
    }

    /** Ok if it ends as expected, else what the demo is to end with. */
    private int asYouWould(List<String> words, ExitCode expected) {
        System.err.println("now as you would: " + CommandLineWords.command(words));
        int exit = ((Program) spec.root().userObject()).execute(words.toArray(String[]::new));
        if (exit == expected.code()) {
            return ExitCode.OK.code();
        }
        System.err.println("the demo did not end as it should (exit " + exit + ")");
        return exit == ExitCode.OK.code() ? ExitCode.INTERNAL.code() : exit;
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
