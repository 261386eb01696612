package io.millrace.cli.option;

import io.millrace.config.Layers.Flag;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what is made of an item, whatever the items are and wherever results go. */
public final class ResultOptions {

    @Option(
            names = {"--frames", "--num-frames"},
            paramLabel = "N",
            description = "frames of each clip (16)")
    String frames;

    @Option(names = "--size", paramLabel = "HxW", description = "height x width of a frame (160x256)")
    String size;

    @Option(names = "--frame-height", hidden = true)
    String frameHeight;

    @Option(names = "--frame-width", hidden = true)
    String frameWidth;

    @Option(names = "--filter", paramLabel = "F", description = "linear, area, cubic or lanczos (linear)")
    String filter;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "CLIP's tokenizer.json or bpe_simple_vocab_16e6.txt.gz")
    String tokenizer;

    @Option(
            names = "--model",
            paramLabel = "CARD",
            description = "embed: statistical, or a card in conf/models such as arcface or clip (statistical)")
    public String model;

    @Option(names = "--model-file", paramLabel = "F.onnx", description = "embed: the file that the card is for")
    public String modelFile;

    @Option(names = "--palm-model", paramLabel = "F.onnx", description = "landmarks: the file that finds palms")
    public String palmModel;

    @Option(
            names = "--hand-model",
            paramLabel = "F.onnx",
            description = "landmarks: the file that finds a hand's points")
    public String handModel;

    @Option(names = "--mode", paramLabel = "M", description = "landmarks: static or tracking (static)")
    public String mode;

    @Option(names = "--max-hands", paramLabel = "N", description = "landmarks: hands to a frame, 1 or 2 (2)")
    String maxHands;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "clips: clip4mc, npy, webdataset (clip4mc); embed: duckdb, npy, parquet (duckdb);"
                    + " landmarks: npz, webdataset (npz); null to measure without output")
    String format;

    @Option(names = "--split", paramLabel = "M", description = "random, all-train or all-test (random)")
    String split;

    @Option(names = "--split-mode", hidden = true)
    String splitMode;

    @Option(names = "--memory", paramLabel = "SIZE", description = "what the process may use in all (read by bin/run)")
    public String memory;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any setting; 'bin/run config' lists them")
    public List<String> sets = new ArrayList<>();

    List<Flag> flags() throws Refusal {
        List<Flag> flags = new ArrayList<>();
        JobOptions.add(flags, "--frames", "stages.decode.frames", frames);
        JobOptions.add(flags, "--size", "stages.transform.size", frameSize());
        JobOptions.add(flags, "--filter", "stages.transform.filter", filter);
        JobOptions.add(flags, "--tokenizer", "stages.transform.tokenizer", tokenizer);
        JobOptions.add(flags, "--model", "model.card", model);
        JobOptions.add(flags, "--model-file", "model.path", modelFile);
        JobOptions.add(flags, "--palm-model", "models.palm.path", palmModel);
        JobOptions.add(flags, "--hand-model", "models.hand.path", handModel);
        JobOptions.add(flags, "--mode", "hands.mode", mode);
        JobOptions.add(flags, "--max-hands", "hands.max-hands", maxHands);
        JobOptions.add(flags, "--format", "output.format", format);
        JobOptions.add(flags, "--split", "output.split.mode", split);
        JobOptions.add(
                flags, "--split-mode", "output.split.mode", splitMode == null ? null : splitMode.replace('_', '-'));
        if (!Installation.launched()) {
            JobOptions.add(flags, "--memory", "memory.limit", memory);
        }
        return flags;
    }

    private String frameSize() throws Refusal {
        if ((frameHeight == null) != (frameWidth == null)) {
            throw new Refusal(ExitCode.USAGE, "--frame-height and --frame-width go together; or use --size HxW");
        }
        return frameHeight == null ? size : frameHeight + "x" + frameWidth;
    }
}
