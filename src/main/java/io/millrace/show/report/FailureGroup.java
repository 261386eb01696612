package io.millrace.show.report;

/**
 * Items that failed for one cause, in one stage, with files of one kind.
 *
 * @param type the fault's class
 * @param stage where
 * @param extension of the source, such as {@code .mp4}; empty for none
 * @param count of items
 * @param source the first of them
 * @param message why that one failed
 */
public record FailureGroup(String type, String stage, String extension, long count, String source, String message) {}
