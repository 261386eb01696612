/**
 * What a run leaves to be looked at later: its {@linkplain io.millrace.show.report.RunRecord record}, and the page made
 * of it.
 *
 * <p>The record is bounded whatever the length of the run, because what it keeps of time is summed up: rates, shares
 * and mean queues are differences of two sums, so leaving out every other point loses detail and no truth. It is
 * appended to while the run goes, so that a killed run has one, too. The page is one file that asks the network for
 * nothing, and its HTML stands in {@code report.html}; every text in it that comes from outside is escaped in one
 * place, {@link io.millrace.show.report.Html}.
 */
package io.millrace.show.report;
