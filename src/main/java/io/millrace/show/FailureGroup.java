package io.millrace.show;

/**
 * Items that failed alike: for one cause, in one stage, with files of one kind; or for one cause, whatever the others.
 *
 * @param type the fault's class
 * @param stage where the first of them failed
 * @param extension of the source, such as {@code .mp4}; empty for none
 * @param count of items
 * @param source the first of them, relative to the input root
 * @param message why that one failed
 */
public record FailureGroup(String type, String stage, String extension, long count, String source, String message) {

    /** Both as one, with the example of this one. */
    public FailureGroup and(FailureGroup later) {
        return new FailureGroup(type, stage, extension, count + later.count, source, message);
    }
}
