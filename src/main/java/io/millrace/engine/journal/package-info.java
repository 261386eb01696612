/**
 * Remembers closed items across restarts: one journal and one LOCK per output.
 *
 * <p>Invariants, each with a test that tries to break it:
 *
 * <ul>
 *   <li>What {@link io.millrace.engine.journal.Journal#append} acknowledged is found again after {@code kill -9}; what
 *       {@link io.millrace.engine.journal.Journal#sync} acknowledged also after a power cut.
 *   <li>The last record of an id wins. A record whose checksum is wrong is never believed; every intact record is
 *       found, whatever stands before it.
 *   <li>A record that a sealed file held is found, or the loss is told and refused unless it is accepted; damaged files
 *       are kept as they were found.
 *   <li>The outputs of all records up to a CHECKPOINT are on the disk. A RETRY takes back what was recorded of its id
 *       before, and is on the disk before anything of the output changes.
 *   <li>However a compaction ends, the journal says the same as before.
 *   <li>A generation has one run as its only writer and is never appended to again.
 *   <li>No ITEM record names an ordinal that the listing has not been given: the listing's buffer is written first.
 *   <li>A full disk is an IOException before anything was appended, never a signal: see {@code Prefill}.
 *   <li>After any {@code Throwable} out of an append, nothing more is acknowledged.
 * </ul>
 *
 * <p>Folders ({@code HOME} is {@code OUT/.millrace}, or {@code journal.dir}):
 *
 * <pre>
 * OUT/.millrace/LOCK  MANIFEST  derived/NAME  runs/latest  runs/RUN/{config.conf,summary.json,failures.jsonl,run.log}
 * HOME/         LOCK  MANIFEST  listing  snapshot-00000007  gen-00000008/{metadata.cq4t,19700101F.cq4}  quarantine/
 * </pre>
 *
 * <p>What a record is: {@link io.millrace.engine.journal.record}.
 */
package io.millrace.engine.journal;
