package io.millrace.jobs.clips;

import static io.millrace.jobs.JobOption.input;
import static io.millrace.jobs.JobOption.result;

import io.millrace.jobs.JobOption;
import io.millrace.media.pixel.Filter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of the job. */
final class ClipsOptions {

    private static final String SIZE = "--size";
    private static final String HEIGHT = "--frame-height";
    private static final String WIDTH = "--frame-width";
    private static final String SPLIT_MODE = "--split-mode";
    private static final String SPLIT = "output.split.mode";

    static final List<JobOption> ALL = List.of(
            input("source.pairs", "FILE", "the manifest, like INPUT", "--pairs", "--pairs-json"),
            input("source.clips-dir", "DIR", "what the manifest's video paths are relative to", "--clips-dir"),
            result("stages.decode.frames", "N", "frames of each clip (16)", "--frames", "--num-frames"),
            result("stages.transform.size", "HxW", "height x width of a frame (160x256)", SIZE),
            result("stages.transform.size", "N", "", HEIGHT),
            result("stages.transform.size", "N", "", WIDTH),
            result("stages.transform.filter", "F", "linear, area, cubic or lanczos (linear)", "--filter")
                    .of(Filter.values()),
            result(
                    "stages.transform.tokenizer",
                    "FILE",
                    "CLIP's tokenizer.json or bpe_simple_vocab_16e6.txt.gz",
                    "--tokenizer"),
            result("output.format", "F", "clip4mc, npy or webdataset, or null to measure (clip4mc)", "--format")
                    .of(ClipsFormat.values()),
            result(SPLIT, "M", "random, all-train or all-test (random)", "--split")
                    .of(SplitSettings.Mode.values()),
            result(SPLIT, "M", "", SPLIT_MODE));

    private ClipsOptions() {}

    /** Height and width are one setting, and older scripts write {@code all_train}. */
    static Map<String, String> joined(Map<String, String> given) {
        Map<String, String> joined = new LinkedHashMap<>(given);
        String height = joined.remove(HEIGHT);
        String width = joined.remove(WIDTH);
        if ((height == null) != (width == null)) {
            throw new IllegalArgumentException("--frame-height and --frame-width go together; or use --size HxW");
        }
        if (height != null) {
            joined.put(SIZE, height + "x" + width);
        }
        joined.computeIfPresent(SPLIT_MODE, (name, mode) -> mode.replace('_', '-'));
        return joined;
    }
}
