package io.millrace.jobs.landmarks;

import static io.millrace.jobs.JobOption.input;
import static io.millrace.jobs.JobOption.result;

import io.millrace.jobs.JobOption;
import java.util.List;

/** The options of the job. */
final class LandmarksOptions {

    static final String MODE = "--mode";

    static final List<JobOption> ALL = List.of(
            input("source.frames-dir", "DIR", "a folder of frames for each video, like INPUT", "--frames-dir"),
            input("source.videos", "DIR", "videos instead of frame folders", "--videos"),
            input(
                    "source.annotations",
                    "FILE",
                    "what is known of each video: a JSON list or map, or any manifest",
                    "--annotations"),
            result("models.palm.path", "F.onnx", "the file that finds palms", "--palm-model"),
            result("models.hand.path", "F.onnx", "the file that finds a hand's points", "--hand-model"),
            result("hands.mode", "M", "static or tracking (static)", MODE),
            result("hands.max-hands", "N", "hands to a frame, 1 or 2 (2)", "--max-hands"),
            result("output.format", "F", "npz or webdataset, or null to measure (npz)", "--format")
                    .of(HandsFormat.values()));

    private LandmarksOptions() {}
}
