package io.millrace.engine.journal.record;

import static io.millrace.engine.journal.record.RecordFormat.ATTEMPT_AT;
import static io.millrace.engine.journal.record.RecordFormat.BOOT_ID;
import static io.millrace.engine.journal.record.RecordFormat.CONTENT;
import static io.millrace.engine.journal.record.RecordFormat.CRC_AT;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_CLASS;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_MESSAGE;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_PASSING;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_STAGE;
import static io.millrace.engine.journal.record.RecordFormat.FINGERPRINT;
import static io.millrace.engine.journal.record.RecordFormat.FINGERPRINT_NUMBER;
import static io.millrace.engine.journal.record.RecordFormat.FORCED;
import static io.millrace.engine.journal.record.RecordFormat.IDENTITY;
import static io.millrace.engine.journal.record.RecordFormat.ID_AT;
import static io.millrace.engine.journal.record.RecordFormat.ID_HASH_AT;
import static io.millrace.engine.journal.record.RecordFormat.ID_LENGTH_AT;
import static io.millrace.engine.journal.record.RecordFormat.ITEM_COUNT;
import static io.millrace.engine.journal.record.RecordFormat.JOB;
import static io.millrace.engine.journal.record.RecordFormat.KIND_AT;
import static io.millrace.engine.journal.record.RecordFormat.LAYOUT;
import static io.millrace.engine.journal.record.RecordFormat.ORDINAL;
import static io.millrace.engine.journal.record.RecordFormat.OUTPUT;
import static io.millrace.engine.journal.record.RecordFormat.PROGRAM_VERSION;
import static io.millrace.engine.journal.record.RecordFormat.RUN_COUNT;
import static io.millrace.engine.journal.record.RecordFormat.SEQ_AT;
import static io.millrace.engine.journal.record.RecordFormat.SETTINGS;
import static io.millrace.engine.journal.record.RecordFormat.STATUS_AT;
import static io.millrace.engine.journal.record.RecordFormat.THROUGH;
import static io.millrace.engine.journal.record.RecordFormat.TIME_AT;
import static io.millrace.engine.journal.record.RecordFormat.VERSION_AT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A checked record where it lies in a buffer: valid until that buffer moves on. One thread. */
public final class RecordView {

    private ByteBuffer bytes;
    private int start;
    private int length;

    public RecordView at(ByteBuffer buffer, int offset, int recordLength) {
        bytes = buffer;
        start = offset;
        length = recordLength;
        return this;
    }

    public int version() {
        return Byte.toUnsignedInt(bytes.get(start + VERSION_AT));
    }

    public int crc() {
        return bytes.getInt(start + CRC_AT);
    }

    public byte kind() {
        return bytes.get(start + KIND_AT);
    }

    public int statusCode() {
        return bytes.get(start + STATUS_AT);
    }

    int attempt() {
        return Byte.toUnsignedInt(bytes.get(start + ATTEMPT_AT));
    }

    public long seq() {
        return bytes.getLong(start + SEQ_AT);
    }

    public long timeMillis() {
        return bytes.getLong(start + TIME_AT);
    }

    public long hashLow() {
        return bytes.getLong(start + ID_HASH_AT);
    }

    public long hashHigh() {
        return bytes.getLong(start + ID_HASH_AT + 8);
    }

    public ItemId.Hash idHash() {
        return new ItemId.Hash(hashLow(), hashHigh());
    }

    public String id() {
        return string(start + ID_AT, idLength());
    }

    public int fingerprintNumber() {
        int at = field(FINGERPRINT_NUMBER);
        return at < 0 ? 0 : bytes.getInt(at);
    }

    /** What a CLOSE or a SNAPSHOT promises; -1 if it is another record. */
    public long itemCount() {
        return number(ITEM_COUNT);
    }

    /** The runs that a SNAPSHOT stands for. */
    public long runCount() {
        return number(RUN_COUNT);
    }

    /** Up to which record a CHECKPOINT says that outputs are on the disk; -1 if it is another record. */
    public long through() {
        return number(THROUGH);
    }

    /** When a RUN_HEADER's machine was started, as the system names it; empty where it has no name for it. */
    public String bootId() {
        return text(BOOT_ID);
    }

    /** Whether each output of a RUN_HEADER's run was on the disk before its record was. */
    public boolean forced() {
        return field(FORCED) >= 0;
    }

    /** The record's bytes, to be copied before the buffer moves on. */
    public ByteBuffer bytes() {
        return bytes.duplicate().limit(start + length).position(start);
    }

    /** The place of an ITEM in the listing; -1 if it is another record. */
    public long ordinal() {
        return number(ORDINAL);
    }

    Identity identity() {
        int at = field(IDENTITY);
        if (at < 0) {
            return Identity.NONE;
        }
        int content = field(CONTENT);
        return new Identity(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16))
                .with(content < 0 ? Identity.NO_CONTENT : bytes.getLong(content));
    }

    public RunHeader runHeader() {
        return new RunHeader(id(), text(JOB), text(FINGERPRINT), text(SETTINGS), text(PROGRAM_VERSION), text(LAYOUT));
    }

    public Entry entry(Fingerprints fingerprints) {
        return new Entry(
                new ItemId(id()), outcome(), attempt(), identity(), fingerprints.name(fingerprintNumber()), ordinal());
    }

    Outcome outcome() {
        return new Outcome(RecordFormat.status(statusCode()), fault(), artifacts());
    }

    private Fault fault() {
        if (field(FAULT_CLASS) < 0) {
            return null;
        }
        return new Fault(text(FAULT_CLASS), text(FAULT_STAGE), text(FAULT_MESSAGE), field(FAULT_PASSING) >= 0);
    }

    private List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>(1);
        for (int at = next(OUTPUT, extStart()); at >= 0; at = next(OUTPUT, at + size(at))) {
            String path = string(at + 12, size(at) - 12);
            artifacts.add(new Artifact(path, bytes.getLong(at + 4), bytes.getInt(at)));
        }
        return artifacts;
    }

    private long number(byte tag) {
        int at = field(tag);
        return at < 0 ? -1 : bytes.getLong(at);
    }

    private String text(byte tag) {
        int at = field(tag);
        return at < 0 ? "" : string(at, size(at));
    }

    /** Where the value of the first field with this tag begins; -1 if there is none. */
    private int field(byte tag) {
        return next(tag, extStart());
    }

    private int next(byte tag, int from) {
        int end = start + length;
        for (int at = from; at + 3 <= end; at += 3 + size(at + 3)) {
            if (bytes.get(at) == tag) {
                return at + 3;
            }
        }
        return -1;
    }

    /** Length of the value that begins at {@code valueAt}. */
    private int size(int valueAt) {
        return Short.toUnsignedInt(bytes.getShort(valueAt - 2));
    }

    private int extStart() {
        return start + ID_AT + idLength();
    }

    private int idLength() {
        return Short.toUnsignedInt(bytes.getShort(start + ID_LENGTH_AT));
    }

    private String string(int at, int byteCount) {
        return new String(bytes.array(), bytes.arrayOffset() + at, byteCount, UTF_8);
    }
}
