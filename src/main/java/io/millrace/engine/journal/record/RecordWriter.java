package io.millrace.engine.journal.record;

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

    private final ByteBuffer buffer =
            ByteBuffer.allocate(RecordFormat.MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
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
        begin(RecordFormat.ITEM, entry.id(), seq);
        buffer.put(RecordFormat.STATUS_AT, RecordFormat.code(entry.outcome().status()));
        buffer.put(RecordFormat.ATTEMPT_AT, (byte) Math.min(entry.attempt(), 255));
        field(RecordFormat.FINGERPRINT_NUMBER, 4).putInt(fingerprintNumber);
        Identity identity = entry.identity();
        field(RecordFormat.IDENTITY, 24)
                .putLong(identity.size())
                .putLong(identity.modifiedMillis())
                .putLong(identity.entryDigest());
        if (identity.content() != Identity.NO_CONTENT) {
            field(RecordFormat.CONTENT, 8).putLong(identity.content());
        }
        field(RecordFormat.ORDINAL, 8).putLong(entry.ordinal());
        fault(entry.outcome().fault());
        outputs(entry.id(), entry.outcome().artifacts());
        return end();
    }

    /** @param forced whether each output is on the disk before its record is */
    public int runHeader(RunHeader run, int fingerprintNumber, boolean forced, long seq) {
        begin(RecordFormat.RUN_HEADER, new ItemId(run.run()), seq);
        field(RecordFormat.FINGERPRINT_NUMBER, 4).putInt(fingerprintNumber);
        text(RecordFormat.FINGERPRINT, run.fingerprint());
        text(RecordFormat.JOB, run.job());
        text(RecordFormat.SETTINGS, run.settings(), MAX_SETTINGS_BYTES);
        text(RecordFormat.PROGRAM_VERSION, run.version());
        text(RecordFormat.BOOT_ID, host.bootId());
        text(RecordFormat.HOST, host.name());
        text(RecordFormat.PROCESS_ID, Long.toString(host.pid()));
        text(RecordFormat.JAVA_VERSION, Runtime.version().toString());
        if (forced) {
            field(RecordFormat.FORCED, 0);
        }
        if (!run.layout().isEmpty()) {
            text(RecordFormat.LAYOUT, run.layout());
        }
        return end();
    }

    /** Outputs of all records up to {@code through} are on the disk. */
    public int checkpoint(String run, long through, long seq) {
        begin(RecordFormat.CHECKPOINT, new ItemId(run), seq);
        field(RecordFormat.THROUGH, 8).putLong(through);
        return end();
    }

    /** What was recorded of the item does not count any more. */
    public int retry(ItemId id, long seq) {
        begin(RecordFormat.RETRY, id, seq);
        return end();
    }

    public int close(String run, long items, long seq) {
        begin(RecordFormat.CLOSE, new ItemId(run), seq);
        field(RecordFormat.ITEM_COUNT, 8).putLong(items);
        return end();
    }

    /** The head and the end of a snapshot: it stands for all records up to {@code seq}. */
    public int snapshot(String name, long items, long runs, long seq) {
        begin(RecordFormat.SNAPSHOT, new ItemId(name), seq);
        field(RecordFormat.ITEM_COUNT, 8).putLong(items);
        field(RecordFormat.RUN_COUNT, 8).putLong(runs);
        return end();
    }

    private void begin(byte kind, ItemId id, long seq) {
        buffer.clear();
        buffer.putInt(RecordFormat.MAGIC).putInt(0);
        buffer.put((byte) RecordFormat.VERSION).put(kind).put((byte) 0).put((byte) 0);
        buffer.putShort((short) 0).putShort((short) 0);
        buffer.putLong(seq).putLong(System.currentTimeMillis());
        buffer.putLong(id.hash().low()).putLong(id.hash().high());
        buffer.putLong(0).putLong(0);
        string(id.value(), ItemId.MAX_BYTES);
        int idLength = buffer.position() - RecordFormat.ID_AT;
        buffer.putShort(RecordFormat.ID_LENGTH_AT, (short) idLength);
        buffer.limit(Math.min(buffer.capacity(), buffer.position() + RecordFormat.MAX_EXT_BYTES));
    }

    private int end() {
        int length = buffer.position();
        int idLength = Short.toUnsignedInt(buffer.getShort(RecordFormat.ID_LENGTH_AT));
        buffer.putShort(RecordFormat.EXT_LENGTH_AT, (short) (length - RecordFormat.ID_AT - idLength));
        buffer.putInt(RecordFormat.CRC_AT, RecordFormat.crc(crc, buffer, 0, length));
        return length;
    }

    private void fault(Fault fault) {
        if (fault == null) {
            return;
        }
        text(RecordFormat.FAULT_CLASS, fault.type());
        text(RecordFormat.FAULT_STAGE, fault.stage());
        text(RecordFormat.FAULT_MESSAGE, fault.message());
        if (fault.passing()) {
            field(RecordFormat.FAULT_PASSING, 0);
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
        int start = beginField(RecordFormat.OUTPUT);
        buffer.putInt(artifact.crc32c()).putLong(artifact.bytes());
        string(artifact.path(), RecordFormat.MAX_EXT_BYTES);
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
        buffer.put(RecordFormat.OUTPUT_DIGEST_AT, digest, 0, 16);
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
