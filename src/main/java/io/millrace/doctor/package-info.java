/**
 * What a job takes of the machine's memory, measured and not guessed: a job is run as a child process with one worker
 * and with several until its memory stands still, and
 *
 * <pre>
 * RSS(n) = fixed + n x per-worker
 * </pre>
 *
 * is drawn through both ({@link io.millrace.doctor.Cost}). What the machine bears follows from that
 * ({@link io.millrace.doctor.WorkerRecommendation}). Nothing here knows a job: whoever asks brings the command line.
 */
package io.millrace.doctor;
