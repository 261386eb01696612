package io.millrace.engine.journal.record;

import static io.millrace.engine.journal.record.RecordFormat.ATTEMPT_AT;
import static io.millrace.engine.journal.record.RecordFormat.BOOT_ID;
import static io.millrace.engine.journal.record.RecordFormat.CHECKPOINT;
import static io.millrace.engine.journal.record.RecordFormat.CLOSE;
import static io.millrace.engine.journal.record.RecordFormat.CONTENT;
import static io.millrace.engine.journal.record.RecordFormat.CRC_AT;
import static io.millrace.engine.journal.record.RecordFormat.EXT_LENGTH_AT;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_CLASS;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_MESSAGE;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_PASSING;
import static io.millrace.engine.journal.record.RecordFormat.FAULT_STAGE;
import static io.millrace.engine.journal.record.RecordFormat.FINGERPRINT;
import static io.millrace.engine.journal.record.RecordFormat.FINGERPRINT_NUMBER;
import static io.millrace.engine.journal.record.RecordFormat.FORCED;
import static io.millrace.engine.journal.record.RecordFormat.HOST;
import static io.millrace.engine.journal.record.RecordFormat.IDENTITY;
import static io.millrace.engine.journal.record.RecordFormat.ID_AT;
import static io.millrace.engine.journal.record.RecordFormat.ID_LENGTH_AT;
import static io.millrace.engine.journal.record.RecordFormat.ITEM;
import static io.millrace.engine.journal.record.RecordFormat.ITEM_COUNT;
import static io.millrace.engine.journal.record.RecordFormat.JAVA_VERSION;
import static io.millrace.engine.journal.record.RecordFormat.JOB;
import static io.millrace.engine.journal.record.RecordFormat.LAYOUT;
import static io.millrace.engine.journal.record.RecordFormat.MAGIC;
import static io.millrace.engine.journal.record.RecordFormat.MAX_BYTES;
import static io.millrace.engine.journal.record.RecordFormat.MAX_EXT_BYTES;
import static io.millrace.engine.journal.record.RecordFormat.ORDINAL;
import static io.millrace.engine.journal.record.RecordFormat.OUTPUT;
import static io.millrace.engine.journal.record.RecordFormat.OUTPUT_DIGEST_AT;
import static io.millrace.engine.journal.record.RecordFormat.PROCESS_ID;
import static io.millrace.engine.journal.record.RecordFormat.PROGRAM_VERSION;
import static io.millrace.engine.journal.record.RecordFormat.RETRY;
import static io.millrace.engine.journal.record.RecordFormat.RUN_COUNT;
import static io.millrace.engine.journal.record.RecordFormat.RUN_HEADER;
import static io.millrace.engine.journal.record.RecordFormat.SETTINGS;
import static io.millrace.engine.journal.record.RecordFormat.SNAPSHOT;
import static io.millrace.engine.journal.record.RecordFormat.STATUS_AT;
import static io.millrace.engine.journal.record.RecordFormat.THROUGH;
import static io.millrace.engine.journal.record.RecordFormat.VERSION;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Sha256;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.CRC32C;

/** Lays records out in one reused buffer. One thread. Each method returns the record's length; it
 * begins at 0 of {@link #buffer}. */
public final class RecordWriter {

    private static final int MAX_TEXT_BYTES = 4096;
    private static final int MAX_SETTINGS_BYTES = 48 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final MessageDigest sha256 = Sha256.digest();
    private final byte[] digest = new byte[32];
    private final MachineIdentity host;

