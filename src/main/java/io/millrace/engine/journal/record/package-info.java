/**
 * One record of the journal, as bytes: written, found among other bytes, read. Nothing here knows files but by their
 * bytes.
 *
 * <p>Little-endian, one Chronicle document each, found by its magic and CRC without Chronicle:
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
package io.millrace.engine.journal.record;
