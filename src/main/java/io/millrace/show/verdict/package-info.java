/**
 * Says what limits a run, what to do about that, and when it will be over: arithmetic over snapshots, without threads
 * and without a clock. {@code src/docs/verdict.md} has the rules, the formulas and what each sentence means.
 *
 * <pre>
 * Status --> History --> Window --> Judge    --> Limit
 *    1 Hz       |           +-----> Counsel  --> Advice   (by Prediction)
 *               |                     +--------> Tested   (by Trial, when it was taken)
 *               +---------> Forecast ----------> Eta
 * </pre>
 *
 * <p>The limit is never the stage that waits longest: a stage that waits shows that another one is slow. It is the
 * stage that has no time left itself.
 */
package io.millrace.show.verdict;