    public RecordWriter(MachineIdentity host) {
        this.host = host;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** @throws IllegalArgumentException if the item has more outputs than fit into a record */
    public int item(Entry entry, int fingerprintNumber, long seq) {
        begin(ITEM, entry.id(), seq);
        buffer.put(STATUS_AT, RecordFormat.code(entry.outcome().status()));
        buffer.put(ATTEMPT_AT, (byte) Math.min(entry.attempt(), 255));
        field(FINGERPRINT_NUMBER, 4).putInt(fingerprintNumber);
        Identity identity = entry.identity();
        field(IDENTITY, 24)
                .putLong(identity.size())
                .putLong(identity.modifiedMillis())
                .putLong(identity.entryDigest());
        if (identity.content() != Identity.NO_CONTENT) {
            field(CONTENT, 8).putLong(identity.content());
        }
        field(ORDINAL, 8).putLong(entry.ordinal());
        fault(entry.outcome().fault());
        outputs(entry.id(), entry.outcome().artifacts());
        return end();
    }

    /** @param forced whether each output is on the disk before its record is */
    public int runHeader(RunHeader run, int fingerprintNumber, boolean forced, long seq) {
        begin(RUN_HEADER, new ItemId(run.run()), seq);
        field(FINGERPRINT_NUMBER, 4).putInt(fingerprintNumber);
        text(FINGERPRINT, run.fingerprint());
        text(JOB, run.job());
        text(SETTINGS, run.settings(), MAX_SETTINGS_BYTES);
        text(PROGRAM_VERSION, run.version());
        text(BOOT_ID, host.bootId());
        text(HOST, host.name());
        text(PROCESS_ID, Long.toString(host.pid()));
        text(JAVA_VERSION, Runtime.version().toString());
        if (forced) {
            field(FORCED, 0);
        }
        if (!run.layout().isEmpty()) {
            text(LAYOUT, run.layout());
        }
        return end();
    }

    /** Outputs of all records up to {@code through} are on the disk. */
    public int checkpoint(String run, long through, long seq) {
        begin(CHECKPOINT, new ItemId(run), seq);
        field(THROUGH, 8).putLong(through);
        return end();
    }

    /** What was recorded of the item does not count any more. */
    public int retry(ItemId id, long seq) {
        begin(RETRY, id, seq);
        return end();
    }

    public int close(String run, long items, long seq) {
        begin(CLOSE, new ItemId(run), seq);
        field(ITEM_COUNT, 8).putLong(items);
        return end();
    }

    /** The head and the end of a snapshot: it stands for all records up to {@code seq}. */
    public int snapshot(String name, long items, long runs, long seq) {
        begin(SNAPSHOT, new ItemId(name), seq);
        field(ITEM_COUNT, 8).putLong(items);
        field(RUN_COUNT, 8).putLong(runs);
        return end();
    }

    private void begin(byte kind, ItemId id, long seq) {
        buffer.clear();
        buffer.putInt(MAGIC).putInt(0);
        buffer.put((byte) VERSION).put(kind).put((byte) 0).put((byte) 0);
        buffer.putShort((short) 0).putShort((short) 0);
        buffer.putLong(seq).putLong(System.currentTimeMillis());
        buffer.putLong(id.hash().low()).putLong(id.hash().high());
        buffer.putLong(0).putLong(0);
        string(id.value(), ItemId.MAX_BYTES);
        int idLength = buffer.position() - ID_AT;
        buffer.putShort(ID_LENGTH_AT, (short) idLength);
        buffer.limit(Math.min(buffer.capacity(), buffer.position() + MAX_EXT_BYTES));
    }

    private int end() {
        int length = buffer.position();
        int idLength = Short.toUnsignedInt(buffer.getShort(ID_LENGTH_AT));
        buffer.putShort(EXT_LENGTH_AT, (short) (length - ID_AT - idLength));
        buffer.putInt(CRC_AT, RecordFormat.crc(crc, buffer, 0, length));
        return length;
    }

    private void fault(Fault fault) {
        if (fault == null) {
            return;
        }
        text(FAULT_CLASS, fault.type());
        text(FAULT_STAGE, fault.stage());
        text(FAULT_MESSAGE, fault.message());
        if (fault.passing()) {
            field(FAULT_PASSING, 0);
        }
    }

    private void outputs(ItemId id, List<Artifact> artifacts) {
        if (artifacts.isEmpty()) {
            return;
        }
        sha256.reset();
        try {
            for (int i = 0; i < artifacts.size(); i++) { // an iterator would be garbage
                output(artifacts.get(i));
            }
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    "item '" + id + "' has " + artifacts.size() + " outputs, more than one journal record can name", e);
        }
        digest();
    }

    private void output(Artifact artifact) {
        int start = beginField(OUTPUT);
        buffer.putInt(artifact.crc32c()).putLong(artifact.bytes());
        string(artifact.path(), MAX_EXT_BYTES);
        sha256.update(buffer.array(), start, endField(start));
    }

    private void text(byte tag, String text) {
        text(tag, text, MAX_TEXT_BYTES);
    }

    private void text(byte tag, String text, int maxBytes) {
        int start = beginField(tag);
        string(text, maxBytes);
        endField(start);
    }

    /** Where the value begins. */
    private int beginField(byte tag) {
        return field(tag, 0).position();
    }

    /** The length of the value that began at {@code start}. */
    private int endField(int start) {
        int length = buffer.position() - start;
        buffer.putShort(start - 2, (short) length);
        return length;
    }

    /** Without garbage where it fits for sure. */
    private void string(String text, int maxBytes) {
        if (text.length() <= Math.min(maxBytes, buffer.remaining()) / Utf8.MAX_BYTES_PER_CHAR) {
            buffer.position(Utf8.put(text, buffer.array(), buffer.position()));
        } else {
            byte[] bytes = text.getBytes(UTF_8);
            buffer.put(bytes, 0, cut(bytes, maxBytes));
        }
    }

    /** Puts the first half of the outputs' digest where it belongs. */
    private void digest() {
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are enough for SHA-256", e);
        }
        buffer.put(OUTPUT_DIGEST_AT, digest, 0, 16);
    }

    private ByteBuffer field(byte tag, int length) {
        return buffer.put(tag).putShort((short) length);
    }

    /** The most bytes up to {@code max} that do not end inside a character. */
    private static int cut(byte[] utf8, int max) {
        int length = Math.min(utf8.length, max);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }
}
