package io.millrace.journal;

import io.millrace.item.Identity;
import java.util.Arrays;

/**
 * The newest record of each id, as far as a resuming run asks for it: 16 bytes an item beside its {@link IdTable}, so about
 * 40 MB per million items. Safe for any threads.
 */
final class ItemIndex {

    private static final int OFFSET_BITS = 40;
    private static final int IDENTITY_BITS = 36;
    private static final int STATUS_CODES = 5;

    private final IdTable ids = new IdTable();
    private final long[] counts = new long[STATUS_CODES];

    /** Per item: its record's place, then status 4 bits, attempt 8, fingerprint number 16, identity digest 36. */
    private long[][] facts = new long[4][];

    /** A record's generation and offset in one number. */
    static long place(int generation, long offset) {
        assert offset >> OFFSET_BITS == 0 && generation < 1 << 23 : "a record beyond 1 TiB or generation 8,388,607";
        return ((long) generation << OFFSET_BITS) | offset;
    }

    static int generation(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static long offset(long place) {
        return place & ((1L << OFFSET_BITS) - 1);
    }

    /** Its numbers through the 64-bit finaliser of MurmurHash3. */
    static long digest(Identity identity) {
        long file = mix(identity.size()) * 31 + identity.modifiedMillis();
        return mix(mix(file) * 31 + identity.entryDigest()) >>> (64 - IDENTITY_BITS);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** {@code record} is the newest of its id from now on and lies at {@code place}. */
    synchronized void put(RecordView record, long place) {
        long low = record.hashLow();
        long high = record.hashHigh();
        int number = ids.find(low, high);
        if (number < 0) {
            number = ids.add(low, high);
            makeRoom(number);
        } else {
            counts[statusOf(fact(number))]--;
        }
        counts[record.statusCode()]++;
        long[] chunk = facts[number >> IdTable.CHUNK_BITS];
        int at = (number & (IdTable.CHUNK - 1)) * 2;
        chunk[at] = place;
        chunk[at + 1] = pack(record);
    }

    /** Where the id's newest record lies, or -1. */
    synchronized long placeOf(long low, long high) {
        int number = ids.find(low, high);
        return number < 0 ? -1 : facts[number >> IdTable.CHUNK_BITS][(number & (IdTable.CHUNK - 1)) * 2];
    }

    /** What is known of the id, or null. */
    synchronized Standing standing(long low, long high, Fingerprints fingerprints) {
        int number = ids.find(low, high);
        if (number < 0) {
            return null;
        }
        long fact = fact(number);
        return new Standing(
                RecordFormat.status(statusOf(fact)),
                (int) (fact >>> (IDENTITY_BITS + 16)) & 0xff,
                fingerprints.name((int) (fact >>> IDENTITY_BITS) & 0xffff),
                fact & ((1L << IDENTITY_BITS) - 1));
    }

    synchronized long count(int statusCode) {
        return counts[statusCode];
    }

    private static long pack(RecordView record) {
        long head = (((((long) record.statusCode() << 8) | record.attempt()) << 16) | record.fingerprintNumber());
        return (head << IDENTITY_BITS) | record.identityDigest();
    }

    private long fact(int number) {
        return facts[number >> IdTable.CHUNK_BITS][(number & (IdTable.CHUNK - 1)) * 2 + 1];
    }

    private static int statusOf(long fact) {
        return (int) (fact >>> (IDENTITY_BITS + 24));
    }

    private void makeRoom(int number) {
        int chunk = number >> IdTable.CHUNK_BITS;
        if (chunk == facts.length) {
            facts = Arrays.copyOf(facts, chunk * 2);
        }
        if (facts[chunk] == null) {
            facts[chunk] = new long[IdTable.CHUNK * 2];
        }
    }
}
