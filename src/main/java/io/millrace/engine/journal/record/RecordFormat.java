package io.millrace.engine.journal.record;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome.Status;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Offsets, kinds and tags of a record: see the package's description. */
public final class RecordFormat {

    static final int MAGIC = ('J' << 24) | ('R' << 16) | ('M' << 8) | 0xFE;
    public static final int VERSION = 1;

    public static final int CRC_AT = 4;
    static final int VERSION_AT = 8;
    static final int KIND_AT = 9;
    public static final int STATUS_AT = 10;
    static final int ATTEMPT_AT = 11;
    static final int ID_LENGTH_AT = 12;
    static final int EXT_LENGTH_AT = 14;
    static final int SEQ_AT = 16;
    static final int TIME_AT = 24;
    static final int ID_HASH_AT = 32;
    static final int OUTPUT_DIGEST_AT = 48;
    public static final int ID_AT = 64;

    static final int MAX_EXT_BYTES = 0xffff;
    static final int MAX_BYTES = ID_AT + ItemId.MAX_BYTES + MAX_EXT_BYTES;

    public static final byte RUN_HEADER = 1;
    public static final byte ITEM = 2;
    public static final byte CHECKPOINT = 3;
    public static final byte RETRY = 4;
    public static final byte CLOSE = 5;
    public static final byte SNAPSHOT = 6;

    static final byte FINGERPRINT_NUMBER = 1;
    static final byte IDENTITY = 2;
    static final byte ORDINAL = 3;
    static final byte OUTPUT = 4;
    static final byte FAULT_CLASS = 5;
    static final byte FAULT_STAGE = 6;
    static final byte FAULT_MESSAGE = 7;
    static final byte FAULT_PASSING = 8;
    static final byte CONTENT = 9;
    static final byte FINGERPRINT = 32;
    static final byte JOB = 33;
    static final byte SETTINGS = 34;
    static final byte PROGRAM_VERSION = 35;
    static final byte BOOT_ID = 36;
    static final byte HOST = 37;
    static final byte PROCESS_ID = 38;
    static final byte JAVA_VERSION = 39;
    static final byte FORCED = 40;
    static final byte LAYOUT = 41;
    static final byte ITEM_COUNT = 48;
    static final byte RUN_COUNT = 49;
    static final byte THROUGH = 50;

    private RecordFormat() {}

    /** Bytes of the record whose first 16 bytes stand at {@code at}; -1 if its lengths cannot be true. */
    static int length(ByteBuffer bytes, int at) {
        int idLength = Short.toUnsignedInt(bytes.getShort(at + ID_LENGTH_AT));
        int extLength = Short.toUnsignedInt(bytes.getShort(at + EXT_LENGTH_AT));
        return idLength > ItemId.MAX_BYTES ? -1 : ID_AT + idLength + extLength;
    }

    /** The checksum of {@code length} bytes of a record at {@code at} of a buffer with an array. */
    static int crc(CRC32C crc, ByteBuffer bytes, int at, int length) {
        crc.reset();
        crc.update(bytes.array(), bytes.arrayOffset() + at + VERSION_AT, length - VERSION_AT);
        return (int) crc.getValue();
    }

    public static byte code(Status status) {
        return switch (status) {
            case EMPTY -> 1;
            case DONE -> 2;
            case FAILED -> 3;
            case QUARANTINED -> 4;
        };
    }

    static Status status(int code) {
        return switch (code) {
            case 1 -> Status.EMPTY;
            case 2 -> Status.DONE;
            case 3 -> Status.FAILED;
            case 4 -> Status.QUARANTINED;
            default -> throw new IllegalArgumentException("no status has the code " + code);
        };
    }
}
