package io.millrace.media.onnx;

/**
 * Where a model is spoken of, for sentences to the user.
 *
 * @param section of the configuration that names its card and file
 * @param option of the command line that names its file
 * @param stage the section of the stage that runs it
 */
public record ModelPlace(String section, String option, String stage) {

    /** The model of a job that has one. */
    public static final ModelPlace ONLY = new ModelPlace("model", "--model-file", "stages.infer");

    /** What to do where the file is missing. */
    String nameIt() {
        return "name the .onnx file with " + option + " (" + section + ".path)";
    }
}
