package io.millrace.engine.journal.record;

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
        return Byte.toUnsignedInt(bytes.get(start + RecordFormat.VERSION_AT));
    }

    public int crc() {
        return bytes.getInt(start + RecordFormat.CRC_AT);
    }

    public byte kind() {
        return bytes.get(start + RecordFormat.KIND_AT);
    }

    public int statusCode() {
        return bytes.get(start + RecordFormat.STATUS_AT);
    }

    int attempt() {
        return Byte.toUnsignedInt(bytes.get(start + RecordFormat.ATTEMPT_AT));
    }

    public long seq() {
        return bytes.getLong(start + RecordFormat.SEQ_AT);
    }

    public long timeMillis() {
        return bytes.getLong(start + RecordFormat.TIME_AT);
    }

    public long hashLow() {
        return bytes.getLong(start + RecordFormat.ID_HASH_AT);
    }

    public long hashHigh() {
        return bytes.getLong(start + RecordFormat.ID_HASH_AT + 8);
    }

    public ItemId.Hash idHash() {
        return new ItemId.Hash(hashLow(), hashHigh());
    }

    public String id() {
        return string(start + RecordFormat.ID_AT, idLength());
    }

    public int fingerprintNumber() {
        int at = field(RecordFormat.FINGERPRINT_NUMBER);
        return at < 0 ? 0 : bytes.getInt(at);
    }

    /** What a CLOSE or a SNAPSHOT promises; -1 if it is another record. */
    public long itemCount() {
        return number(RecordFormat.ITEM_COUNT);
    }

    /** The runs that a SNAPSHOT stands for. */
    public long runCount() {
        return number(RecordFormat.RUN_COUNT);
    }

    /** Up to which record a CHECKPOINT says that outputs are on the disk; -1 if it is another record. */
    public long through() {
        return number(RecordFormat.THROUGH);
    }

    /** When a RUN_HEADER's machine was started, as the system names it; empty where it has no name for it. */
    public String bootId() {
        return text(RecordFormat.BOOT_ID);
    }

    /** Whether each output of a RUN_HEADER's run was on the disk before its record was. */
    public boolean forced() {
        return field(RecordFormat.FORCED) >= 0;
    }

    /** The record's bytes, to be copied before the buffer moves on. */
    public ByteBuffer bytes() {
        return bytes.duplicate().limit(start + length).position(start);
    }

    /** The place of an ITEM in the listing; -1 if it is another record. */
    public long ordinal() {
        return number(RecordFormat.ORDINAL);
    }

    Identity identity() {
        int at = field(RecordFormat.IDENTITY);
        if (at < 0) {
            return Identity.NONE;
        }
        int content = field(RecordFormat.CONTENT);
        return new Identity(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16))
                .with(content < 0 ? Identity.NO_CONTENT : bytes.getLong(content));
    }

    public RunHeader runHeader() {
        return new RunHeader(
                id(),
                text(RecordFormat.JOB),
                text(RecordFormat.FINGERPRINT),
                text(RecordFormat.SETTINGS),
                text(RecordFormat.PROGRAM_VERSION),
                text(RecordFormat.LAYOUT));
    }

    public Entry entry(Fingerprints fingerprints) {
        return new Entry(
                new ItemId(id()), outcome(), attempt(), identity(), fingerprints.name(fingerprintNumber()), ordinal());
    }

    Outcome outcome() {
        return new Outcome(RecordFormat.status(statusCode()), fault(), artifacts());
    }

    private Fault fault() {
        if (field(RecordFormat.FAULT_CLASS) < 0) {
            return null;
        }
        return new Fault(
                text(RecordFormat.FAULT_CLASS),
                text(RecordFormat.FAULT_STAGE),
                text(RecordFormat.FAULT_MESSAGE),
                field(RecordFormat.FAULT_PASSING) >= 0);
    }

    private List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>(1);
        for (int at = next(RecordFormat.OUTPUT, extStart()); at >= 0; at = next(RecordFormat.OUTPUT, at + size(at))) {
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
        return start + RecordFormat.ID_AT + idLength();
    }

    private int idLength() {
        return Short.toUnsignedInt(bytes.getShort(start + RecordFormat.ID_LENGTH_AT));
    }

    private String string(int at, int byteCount) {
        return new String(bytes.array(), bytes.arrayOffset() + at, byteCount, UTF_8);
    }
}
