package io.millrace.show.report;

/**
 * One run of an output, as a list of runs has it.
 *
 * @param run its id
 * @param startedMs wall clock, since the epoch; -1 if unknown
 * @param elapsedNs it went on; -1 if unknown
 * @param done items it made; with {@code empty} and {@code failed} what it brought to an end
 * @param empty items it found nothing in
 * @param failed items that failed in it
 * @param ending how it ended, in a word or two
 * @param exit its exit code; null where it did not say one
 * @param version of the program; empty if unknown
 * @param fingerprint of the settings that change results; empty if unknown
 * @param changed whether the fingerprint is another than that of the run before
 */
public record LedgerLine(
        String run,
        long startedMs,
        long elapsedNs,
        long done,
        long empty,
        long failed,
        String ending,
        Integer exit,
        String version,
        String fingerprint,
        boolean changed) {}
