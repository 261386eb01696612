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
 * <p>Record, little-endian, one Chronicle document each, found by its magic and CRC without Chronicle:
 *
 * <pre>
 *   0  u32   magic FE 'M' 'R' 'J'; FE occurs in no UTF-8 text, so no name can look like a record
 *   4  u32   CRC-32C of bytes 8..end
 *   8  u8    version (1)
 *   9  u8    kind: 1 RUN_HEADER, 2 ITEM, 3 CHECKPOINT, 4 RETRY, 5 CLOSE, 6 SNAPSHOT
 *  10  u8    status: 0 none, 1 EMPTY, 2 DONE, 3 FAILED, 4 QUARANTINED
 *  11  u8    attempt, 255 for more
 *  12  u16   id length, at most 4096
 *  14  u16   ext length
 *  16  i64   seq, one more than the record before it, over all generations
 *  24  i64   milliseconds since the epoch
 *  32  16 B  first 16 bytes of SHA-256(id)
 *  48  16 B  first 16 bytes of SHA-256 over the values of the OUTPUT fields in order; zeros without any
 *  64        id in UTF-8 (RUN_HEADER, CHECKPOINT, CLOSE: the run's id; SNAPSHOT: its file's name)
 *   .        ext: fields of tag u8, length u16, value; readers skip tags they do not know
 * </pre>
 *
 * <p>Fields of ITEM: 1 fingerprint number u32 · 2 identity (size i64, modified i64, entry digest i64) · 3 ordinal i64 ·
 * 4 output (CRC-32C u32, bytes i64, path), once per output · 5 fault class · 6 stage · 7 message · 8 the fault may pass
 * (empty) · 9 content of the input i64. Of RUN_HEADER: 1 the fingerprint's number · 32 fingerprint · 33 job · 34
 * canonical settings · 35 program version · 36 boot id · 37 host · 38 process id · 39 Java version · 40 outputs are
 * forced before their records (empty). Of CLOSE and SNAPSHOT: 48 number of ITEM records, i64. Of SNAPSHOT: 49 number of
 * runs it stands for, i64. Of CHECKPOINT: 50 the last seq whose outputs are on the disk, i64.
 */
package io.millrace.engine.journal;
