package io.millrace.engine.journal.record;

/**
 * What a run says of itself before its first item.
 *
 * @param run its id, such as {@code 20261120-105102}
 * @param job the name of the job; an output belongs to one
 * @param fingerprint of everything that changes results
 * @param settings the canonical text the fingerprint was made of, to tell a difference in words; cut at 48 KiB
 * @param version of the program
 * @param layout how results lie in the output, in words, such as {@code a folder for each item}; an output has one.
 *     Empty for a run that writes none, and in journals of before this was recorded
 */
public record RunHeader(String run, String job, String fingerprint, String settings, String version, String layout) {}
