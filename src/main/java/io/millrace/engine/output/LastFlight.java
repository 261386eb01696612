package io.millrace.engine.output;

import static io.millrace.engine.output.FlightTable.HEADER_BYTES;
import static io.millrace.engine.output.FlightTable.IDS_AT;
import static io.millrace.engine.output.FlightTable.MAGIC;
import static io.millrace.engine.output.FlightTable.PID_AT;
import static io.millrace.engine.output.FlightTable.SINCE_AT;
import static io.millrace.engine.output.FlightTable.SLOT_BYTES;
import static io.millrace.engine.output.FlightTable.STAGE_AT;
import static io.millrace.engine.output.FlightTable.STAGE_LENGTH_AT;
import static io.millrace.engine.output.FlightTable.VERSION;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@link FlightTable} held when its process ended without closing it: killed, crashed, or still at work.
 *
 * @param pid of that process
 * @param since when it made the table
 * @param items the items that were in hand, each with the stage that had it
 */
public record LastFlight(long pid, Instant since, Map<ItemId, String> items) {

    /** Null where no process has left a table, or one that cannot be read: it says nothing then. */
    public static LastFlight of(Path output) throws JournalException {
        Path file = FlightTable.file(output);
        try {
            return read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw JournalException.io("cannot read", file, e);
        }
    }

    private static LastFlight read(ByteBuffer table) {
        if (table.capacity() < HEADER_BYTES || table.getInt(0) != MAGIC || table.getInt(Integer.BYTES) != VERSION) {
            return null;
        }
        Map<ItemId, String> items = new LinkedHashMap<>();
        int at = HEADER_BYTES;
        for (; at + SLOT_BYTES <= table.capacity(); at += SLOT_BYTES) {
            slot(table.slice(at, SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN), items);
        }
        return new LastFlight(table.getLong(PID_AT), Instant.ofEpochMilli(table.getLong(SINCE_AT)), items);
    }

    private static void slot(ByteBuffer slot, Map<ItemId, String> items) {
        int used = Math.min(slot.getInt(0), SLOT_BYTES - IDS_AT);
        String stage = text(slot, STAGE_AT, slot.getShort(STAGE_LENGTH_AT));
        int at = IDS_AT;
        int end = at + used;
        while (at + Short.BYTES < end) {
            int length = slot.getShort(at);
            if (length <= 0 || length > ItemId.MAX_BYTES || at + Short.BYTES + length > end) {
                return;
            }
            items.put(new ItemId(text(slot, at + Short.BYTES, length)), stage);
            at += Short.BYTES + length;
        }
    }

    private static String text(ByteBuffer slot, int at, int length) {
        byte[] bytes = new byte[Math.max(0, Math.min(length, slot.capacity() - at))];
        slot.get(at, bytes);
        return new String(bytes, UTF_8);
    }
}
